//! What is done in the place of something else: kept, in whichever tab, before that is forgotten.

use serde_json::json;
use uuid::Uuid;

use super::{Browser, Tab, at, message};
use crate::{
    shared::{Error, id::OperationId},
    sync::{Effect, Input, Operation, PendingState, tab::word::Word},
};

/// The draft that was refused.
const REFUSED: OperationId = OperationId(Uuid::from_u128(1));

fn save(id: u128, body: &str, seen: i64) -> Operation {
    Operation {
        kind: "draft.save".into(),
        object: "draft:7".into(),
        expected_version: Some(seen),
        body: json!({"body": body}),
        ..message(id)
    }
}

/// What the person has made of their own words and those that they met.
fn both() -> Operation {
    save(2, "both", 6).in_place_of([REFUSED])
}

/// Two tabs in which a draft was refused.
fn refused() -> Browser {
    let mut browser = Browser::new();
    for input in [
        Input::Perform(save(1, "half", 4)),
        Input::Kept(REFUSED),
        Input::Answered { id: REFUSED, attempt: 1, result: Err(Error::Conflict) },
    ] {
        browser.tell(0, input);
    }
    assert_eq!(browser.pending(1), [PendingState::Failed(Error::Conflict)]);
    browser
}

fn forgets(browser: &Browser) -> bool {
    browser.effects.iter().flatten().any(|effect| *effect == Effect::Forget(REFUSED))
}

#[test]
fn what_was_refused_is_forgotten_once_who_leads_has_kept_what_another_tab_did_in_its_place() {
    let mut browser = refused();
    browser.tell(1, Input::Perform(both()));
    assert!(browser.effects[1].contains(&Effect::Keep(both())));
    assert_eq!(browser.pending(1), [PendingState::Waiting], "shown at once where it was done");
    browser.tell(1, Input::Kept(both().id));
    assert!(!forgets(&browser));
    assert_eq!([browser.pending(0), browser.pending(1)], [[PendingState::Waiting], [PendingState::Waiting]]);
    browser.tell(0, Input::Kept(both().id));
    assert!(browser.effects[0].contains(&Effect::Forget(REFUSED)));
    let calls = |effect: &Effect| matches!(effect, Effect::Call { operation, .. } if operation.id == both().id);
    assert!(browser.effects[0].iter().any(calls));
}

#[test]
fn a_tab_that_leads_forgets_what_was_refused_once_it_has_kept_what_was_done_in_its_place() {
    let mut browser = refused();
    browser.tell(0, Input::Perform(both()));
    assert!(!forgets(&browser));
    assert_eq!([browser.pending(0), browser.pending(1)], [[PendingState::Waiting], [PendingState::Waiting]]);
    browser.tell(0, Input::Kept(both().id));
    assert!(forgets(&browser));
}

#[test]
fn what_a_tab_kept_late_is_not_forgotten_before_what_was_done_in_its_place_elsewhere_is_kept() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(save(1, "half", 4)));
    // Listed by who leads before the store of the tab has it.
    browser.tell(1, Input::Heard(Word::Lead { leader: Uuid::from_u128(1) }));
    browser.tell(1, Input::Kept(REFUSED));
    browser.tell(0, Input::Perform(both()));
    assert!(!forgets(&browser));
    browser.tell(0, Input::Kept(both().id));
    assert!(forgets(&browser));
}

#[test]
fn where_a_tab_ended_between_the_two_the_next_leader_finds_both_and_goes_on_with_the_later() {
    let mut browser = refused();
    browser.hand_over(vec![save(1, "half", 4), both()]);
    assert!(forgets(&browser));
    let pending: Vec<_> = browser.tabs[1].pending().into_iter().map(|pending| pending.operation).collect();
    assert_eq!(pending, [both()]);
}

#[test]
fn what_was_refused_is_still_there_where_what_was_done_in_its_place_was_lost_with_its_tab() {
    let mut browser = refused();
    browser.tell(0, Input::Perform(both()));
    browser.hand_over(vec![save(1, "half", 4)]);
    assert!(!forgets(&browser));
    let pending: Vec<_> = browser.tabs[1].pending().into_iter().map(|pending| pending.operation).collect();
    assert_eq!(pending, [save(1, "half", 4)]);
}

#[test]
fn what_is_done_in_the_place_of_what_waits_goes_alone() {
    let mut browser = Browser::new();
    browser.tell(1, Input::Perform(save(1, "half", 4)));
    browser.tell(1, Input::Perform(both()));
    browser.tell(1, Input::Kept(REFUSED));
    assert!(!forgets(&browser));
    browser.tell(1, Input::Kept(both().id));
    browser.tell(0, Input::Kept(both().id));
    assert!(forgets(&browser));
    assert_eq!([browser.pending(0), browser.pending(1)], [[PendingState::Waiting], [PendingState::Waiting]]);
}

#[test]
fn words_in_the_place_of_what_the_store_held_lie_over_what_was_seen_though_it_is_read_later() {
    let mut tab = Tab::new(Uuid::from_u128(1), None);
    for input in [Input::Start, Input::Elected, Input::Perform(both()), Input::Loaded(vec![save(1, "half", 4).into()])]
    {
        assert!(!tab.handle(input, at(0)).contains(&Effect::Forget(REFUSED)));
    }
    let pending: Vec<_> = tab.pending().into_iter().map(|pending| pending.operation).collect();
    assert_eq!(pending, [both()]);
    assert!(tab.handle(Input::Kept(both().id), at(0)).contains(&Effect::Forget(REFUSED)));
}

#[test]
fn of_words_in_the_place_of_what_the_store_held_and_of_what_that_replaced_nothing_is_left_once_they_are_kept() {
    let last = save(3, "all", 7).in_place_of([both().id]);
    let mut tab = Tab::new(Uuid::from_u128(1), None);
    let stored = vec![save(1, "half", 4).into(), both().into()];
    for input in [Input::Start, Input::Elected, Input::Perform(last.clone()), Input::Loaded(stored)] {
        let effects = tab.handle(input, at(0));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Forget(_))), "{effects:?}");
    }
    let pending: Vec<_> =
        tab.pending().into_iter().map(|one| (one.operation.id, one.operation.expected_version)).collect();
    assert_eq!(pending, [(last.id, Some(7))]);
    let effects = tab.handle(Input::Kept(last.id), at(0));
    assert!([REFUSED, both().id].iter().all(|id| effects.contains(&Effect::Forget(*id))), "{effects:?}");
}

#[test]
fn of_what_was_done_before_the_store_was_read_only_the_last_is_shown_where_it_was_done_in_the_place_of_the_rest() {
    let mut tab = Tab::new(Uuid::from_u128(1), None);
    for input in [
        Input::Start,
        Input::Elected,
        Input::Perform(save(1, "half", 4)),
        Input::Perform(both()),
        Input::Loaded(Vec::new()),
    ] {
        tab.handle(input, at(0));
    }
    let pending: Vec<_> = tab.pending().into_iter().map(|pending| pending.operation).collect();
    assert_eq!(pending, [both()]);
}

#[test]
fn of_two_votes_of_which_the_first_never_left_only_the_last_is_shown_in_whichever_tab_they_were_cast() {
    let cast = |id, value| Operation {
        kind: "vote.cast".into(),
        object: "vote:7".into(),
        body: json!({"on": {"post": "7"}, "value": value}),
        ..message(id)
    };
    for tab in [0, 1] {
        let mut browser = Browser::new();
        for operation in [cast(1, 1), cast(2, -1)] {
            browser.tell(tab, Input::Perform(operation));
        }
        for id in [1, 2].map(|id| OperationId(Uuid::from_u128(id))) {
            browser.tell(tab, Input::Kept(id));
        }
        for one in &browser.tabs {
            let shown: Vec<_> =
                one.pending().into_iter().map(|pending| pending.operation.body["value"].clone()).collect();
            assert_eq!(shown, [-1], "cast in {tab}");
        }
    }
}
