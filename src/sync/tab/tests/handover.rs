//! How the lead goes from one tab to the other.

use serde_json::json;
use uuid::Uuid;

use super::{Browser, ServerFrame, Tab, Time, at, event, message, place, topic, welcome};
use crate::{
    shared::Error,
    sync::{Effect, Input, Operation, PendingState, tab::word::Word},
};

#[test]
fn what_is_heard_from_one_leader_is_not_heard_again_from_the_next() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Subscribe { listener: 9, topic: topic(), since: Some(place(5)) });
    browser.tell(0, Input::Frame(1, event(6, 1)));
    browser.hand_over(Vec::new());
    browser.tell(1, Input::Frame(1, event(6, 1)));
    browser.tell(1, Input::Frame(1, event(7, 2)));
    assert_eq!(browser.delivered(1), [6, 7]);
}

#[test]
fn what_came_while_something_was_missing_is_not_asked_for_again_once_all_has_come() {
    for listener in [0, 1] {
        let mut browser = Browser::new();
        browser.tell(listener, Input::Subscribe { listener: 9, topic: topic(), since: Some(place(3)) });
        browser.tell(0, Input::Frame(1, event(6, 1)));
        assert_eq!(browser.tabs[listener].since(9), Some(place(3)), "something between may be on its way");
        // The first answers a ping that had left before.
        for _ in 0..2 {
            browser.tell(0, Input::Frame(1, ServerFrame::Pong { t: 0.0, server_time: Time::from_millis(0) }));
        }
        assert_eq!(browser.tabs[listener].since(9), Some(place(6)));
    }
}

#[test]
fn what_a_leader_took_to_its_end_the_next_one_finds_in_the_store() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    browser.hand_over(vec![message(1)]);
    let call = |effect: &Effect| matches!(effect, Effect::Call { operation, .. } if *operation == message(1));
    assert!(browser.effects[1].iter().any(call));
    assert_eq!(browser.pending(1), [PendingState::Waiting]);
}

#[test]
fn a_tab_that_is_looked_at_takes_the_lead_when_nobody_answers() {
    for (visible, stolen) in [(true, true), (false, false)] {
        let mut tab = Tab::new(Uuid::from_u128(2), None);
        tab.handle(Input::Visible(visible), at(0));
        tab.handle(Input::Start, at(0));
        assert!(!tab.handle(Input::Tick, at(900)).contains(&Effect::Steal));
        assert_eq!(tab.handle(Input::Tick, at(1_000)).contains(&Effect::Steal), stolen);
    }
}

#[test]
fn who_has_lost_the_lead_closes_and_tells_the_next_leader_what_waits() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    let effects = browser.tabs[0].handle(Input::Deposed, at(0));
    assert!(effects.contains(&Effect::Close(1)));
    let joined = |effect: &Effect| matches!(effect, Effect::Tell(Word::Join { done, .. }) if *done == [message(1)]);
    assert!(effects.iter().any(joined));
    assert_eq!(browser.pending(0), [PendingState::Waiting], "and it is still shown");
}

#[test]
fn what_the_store_holds_is_not_told_to_the_next_leader_who_finds_it_there_or_it_was_given_up() {
    for tab in [0, 1] {
        let mut browser = Browser::new();
        browser.tell(tab, Input::Perform(message(1)));
        browser.tell(tab, Input::Kept(message(1).id));
        let told = browser.tabs[0].handle(Input::Deposed, at(0));
        let joined = |effect: &Effect| matches!(effect, Effect::Tell(Word::Join { done, .. }) if done.is_empty());
        assert!(tab == 1 || told.iter().any(joined));
        assert_eq!(browser.joins(tab).0, []);
        assert_eq!(browser.pending(tab), [PendingState::Waiting], "it is shown until that one has spoken");
    }
}

#[test]
fn who_leads_looks_into_the_store_when_another_tab_joins() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Leave);
    browser.tell(1, Input::Start);
    assert_eq!(browser.effects[0].iter().filter(|effect| **effect == Effect::Load).count(), 1);
}

#[test]
fn a_leader_that_does_not_find_in_the_store_what_it_had_listed_itself_does_not_bring_it_back() {
    let mut browser = Browser::new();
    browser.tell(0, Input::Perform(message(1)));
    browser.tell(0, Input::Kept(message(1).id));
    for input in [Input::Deposed, Input::Elected] {
        browser.tell(0, input);
    }
    browser.effects[0].clear();
    for input in [Input::Loaded(Vec::new()), Input::Opened(1), Input::Frame(1, welcome(6))] {
        browser.tell(0, input);
    }
    assert!(!browser.effects[0].iter().any(|effect| matches!(effect, Effect::Call { .. } | Effect::Keep(_))));
}

#[test]
fn whatever_a_person_asks_of_a_leader_that_does_not_answer_another_tab_takes_the_lead() {
    let id = message(1).id;
    for input in [Input::Retry(id), Input::Discard(id), Input::Settle(id), Input::SignedOut] {
        let mut browser = Browser::new();
        let mut forsaken = browser.tabs[1].clone();
        forsaken.handle(input.clone(), at(0));
        assert!(forsaken.handle(Input::Tick, at(1_000)).contains(&Effect::Steal), "{input:?}");
        browser.tell(1, input.clone());
        assert!(!browser.tabs[1].handle(Input::Tick, at(1_000)).contains(&Effect::Steal), "{input:?}");
    }
}

#[test]
fn what_another_leader_has_forgotten_meanwhile_goes_out_again_before_what_was_done_over_it() {
    let mut browser = Browser::new();
    // It is away, and hears nothing of what becomes of its acts.
    browser.tell(1, Input::Leave);
    for id in [1, 2] {
        browser.tell(1, Input::Perform(message(id)));
        browser.tell(1, Input::Kept(message(id).id));
    }
    // Who leads does not answer.
    browser.tabs[0] = Tab::new(Uuid::from_u128(3), None);
    browser.tell(1, Input::Start);
    browser.hand_over(vec![message(2)]);
    browser.tell(1, Input::Kept(message(1).id));
    let called = browser.effects[1].iter().filter_map(|effect| match effect {
        Effect::Call { operation, .. } => Some(operation.id),
        _ => None,
    });
    assert_eq!(called.collect::<Vec<_>>(), [message(1).id]);
    let pending: Vec<_> = browser.tabs[1].pending().into_iter().map(|one| one.operation.id).collect();
    assert_eq!(pending, [message(1).id, message(2).id]);
}

#[test]
fn words_written_before_the_store_was_read_lie_over_nothing_that_it_holds() {
    let save = |id, body: &str, seen| Operation {
        kind: "draft.save".into(),
        object: "draft:7".into(),
        expected_version: Some(seen),
        body: json!({"body": body}),
        ..message(id)
    };
    let (stored, typed, further) = (save(1, "kept", 4), save(2, "typed", 0), save(3, "typed on", 0));
    let mut tab = Tab::new(Uuid::from_u128(1), None);
    for input in [
        Input::Start,
        Input::Elected,
        Input::Perform(typed),
        Input::Loaded(vec![stored.clone().into()]),
        Input::Perform(further.clone()),
        Input::Answered { id: stored.id, attempt: 1, result: Ok(json!({"version": 5})) },
    ] {
        tab.handle(input, at(0));
    }
    let pending: Vec<_> = tab.pending().into_iter().map(|one| one.operation).collect();
    let further = Operation { expected_version: None, ..further };
    assert_eq!(pending, [stored, further], "the server will say that it meets other words");
}

#[test]
fn what_was_refused_is_refused_for_the_next_leader_too_though_the_store_was_not_told_in_time() {
    let mut browser = Browser::new();
    let refused = Input::Answered { id: message(1).id, attempt: 1, result: Err(Error::Forbidden) };
    for input in [Input::Perform(message(1)), Input::Kept(message(1).id), refused] {
        browser.tell(0, input);
    }
    assert!(browser.effects[0].contains(&Effect::Refuse(message(1), Error::Forbidden)));
    assert_eq!(browser.pending(1), [PendingState::Failed(Error::Forbidden)]);
    browser.hand_over(vec![message(1)]);
    assert_eq!(browser.pending(1), [PendingState::Failed(Error::Forbidden)]);
    assert!(!browser.effects[1].iter().any(|effect| matches!(effect, Effect::Call { .. })));
    browser.tell(1, Input::Retry(message(1).id));
    assert!(browser.effects[1].contains(&Effect::Keep(message(1))), "the store is told that it goes out");
    assert!(browser.effects[1].iter().any(|effect| matches!(effect, Effect::Call { .. })));
}
