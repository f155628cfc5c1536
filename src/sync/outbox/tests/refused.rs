//! What the server has refused, over the end of the page.

use serde_json::json;
use uuid::Uuid;

use super::{FAULTS, Outbox, at, id, left, message, operation, outbox, states};
use crate::{
    shared::Error,
    sync::{Effect, PendingState, Stored},
};

fn refused(number: u128) -> Stored {
    Stored { operation: message(number, "a"), refused: Some(Error::Forbidden) }
}

#[test]
fn what_was_refused_is_kept_as_that_and_leaves_from_the_next_page_only_when_it_is_tried_again() {
    let mut before = outbox([message(1, "a")]);
    left(&mut before, 0);
    let kept = before.answered(id(1), 1, Err(Error::Forbidden), at(0));
    assert_eq!(kept, [Effect::Refuse(message(1, "a"), Error::Forbidden)]);
    let mut after = Outbox::default();
    assert_eq!(after.load([refused(1), message(2, "b").into()]), []);
    assert_eq!(left(&mut after, 0), [id(2)]);
    assert_eq!(states(&after)[0], PendingState::Failed(Error::Forbidden));
    assert_eq!(after.retry(id(1)), Some(Effect::Keep(message(1, "a"))), "the next page need not be asked again");
    assert_eq!(left(&mut after, 0), [id(1)]);
}

#[test]
fn what_depends_on_what_an_earlier_page_was_refused_waits_with_it() {
    let edit = operation(2, "message.edit", "a", json!({"message_id": id(1), "body": "hello"}));
    let mut outbox = Outbox::default();
    outbox.load([refused(1), edit.into()]);
    assert_eq!(left(&mut outbox, 0), []);
    outbox.retry(id(1));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
}

#[test]
fn a_fault_that_was_met_too_often_waits_for_the_person_on_the_next_page_too() {
    let mut outbox = outbox([message(1, "a")]);
    let fault = Error::Fault { id: Uuid::nil() };
    for attempt in 1..=FAULTS {
        let now = i64::from(attempt) * 60_000;
        assert_eq!(left(&mut outbox, now), [id(1)]);
        let kept = outbox.answered(id(1), attempt, Err(fault.clone()), at(now));
        assert_eq!(kept.contains(&Effect::Refuse(message(1, "a"), fault.clone())), attempt == FAULTS);
    }
}

#[test]
fn what_was_refused_for_want_of_a_session_leaves_from_the_page_of_the_next_one() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    assert_eq!(outbox.answered(id(1), 1, Err(Error::SignIn), at(0)), []);
    assert_eq!(states(&outbox), [PendingState::Failed(Error::SignIn)]);
}
