//! The outbox on its own: what leaves when, and what becomes of it.

mod changes;
mod order;
mod postponed;
mod refused;
mod unsaid;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Outbox,
    entry::{ECHO, FAULTS, PATIENCE},
};
use crate::{
    shared::{Error, id::OperationId},
    sync::{Effect, Moment, Operation, PendingState},
};

fn at(now: i64) -> Moment {
    Moment { now, chance: 1.0 }
}

fn id(number: u128) -> OperationId {
    OperationId(Uuid::from_u128(number))
}

fn operation(number: u128, kind: &str, object: &str, body: Value) -> Operation {
    let (id, object, instead_of) = (id(number), object.into(), Vec::new());
    Operation { v: 1, kind: kind.into(), id, object, expected_version: None, body, instead_of, postponed_until: None }
}

fn message(number: u128, object: &str) -> Operation {
    operation(number, "message.send", object, json!({"body": "hi"}))
}

/// An outbox with kept operations, and the ids that left by `now`.
fn outbox(operations: impl IntoIterator<Item = Operation>) -> Outbox {
    let mut outbox = Outbox::default();
    for operation in operations {
        let id = operation.id;
        outbox.perform(operation);
        outbox.kept(id);
    }
    outbox
}

fn left(outbox: &mut Outbox, now: i64) -> Vec<OperationId> {
    let calls = outbox.advance(true, at(now)).into_iter();
    calls.filter_map(|call| if let Effect::Call { operation, .. } = call { Some(operation.id) } else { None }).collect()
}

fn states(outbox: &Outbox) -> Vec<PendingState> {
    outbox.pending().into_iter().map(|pending| pending.state).collect()
}

#[test]
fn nothing_leaves_before_it_is_kept() {
    let mut outbox = Outbox::default();
    assert_eq!(outbox.perform(message(1, "a")), [Effect::Keep(message(1, "a"))]);
    assert_eq!(left(&mut outbox, 0), []);
    outbox.kept(id(1));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
}

#[test]
fn what_may_succeed_later_is_tried_later() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    outbox.answered(id(1), 1, Err(Error::Slow { retry_after: 5_000 }), at(0));
    assert_eq!(left(&mut outbox, 5_000), []);
    assert_eq!(outbox.deadline(true), Some(5_500));
    assert_eq!(left(&mut outbox, 5_500), [id(1)]);
}

#[test]
fn what_the_server_puts_off_says_so_with_all_behind_it_until_nothing_waits_any_more() {
    use PendingState::{Slowed, Waiting};
    let mut outbox = outbox([message(1, "a"), message(2, "a"), message(3, "b")]);
    left(&mut outbox, 0);
    outbox.take_changed();
    outbox.answered(id(1), 1, Err(Error::Slow { retry_after: 5_000 }), at(0));
    assert!(outbox.take_changed(), "the screen is told");
    assert_eq!(states(&outbox), [Slowed, Slowed, Waiting]);
    assert_eq!(left(&mut outbox, 6_000), [id(1)]);
    assert_eq!(states(&outbox), [Slowed, Slowed, Waiting], "another try is no answer");
    outbox.answered(id(1), 2, Ok(json!({"id": id(1)})), at(6_000));
    assert_eq!(left(&mut outbox, 6_000), [id(2)]);
    assert_eq!(states(&outbox)[1..], [Slowed, Waiting]);
    outbox.answered(id(2), 1, Ok(json!({"id": id(2)})), at(6_000));
    left(&mut outbox, 6_000);
    outbox.perform(message(4, "a"));
    assert_eq!(states(&outbox)[2..], [Waiting, Waiting]);
}

#[test]
fn what_waits_for_another_reason_now_does_not_name_the_former_one() {
    let mut outbox = outbox([message(1, "a")]);
    for (attempt, error) in (1..).zip([Error::Slow { retry_after: 0 }, Error::Offline]) {
        assert_eq!(left(&mut outbox, i64::from(attempt) * 10_000), [id(1)]);
        outbox.take_changed();
        outbox.answered(id(1), attempt, Err(error), at(i64::from(attempt) * 10_000));
        assert!(outbox.take_changed());
    }
    assert_eq!(states(&outbox), [PendingState::Waiting]);
}

#[test]
fn what_could_not_reach_the_server_goes_at_once_when_it_can() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    outbox.answered(id(1), 1, Err(Error::Offline), at(0));
    outbox.hurry(10);
    assert_eq!(left(&mut outbox, 10), [id(1)]);
}

#[test]
fn a_call_that_does_not_come_back_is_made_again_and_its_late_error_means_nothing() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    assert_eq!(left(&mut outbox, PATIENCE), []);
    assert_eq!(left(&mut outbox, PATIENCE + 500), [id(1)]);
    outbox.answered(id(1), 1, Err(Error::Forbidden), at(PATIENCE + 500));
    assert_eq!(states(&outbox), [PendingState::Waiting]);
}

#[test]
fn a_refusal_keeps_the_words_and_holds_nobody_up() {
    let mut outbox = outbox([message(1, "a"), message(2, "a")]);
    left(&mut outbox, 0);
    outbox.answered(id(1), 1, Err(Error::Forbidden), at(0));
    assert_eq!(left(&mut outbox, 0), [id(2)]);
    assert_eq!(outbox.pending()[0].operation, message(1, "a"));
    assert_eq!(outbox.pending()[0].state, PendingState::Failed(Error::Forbidden));
}

#[test]
fn what_edits_a_message_follows_its_sending_and_stays_until_its_answer_was_taken_up() {
    let edit = operation(2, "message.edit", "a", json!({"message_id": id(1), "body": "hello"}));
    let mut outbox = outbox([message(1, "a"), edit]);
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(0));
    assert_eq!(left(&mut outbox, 0), [id(2)]);
    let answer = json!({"id": id(1), "version": 2, "body": "hello"});
    assert_eq!(outbox.answered(id(2), 1, Ok(answer.clone()), at(0)), [Effect::Forget(id(2))]);
    assert_eq!(states(&outbox).last(), Some(&PendingState::Acknowledged(answer)));
    assert_eq!(outbox.waiting(), 0);
    assert_eq!(outbox.settle(id(2)), None, "the store holds it no more");
    assert_eq!(outbox.pending().len(), 1, "the message waits for its event");
}

#[test]
fn a_fault_is_met_with_patience_but_not_for_ever() {
    let mut outbox = outbox([message(1, "a")]);
    let fault = Error::Fault { id: Uuid::nil() };
    for attempt in 1..=FAULTS {
        let now = i64::from(attempt) * 60_000;
        assert_eq!(left(&mut outbox, now), [id(1)]);
        outbox.answered(id(1), attempt, Err(fault.clone()), at(now));
    }
    assert_eq!(states(&outbox), [PendingState::Failed(fault)]);
}

#[test]
fn a_message_stays_until_its_event_and_other_kinds_until_their_answer() {
    let mark = operation(2, "conversation.mark", "b", json!({"read": 3}));
    let mut outbox = outbox([message(1, "a"), mark]);
    left(&mut outbox, 0);
    assert_eq!(outbox.answered(id(2), 1, Ok(json!({})), at(0)), [Effect::Forget(id(2))]);
    let stored = json!({"id": id(1), "seq": 1});
    assert_eq!(outbox.answered(id(1), 1, Ok(stored.clone()), at(0)), [Effect::Forget(id(1))]);
    assert_eq!(states(&outbox), [PendingState::Acknowledged(stored)]);
    assert_eq!(outbox.settle(id(1)), None, "the store has forgotten it already");
    assert_eq!(outbox.pending(), []);
}

#[test]
fn what_is_no_answer_to_an_operation_does_not_end_it() {
    let mark = operation(2, "conversation.mark", "b", json!({"read": 3}));
    let mut outbox = outbox([message(1, "a"), mark]);
    for (attempt, page) in (1..).zip([Value::Null, json!([]), json!("Welcome to our network"), json!(true)]) {
        let now = i64::from(attempt) * 60_000;
        assert_eq!(left(&mut outbox, now), [id(1), id(2)]);
        assert_eq!(outbox.answered(id(1), attempt, Ok(page.clone()), at(now)), []);
        assert_eq!(outbox.answered(id(2), attempt, Ok(page), at(now)), []);
    }
    assert_eq!(left(&mut outbox, 600_000), [id(1), id(2)]);
    for other in [json!({}), json!({"id": id(3)}), json!({"success": true})] {
        assert_eq!(outbox.answered(id(1), 5, Ok(other), at(600_000)), []);
    }
    outbox.answered(id(2), 5, Ok(json!({})), at(600_000));
    assert_eq!(states(&outbox), [PendingState::Waiting]);
    outbox.hurry(600_001);
    assert_eq!(left(&mut outbox, 600_001), [id(1)]);
    outbox.answered(id(1), 6, Ok(json!({"id": id(1)})), at(600_001));
    assert!(matches!(states(&outbox)[..], [PendingState::Acknowledged(_)]));
}

#[test]
fn an_event_that_outruns_the_answer_confirms_too() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    assert_eq!(outbox.settle(id(1)), Some(Effect::Forget(id(1))));
    assert_eq!(outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(0)), []);
}

#[test]
fn an_event_that_never_comes_does_not_hold_what_is_stored() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(0));
    outbox.advance(false, at(ECHO));
    assert_eq!(outbox.pending().len(), 1, "without a connection no event can come");
    outbox.advance(true, at(ECHO));
    assert_eq!(outbox.pending(), []);
}

#[test]
fn marks_that_wait_become_one() {
    let mark = |number, read| operation(number, "conversation.mark", "a", json!({"read": read}));
    let mut outbox = outbox([message(1, "a"), mark(2, 3)]);
    left(&mut outbox, 0);
    assert_eq!(outbox.perform(mark(3, 9)), [Effect::Keep(mark(3, 9)), Effect::Forget(id(2))]);
    assert_eq!(outbox.pending().len(), 2);
}

#[test]
fn what_is_on_its_way_cannot_be_discarded() {
    let mut outbox = outbox([message(1, "a"), message(2, "a")]);
    left(&mut outbox, 0);
    assert_eq!(outbox.discard(id(1)), None);
    assert_eq!(outbox.discard(id(2)), Some(Effect::Forget(id(2))));
}
