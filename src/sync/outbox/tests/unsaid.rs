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
    assert_eq!(outbox.reword(&edit(3, 1, "hello")), Some(vec![Effect::Keep(says("hello")), Effect::GiveUp(id(3))]));
    assert!(outbox.take_changed());
    assert_eq!(bodies(&outbox), ["hello", "hi"]);
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(outbox.reword(&edit(4, 1, "good evening")), None, "it is not known what the store holds");
    outbox.kept(id(1));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
}

#[test]
fn an_edit_follows_a_message_that_another_tab_has_sent_in_the_words_before_it() {
    let mut outbox = held([message(1, "a")]);
    let edit = edit(2, 1, "hello");
    outbox.reword(&edit);
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
    outbox.perform(delete(4, 1));
    assert_eq!(outbox.advance(true, at(0)), [1, 2, 4].map(|number| Effect::GiveUp(id(number))));
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), [id(3)]);
    assert_eq!(states(&outbox), [PendingState::Waiting]);
}

#[test]
fn a_message_that_words_answer_is_deleted_after_it_was_sent() {
    let reply = operation(2, "message.send", "a", json!({"body": "hi", "reply_to": id(1)}));
    let mut outbox = held([message(1, "a"), reply]);
    outbox.perform(delete(3, 1));
    assert_eq!(outbox.advance(true, at(0)), []);
    assert_eq!(outbox.pending().len(), 3);
}

#[test]
fn what_was_to_be_published_goes_with_what_was_done_to_it_unless_somebody_comments_on_it() {
    let answer = operation(1, "answer.create", "a", json!({"post_id": id(9), "body": "so"}));
    let edit = operation(2, "answer.edit", "a", json!({"answer_id": id(1), "body": "thus"}));
    let delete = operation(4, "answer.delete", "a", json!({"answer_id": id(1)}));
    let comment = operation(3, "comment.create", "a", json!({"on": {"answer": id(1)}, "body": "why?"}));
    let mut outbox = held([answer.clone(), edit]);
    outbox.perform(delete.clone().postponed(8_000));
    outbox.kept(id(4));
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), [], "nobody has seen it yet");
    assert_eq!(outbox.advance(true, at(8_000))[1..], [1, 2, 4].map(|number| Effect::GiveUp(id(number))));
    assert_eq!(outbox.pending(), []);
    let mut outbox = held([answer, comment]);
    outbox.perform(delete);
    assert_eq!(outbox.advance(true, at(0)), []);
    assert_eq!(outbox.pending().len(), 3);
}

#[test]
fn a_message_whose_deletion_can_be_undone_waits_with_what_was_said_after_it_and_leaves_in_its_place_where_it_is() {
    let mut outbox = held([message(1, "a"), message(2, "a"), delete(3, 1).postponed(8_000)]);
    outbox.hold(false);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(outbox.deadline(true), Some(8_000));
    assert_eq!(outbox.discard(id(3)), Some(Effect::Forget(id(3))));
    assert_eq!(left(&mut outbox, 0), [id(1)], "as it was, under its own name, and before what was said after it");
}

#[test]
fn a_message_whose_deletion_cannot_be_undone_any_more_has_never_left() {
    let mut outbox = held([message(1, "a"), message(2, "a"), delete(3, 1).postponed(8_000)]);
    outbox.hold(false);
    let effects = outbox.advance(true, at(8_000));
    assert!([1, 3].iter().all(|number| effects.contains(&Effect::GiveUp(id(*number)))), "{effects:?}");
    let called = effects.iter().filter(|effect| matches!(effect, Effect::Call { .. }));
    assert_eq!(called.count(), 1, "what was said after it");
    assert_eq!(outbox.pending().len(), 1);
}

#[test]
fn what_a_page_may_have_sent_before_does_not_leave_again_until_its_deletion_cannot_be_undone_and_follows() {
    let mut outbox = Outbox::default();
    outbox.load([message(1, "a"), delete(2, 1).postponed(8_000)]);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(left(&mut outbox, 8_000), [id(1)]);
    outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(8_000));
    assert_eq!(left(&mut outbox, 8_000), [id(2)]);
}

#[test]
fn a_message_on_its_way_is_deleted_after_it_and_stands_where_it_stood_where_that_is_undone() {
    let begin = || {
        let mut outbox = outbox([message(1, "a")]);
        assert_eq!(left(&mut outbox, 0), [id(1)]);
        outbox.perform(delete(2, 1).postponed(8_000));
        outbox.kept(id(2));
        outbox
    };
    let mut undone = begin();
    assert_eq!(undone.discard(id(2)), Some(Effect::Forget(id(2))));
    assert_eq!(bodies(&undone), ["hi"]);
    let mut slow = begin();
    assert_eq!(left(&mut slow, 8_000), [], "it is on its way still");
    slow.answered(id(1), 1, Ok(json!({"id": id(1)})), at(8_000));
    assert_eq!(left(&mut slow, 8_000), [id(2)]);
    let mut refused = begin();
    refused.answered(id(1), 1, Err(Error::Forbidden), at(0));
    assert_eq!(states(&refused)[0], PendingState::Failed(Error::Forbidden));
    let effects = refused.advance(true, at(8_000));
    assert!([1, 2].iter().all(|number| effects.contains(&Effect::GiveUp(id(*number)))), "{effects:?}");
    assert_eq!(refused.pending(), []);
}

#[test]
fn a_tab_that_is_not_spoken_to_does_not_know_whether_a_message_has_left() {
    let mut outbox = held([message(1, "a"), delete(2, 1)]);
    assert_eq!(outbox.pending(), [], "it went with its deletion");
    outbox = Outbox::default();
    outbox.part();
    for operation in [message(1, "a"), delete(2, 1)] {
        let id = operation.id;
        outbox.perform(operation);
        outbox.kept(id);
    }
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    assert_eq!(outbox.reword(&edit(3, 1, "hello")), None);
}

#[test]
fn what_the_server_may_have_heard_is_edited_and_deleted_there() {
    let mut outbox = outbox([message(1, "a")]);
    left(&mut outbox, 0);
    for when in ["on its way", "perhaps stored"] {
        assert_eq!(outbox.reword(&edit(2, 1, "hello")), None, "{when}");
        outbox.perform(delete(3, 1));
        outbox.advance(true, at(0));
        assert_eq!(outbox.pending().len(), 2, "{when}");
        outbox.answered(id(1), 1, Err(Error::Offline), at(0));
    }
    let mut found = Outbox::default();
    found.load([message(1, "a")]);
    found.perform(delete(3, 1));
    found.advance(true, at(0));
    assert_eq!(found.pending().len(), 2, "an earlier page may have called");
    assert_eq!(held([message(1, "a"), delete(3, 7)]).pending().len(), 2, "it is stored long since");
}
