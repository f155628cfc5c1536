//! What is held back so that it can be undone, in whichever tab it was done.

use serde_json::json;

use uuid::Uuid;

use super::{Browser, Tab, at, message};
use crate::sync::{Effect, Input, Operation};

/// Until when it is held back.
const UNTIL: i64 = 8_000;

fn delete() -> Operation {
    let body = json!({"message_id": message(7).id});
    Operation { kind: "message.delete".into(), body, ..message(2) }.postponed(UNTIL)
}

/// Two tabs, in one of which a message was deleted.
fn browser(tab: usize) -> Browser {
    let mut browser = Browser::new();
    browser.tell(tab, Input::Perform(delete()));
    browser.tell(tab, Input::Kept(delete().id));
    browser.tell(0, Input::Kept(delete().id));
    browser
}

fn is_called(browser: &Browser, tab: usize) -> bool {
    browser.effects[tab].iter().any(|effect| matches!(effect, Effect::Call { .. }))
}

#[test]
fn it_can_be_undone_in_the_tab_where_it_was_done_until_its_time_is_over_in_both() {
    for tab in [0, 1] {
        let mut browser = browser(tab);
        browser.tell_at(0, Input::Tick, UNTIL - 1);
        assert!(!is_called(&browser, 0), "in tab {tab}");
        for shown in &browser.tabs {
            assert!(shown.pending()[0].operation.is_postponed(), "in tab {tab}");
        }
        browser.tell_at(0, Input::Tick, UNTIL);
        assert!(is_called(&browser, 0), "in tab {tab}");
        for shown in &browser.tabs {
            assert!(!shown.pending()[0].operation.is_postponed(), "in tab {tab}");
        }
    }
}

#[test]
fn what_is_undone_in_one_tab_stands_in_both_as_it_was_and_never_leaves() {
    for (done, undone) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let mut browser = browser(done);
        browser.tell(undone, Input::Discard(delete().id));
        assert_eq!((browser.pending(0), browser.pending(1)), (Vec::new(), Vec::new()), "{done} {undone}");
        assert!(browser.effects[0].contains(&Effect::Forget(delete().id)), "{done} {undone}");
        browser.tell_at(0, Input::Tick, UNTIL);
        assert!(!is_called(&browser, 0), "{done} {undone}");
    }
}

#[test]
fn what_nobody_thinks_about_any_more_leaves_whichever_tab_says_so() {
    for tab in [0, 1] {
        let mut browser = browser(tab);
        browser.tell(tab, Input::Hasten(delete().id));
        assert!(is_called(&browser, 0), "in tab {tab}");
    }
}

#[test]
fn what_its_tab_has_told_nobody_yet_is_not_held_back_once_that_is_said() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(delete()));
    browser.tell(1, Input::Hasten(delete().id));
    browser.tell(1, Input::Kept(delete().id));
    browser.tell(0, Input::Kept(delete().id));
    assert!(is_called(&browser, 0));
}

#[test]
fn it_leaves_with_the_tab_in_which_it_was_done_and_stays_where_another_one_goes() {
    for tab in [0, 1] {
        let mut other = browser(tab);
        other.tell(1 - tab, Input::Leave);
        assert!(!is_called(&other, 0) && !is_called(&other, 1), "done in {tab}");
        let mut own = browser(tab);
        own.tell(tab, Input::Leave);
        assert!(is_called(&own, 0), "done in {tab}: who leads brings it to the server, too");
        assert!(is_called(&own, tab), "done in {tab}");
    }
}

#[test]
fn of_two_tabs_that_go_at_once_each_sends_what_was_done_in_it() {
    for tab in [0, 1] {
        let mut browser = browser(tab);
        // Neither hears any more what the other one says.
        for (one, effects) in browser.tabs.iter_mut().zip(&mut browser.effects) {
            effects.extend(one.handle(Input::Leave, at(0)));
        }
        assert!(is_called(&browser, tab), "done in {tab}");
    }
}

#[test]
fn all_that_is_held_back_leaves_with_the_last_page_whichever_tab_it_was_done_in() {
    let mut browser = browser(1);
    let further = Operation { body: json!({"message_id": message(8).id}), ..message(3) };
    let further = Operation { kind: "message.delete".into(), ..further }.postponed(UNTIL);
    browser.tell(0, Input::Perform(further.clone()));
    browser.tell(0, Input::Kept(further.id));
    // It ends without a word, as far as it can tell.
    browser.tabs[1] = Tab::new(Uuid::from_u128(3), None);
    browser.tell(0, Input::Gone(Uuid::from_u128(2)));
    browser.tell(0, Input::Leave);
    let called = browser.effects[0].iter().filter_map(|effect| match effect {
        Effect::Call { operation, .. } => Some(operation.id),
        _ => None,
    });
    assert_eq!(called.collect::<Vec<_>>(), [further.id, delete().id]);
}

#[test]
fn a_tab_that_goes_sends_nothing_before_what_has_to_come_first() {
    let mut browser = Browser::new();
    for operation in [message(7), delete()] {
        browser.tell(1, Input::Perform(operation.clone()));
        browser.tell(1, Input::Kept(operation.id));
        browser.tell(0, Input::Kept(operation.id));
    }
    assert!(is_called(&browser, 0), "the message is on its way");
    browser.tell(1, Input::Leave);
    assert!(!is_called(&browser, 1));
}

#[test]
fn the_next_leader_holds_back_what_it_finds_for_the_rest_of_its_time() {
    let mut browser = browser(1);
    browser.hand_over(vec![delete()]);
    assert!(!is_called(&browser, 1));
    assert!(browser.tabs[1].pending()[0].operation.is_postponed());
    browser.tell_at(1, Input::Tick, UNTIL);
    assert!(is_called(&browser, 1));
}
