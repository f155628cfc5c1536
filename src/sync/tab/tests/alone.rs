//! A tab that has nothing to share.

use serde_json::json;
use uuid::Uuid;

use super::{Browser, Tab, at, message, welcome};
use crate::{
    shared::Error,
    sync::{Effect, Input, Operation, PendingState, Transport, effect::Link},
};

#[test]
fn a_tab_whose_store_is_of_no_use_goes_on_by_itself_with_what_was_done_in_it() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(message(1)));
    browser.tell(1, Input::Kept(message(1).id));
    browser.tell(1, Input::Alone);
    assert!(browser.tabs[1].leads());
    assert!(browser.effects[1].contains(&Effect::Part));
    browser.tell(1, Input::Loaded(Vec::new()));
    assert_eq!(browser.tabs[1].pending().len(), 1);
    browser.tell(1, Input::Deposed);
    assert!(browser.tabs[1].leads());
    let spoken = browser.tabs[1].handle(Input::Perform(message(2)), at(0));
    assert!(!spoken.iter().any(|effect| matches!(effect, Effect::Tell(_))));
}

#[test]
fn what_a_tab_has_back_from_its_time_as_leader_leaves_from_it_in_the_order_in_which_it_was_done() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    browser.tell(0, Input::Kept(message(1).id));
    browser.tell(0, Input::Perform(message(2)));
    for input in [Input::Deposed, Input::Alone, Input::Loaded(Vec::new())] {
        browser.tell(0, input);
    }
    let left: Vec<_> = browser.tabs[0].pending().into_iter().map(|pending| pending.operation).collect();
    assert_eq!(left, [message(1), message(2)]);
}

#[test]
fn a_log_out_is_heard_in_tabs_that_hear_nothing_else_of_each_other() {
    let mut browser = Browser::new();
    for (tab, id) in [(0, 1), (1, 2)] {
        browser.tell(tab, Input::Alone);
        browser.tell(tab, Input::Loaded(Vec::new()));
        browser.tell(tab, Input::Perform(message(id)));
    }
    assert_eq!((browser.pending(0).len(), browser.pending(1).len()), (1, 1));
    browser.tell(0, Input::Wipe);
    assert_eq!((browser.pending(0), browser.pending(1)), (Vec::new(), Vec::new()));
    assert!(browser.effects[1].contains(&Effect::Release));
}

#[test]
fn what_was_refused_in_a_tab_that_is_alone_is_there_again_when_the_page_comes_back() {
    let change = Operation {
        kind: "profile.change".into(),
        object: "profile".into(),
        body: json!({"place": "Lugo"}),
        ..message(1)
    };
    let mut tab = Tab::new(Uuid::from_u128(1), None);
    for input in [
        Input::Alone,
        Input::Start,
        Input::Loaded(Vec::new()),
        Input::Opened(1),
        Input::Frame(1, welcome(5)),
        Input::Perform(change.clone()),
        Input::Kept(change.id),
        Input::Answered { id: change.id, attempt: 1, result: Err(Error::Conflict) },
    ] {
        tab.handle(input, at(0));
    }
    assert_eq!(tab.pending()[0].state, PendingState::Failed(Error::Conflict));
    for input in [Input::Leave, Input::Start, Input::Loaded(Vec::new())] {
        tab.handle(input, at(0));
    }
    assert_eq!(tab.pending()[0].operation, change);
    assert_eq!(tab.pending()[0].state, PendingState::Failed(Error::Conflict), "it does not leave unasked");
}

/// Refuses the tab's sockets until it has an event stream; which one, and when.
fn stream(tab: &mut Tab) -> (Link, i64) {
    let mut effects = tab.handle(Input::Start, at(0));
    effects.extend(tab.handle(Input::Elected, at(0)));
    let mut now = 0;
    loop {
        let connect = |effect: &Effect| if let Effect::Connect(link, by) = effect { Some((*link, *by)) } else { None };
        let tried = effects.iter().find_map(connect);
        match tried {
            Some((link, Transport::EventStream)) => {
                tab.handle(Input::Opened(link), at(now));
                tab.handle(Input::Frame(link, welcome(5)), at(now));
                return (link, now);
            }
            Some((link, Transport::WebSocket)) => drop(tab.handle(Input::Closed(link), at(now))),
            None => {}
        }
        now += 1_000;
        effects = tab.handle(Input::Tick, at(now));
    }
}

#[test]
fn a_hidden_tab_gives_up_its_stream_where_each_tab_has_one_and_not_where_all_share_one() {
    for alone in [true, false] {
        let mut tab = Tab::new(Uuid::from_u128(1), None);
        if alone {
            tab.handle(Input::Alone, at(0));
        }
        let (link, now) = stream(&mut tab);
        let closes = tab.handle(Input::Visible(false), at(now + 100)).contains(&Effect::Close(link));
        assert_eq!(closes, alone);
        let back = tab.handle(Input::Visible(true), at(now + 200));
        assert_eq!(back.contains(&Effect::Connect(link + 1, Transport::EventStream)), alone);
    }
}
