//! What is done, in whichever tab, to a message that waits without a network.

use serde_json::json;

use super::{Browser, message};
use crate::sync::{Effect, Input, Operation};

/// Two tabs in which a message waits, and one of them does this to it.
fn browser(tab: usize, rewrite: &Operation) -> Browser {
    let mut browser = Browser::new();
    for input in [Input::Network(false), Input::Perform(message(1)), Input::Kept(message(1).id)] {
        browser.tell(0, input);
    }
    assert_eq!((browser.pending(0).len(), browser.pending(1).len()), (1, 1));
    for input in [Input::Perform(rewrite.clone()), Input::Kept(rewrite.id)] {
        browser.tell(tab, input);
    }
    assert!(browser.effects[0].contains(&Effect::GiveUp(rewrite.id)));
    browser
}

/// What leaves once there is a network.
fn left(browser: &mut Browser) -> Vec<Operation> {
    browser.tell(0, Input::Network(true));
    let calls = browser.effects[0].iter();
    calls
        .filter_map(|call| if let Effect::Call { operation, .. } = call { Some(operation.clone()) } else { None })
        .collect()
}

#[test]
fn a_message_that_is_deleted_before_it_left_is_gone_from_all_tabs_and_never_leaves() {
    let body = json!({"message_id": message(1).id});
    let delete = Operation { kind: "message.delete".into(), body, ..message(2) };
    for tab in [0, 1] {
        let mut browser = browser(tab, &delete);
        assert!(browser.effects[0].contains(&Effect::GiveUp(message(1).id)));
        assert_eq!((browser.pending(0), browser.pending(1)), (Vec::new(), Vec::new()), "in tab {tab}");
        assert_eq!(left(&mut browser), []);
    }
}

#[test]
fn a_message_that_is_edited_before_it_left_leaves_with_the_new_words_alone() {
    let body = json!({"message_id": message(1).id, "body": "hello"});
    let edit = Operation { kind: "message.edit".into(), body, ..message(2) };
    let said = Operation { body: json!({"body": "hello"}), ..message(1) };
    for tab in [0, 1] {
        let mut browser = browser(tab, &edit);
        assert!(browser.effects[0].contains(&Effect::Keep(said.clone())));
        for shown in &browser.tabs {
            let pending: Vec<_> = shown.pending().into_iter().map(|pending| pending.operation).collect();
            assert_eq!(pending, std::slice::from_ref(&said), "in tab {tab}");
        }
        browser.tell(0, Input::Kept(said.id));
        assert_eq!(left(&mut browser), std::slice::from_ref(&said));
    }
}
