//! What is done to a message that has not left.

use serde_json::{Value, json};

use super::{Outbox, at, id, left, message, operation, outbox, states};
use crate::{
    shared::Error,
    sync::{Effect, Operation, PendingState},
};

fn edit(number: u128, of: u128, body: &str) -> Operation {
    operation(number, "message.edit", "a", json!({"message_id": id(of), "body": body}))
}

fn delete(number: u128, of: u128) -> Operation {
    operation(number, "message.delete", "a", json!({"message_id": id(of)}))
}

fn says(body: &str) -> Operation {
    operation(1, "message.send", "a", json!({"body": body}))
}

/// An outbox with these, without a network.
fn held(operations: impl IntoIterator<Item = Operation>) -> Outbox {
    let mut outbox = outbox(operations);
    outbox.hold(true);
    assert_eq!(left(&mut outbox, 0), []);
    outbox
}

fn bodies(outbox: &Outbox) -> Vec<Value> {
    outbox.pending().into_iter().map(|pending| pending.operation.body["body"].clone()).collect()
}

#[test]
fn without_a_network_nothing_leaves_nor_is_due_and_with_one_it_does() {
    let mut outbox = held([message(1, "a")]);
    assert_eq!(outbox.deadline(true), None);
    outbox.hold(false);
    assert_eq!(outbox.deadline(true), Some(0));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
}

#[test]
fn a_message_that_has_not_left_says_what_it_was_edited_to_once_the_store_holds_that() {
    let mut outbox = held([message(1, "a"), message(2, "a")]);
    assert_eq!(outbox.unsay(&edit(3, 1, "hello")), Some(vec![Effect::Keep(says("hello")), Effect::GiveUp(id(3))]));
    assert!(outbox.take_changed());
    assert_eq!(bodies(&outbox), ["hello", "hi"]);
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(outbox.unsay(&edit(4, 1, "good evening")), None, "it is not known what the store holds");
    outbox.kept(id(1));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
}

#[test]
fn an_edit_follows_a_message_that_another_tab_has_sent_in_the_words_before_it() {
    let mut outbox = held([message(1, "a")]);
    let edit = edit(2, 1, "hello");
    outbox.unsay(&edit);
    outbox.kept(id(1));
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    let followed = outbox.answered(id(1), 1, Err(Error::Conflict), at(0));
    assert_eq!(followed, [Effect::Keep(edit), Effect::Forget(id(1))]);
    outbox.kept(id(2));
    assert_eq!(left(&mut outbox, 0), [id(2)]);
    outbox.answered(id(2), 1, Err(Error::Conflict), at(0));
    assert_eq!(states(&outbox), [PendingState::Failed(Error::Conflict)], "no message was to be sent");
}

#[test]
fn a_message_that_another_tab_has_sent_in_later_words_is_over() {
    let mut outbox = outbox([message(1, "a"), message(2, "a")]);
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    assert_eq!(outbox.answered(id(1), 1, Err(Error::Conflict), at(0)), [Effect::Forget(id(1))]);
    assert_eq!(left(&mut outbox, 0), [id(2)]);
    assert_eq!(states(&outbox), [PendingState::Waiting]);
}

#[test]
fn a_message_that_has_not_left_goes_with_what_was_done_to_it() {
    let react = operation(2, "message.react", "a", json!({"message_id": id(1), "emoji": "👍", "on": true}));
    let mut outbox = held([message(1, "a"), react, message(3, "a")]);
    let gone = [1, 2, 4].map(|number| Effect::GiveUp(id(number))).to_vec();
    assert_eq!(outbox.unsay(&delete(4, 1)), Some(gone));
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), [id(3)]);
    assert_eq!(states(&outbox), [PendingState::Waiting]);
}

#[test]
fn a_message_that_words_answer_is_deleted_after_it_was_sent() {
    let reply = operation(2, "message.send", "a", json!({"body": "hi", "reply_to": id(1)}));
    let mut outbox = held([message(1, "a"), reply]);
    assert_eq!(outbox.unsay(&delete(3, 1)), None);
    assert_eq!(outbox.pending().len(), 2);
}

#[test]
fn what_the_server_may_have_heard_is_edited_and_deleted_there() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    for when in ["on its way", "perhaps stored"] {
        assert_eq!(outbox.unsay(&edit(2, 1, "hello")), None, "{when}");
        assert_eq!(outbox.unsay(&delete(3, 1)), None, "{when}");
        outbox.answered(id(1), 1, Err(Error::Offline), at(0));
    }
    let mut found = Outbox::default();
    found.load([message(1, "a")]);
    assert_eq!(found.unsay(&delete(3, 1)), None, "an earlier page may have called");
    assert_eq!(held([message(1, "a")]).unsay(&delete(3, 7)), None, "it is stored long since");
}
