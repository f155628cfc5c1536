//! The order in which things leave.

use serde_json::json;

use super::{Outbox, at, id, left, message, operation, outbox};
use crate::{
    shared::{Error, id::OperationId},
    sync::Operation,
};

fn edit(number: u128, of: u128) -> Operation {
    operation(number, "message.edit", "a", json!({"message_id": id(of), "body": "hello"}))
}

fn reply(number: u128, to: u128) -> Operation {
    operation(number, "message.send", "a", json!({"body": "hi", "reply_to": id(to)}))
}

/// The server refuses what leaves first.
fn refuse(outbox: &mut Outbox, number: u128) {
    assert_eq!(left(outbox, 0), [id(number)]);
    outbox.answered(id(number), 1, Err(Error::Forbidden), at(0));
}

/// What leaves, one after the other, where the server stores it all.
fn all_left(outbox: &mut Outbox) -> Vec<OperationId> {
    let mut all = Vec::new();
    loop {
        let next = left(outbox, 0);
        if next.is_empty() {
            return all;
        }
        for pending in outbox.pending().into_iter().filter(|pending| next.contains(&pending.operation.id)) {
            let Operation { id, body, .. } = pending.operation;
            let named = body.get("message_id").cloned().unwrap_or(json!(id));
            outbox.answered(id, 1, Ok(json!({"id": named, "version": 2})), at(0));
        }
        all.extend(next);
    }
}

#[test]
fn one_object_goes_in_order_and_others_beside_it() {
    let mut outbox = outbox([message(1, "a"), message(2, "a"), message(3, "b")]);
    assert_eq!(left(&mut outbox, 0), [id(1), id(3)]);
    outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(1));
    assert_eq!(left(&mut outbox, 1), [id(2)]);
}

#[test]
fn what_depends_on_a_refused_one_waits_for_it_whatever_it_is_done_to() {
    let edit = Operation { object: "b".into(), ..edit(2, 1) };
    let mut outbox = outbox([message(1, "a"), edit]);
    refuse(&mut outbox, 1);
    assert_eq!(left(&mut outbox, 0), []);
    outbox.retry(id(1));
    assert_eq!(all_left(&mut outbox), [id(1), id(2)]);
}

#[test]
fn what_depends_on_a_refused_one_holds_up_nobody_and_goes_after_it_when_that_is_tried_again() {
    let mut outbox = outbox([message(1, "a"), reply(2, 1), edit(3, 2), message(4, "a")]);
    refuse(&mut outbox, 1);
    assert_eq!(all_left(&mut outbox), [id(4)], "at however many removes");
    outbox.retry(id(1));
    assert_eq!(all_left(&mut outbox), [id(1), id(2), id(3)]);
}

#[test]
fn what_is_told_late_goes_before_what_depends_on_it() {
    let mut outbox = Outbox::default();
    outbox.load(vec![edit(2, 1)]);
    outbox.perform(message(1, "a"));
    outbox.kept(id(1));
    assert_eq!(all_left(&mut outbox), [id(1), id(2)]);
}

#[test]
fn what_the_store_held_goes_before_what_was_done_since() {
    let mut outbox = outbox([message(2, "a")]);
    outbox.load(vec![message(1, "a"), message(2, "a")]);
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    assert_eq!(outbox.pending().len(), 2);
}

#[test]
fn what_the_store_held_goes_in_its_order_where_a_mark_was_taken_into_an_older_one() {
    let mark = |number, read| operation(number, "conversation.mark", "marks:a", json!({"read": read}));
    let mut outbox = outbox([mark(1, 3), message(2, "a")]);
    outbox.perform(mark(4, 9));
    outbox.load(vec![message(3, "a")]);
    let messages = outbox.pending().into_iter().map(|pending| pending.operation.id).filter(|found| *found != id(4));
    assert_eq!(messages.collect::<Vec<_>>(), [id(2), id(3)]);
}

#[test]
fn what_the_store_held_goes_behind_what_it_depends_on_where_that_was_tried_again() {
    let mut outbox = outbox([message(1, "a"), message(3, "a")]);
    refuse(&mut outbox, 1);
    outbox.retry(id(1));
    outbox.load(vec![edit(2, 1)]);
    assert_eq!(all_left(&mut outbox), [id(3), id(1), id(2)]);
}
