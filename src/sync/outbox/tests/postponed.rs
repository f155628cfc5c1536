//! What is held back, so that it can be undone.

use serde_json::json;

use super::{Outbox, at, id, left, message, operation, outbox, states};
use crate::{
    shared::Error,
    sync::{Effect, Operation, PendingState, outbox::postponed::LONGEST},
};

/// Until when a deletion is held back here.
const UNTIL: i64 = 8_000;

fn rewrite(number: u128, kind: &str, of: u128) -> Operation {
    operation(number, kind, "a", json!({"message_id": id(of), "body": "hello"}))
}

fn delete(number: u128, of: u128) -> Operation {
    rewrite(number, "message.delete", of).postponed(UNTIL)
}

#[test]
fn a_deletion_is_held_back_until_its_time_and_shown_meanwhile() {
    let mut outbox = outbox([delete(2, 1)]);
    assert_eq!(left(&mut outbox, UNTIL - 1), []);
    assert_eq!(outbox.deadline(true), Some(UNTIL));
    assert_eq!(outbox.pending()[0].operation, delete(2, 1));
    outbox.take_changed();
    assert_eq!(left(&mut outbox, UNTIL), [id(2)]);
    assert!(outbox.take_changed(), "the screen is told that it cannot be undone any more");
    assert!(!outbox.pending()[0].operation.is_postponed());
}

#[test]
fn the_server_is_not_told_for_how_long_it_was_held_back() {
    let mut outbox = outbox([delete(2, 1)]);
    let operation = rewrite(2, "message.delete", 1);
    let kept = Effect::Keep(operation.clone());
    assert_eq!(outbox.advance(true, at(UNTIL)), [kept, Effect::Call { operation, attempt: 1 }], "nor the next page");
}

#[test]
fn what_is_undone_leaves_nothing_behind() {
    let mut outbox = outbox([delete(2, 1)]);
    assert_eq!(left(&mut outbox, UNTIL - 1), []);
    assert_eq!(outbox.discard(id(2)), Some(Effect::Forget(id(2))));
    assert_eq!((outbox.pending(), outbox.deadline(true)), (Vec::new(), None));
    assert_eq!(left(&mut outbox, UNTIL), []);
}

#[test]
fn what_has_left_is_not_undone() {
    let mut outbox = outbox([delete(2, 1)]);
    assert_eq!(left(&mut outbox, UNTIL), [id(2)]);
    assert_eq!(outbox.discard(id(2)), None);
    assert_eq!(states(&outbox), [PendingState::Waiting]);
}

#[test]
fn what_is_undone_before_the_store_holds_it_is_forgotten_too() {
    let mut outbox = Outbox::default();
    outbox.perform(delete(2, 1));
    assert_eq!(outbox.discard(id(2)), Some(Effect::Forget(id(2))));
    assert_eq!(outbox.kept(id(2)), []);
    assert_eq!(left(&mut outbox, UNTIL), []);
}

#[test]
fn what_the_next_page_finds_is_held_back_for_what_is_left_of_its_time() {
    let next = || {
        let mut outbox = Outbox::default();
        outbox.load([delete(2, 1)]);
        outbox
    };
    let mut soon = next();
    assert_eq!(left(&mut soon, UNTIL - 1_000), []);
    assert_eq!(left(&mut soon, UNTIL), [id(2)]);
    assert_eq!(left(&mut next(), UNTIL + 60_000), [id(2)], "its time is over");
}

#[test]
fn what_was_held_back_before_the_clock_was_set_back_is_so_no_longer() {
    for (until, waits) in [(LONGEST, true), (LONGEST + 1, false), (i64::MAX, false)] {
        let mut outbox = Outbox::default();
        outbox.load([delete(2, 1).postponed(until)]);
        assert_eq!(left(&mut outbox, 0).is_empty(), waits, "{until}");
    }
}

#[test]
fn what_was_just_done_in_a_tab_of_another_clock_is_held_back_and_not_for_long() {
    let mut outbox = outbox([delete(2, 1).postponed(i64::MAX)]);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(outbox.deadline(true), Some(LONGEST));
    assert_eq!(left(&mut outbox, LONGEST), [id(2)]);
}

#[test]
fn all_deletions_leave_at_once_whatever_stands_before_them_that_is_not_about_their_messages() {
    let mut outbox = outbox([message(1, "a"), delete(3, 2), delete(5, 4), rewrite(6, "message.edit", 4)]);
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    for number in [3, 5] {
        outbox.hasten(id(number));
    }
    assert_eq!(left(&mut outbox, 0), [id(3), id(5)]);
}

#[test]
fn a_deletion_that_the_person_may_not_make_any_more_is_refused_and_is_not_tried_again() {
    let mut outbox = outbox([delete(2, 1)]);
    assert_eq!(left(&mut outbox, UNTIL), [id(2)]);
    let refused = outbox.answered(id(2), 1, Err(Error::Forbidden), at(UNTIL));
    assert_eq!(refused, [Effect::Refuse(rewrite(2, "message.delete", 1), Error::Forbidden)]);
    assert_eq!(states(&outbox), [PendingState::Failed(Error::Forbidden)]);
    assert_eq!((left(&mut outbox, 10 * UNTIL), outbox.deadline(true)), (Vec::new(), None));
}

#[test]
fn a_deletion_of_what_is_not_there_any_more_is_given_up_and_nothing_is_left_to_decide() {
    let mut outbox = outbox([delete(2, 1)]);
    left(&mut outbox, UNTIL);
    assert_eq!(outbox.answered(id(2), 1, Err(Error::Missing), at(UNTIL)), [Effect::GiveUp(id(2))]);
    assert_eq!(outbox.pending(), []);
}

#[test]
fn what_nobody_thinks_about_any_more_leaves_at_once() {
    let mut outbox = outbox([delete(2, 1)]);
    outbox.take_changed();
    assert_eq!(outbox.hasten(id(2)), Some(Effect::Keep(rewrite(2, "message.delete", 1))), "the next page knows it too");
    assert_eq!(outbox.hasten(id(2)), None);
    assert!(outbox.take_changed());
    assert_eq!(left(&mut outbox, 0), [id(2)]);
}

#[test]
fn what_is_held_back_holds_up_only_what_is_about_the_same_message() {
    let pin = rewrite(4, "message.pin", 9);
    let mut outbox = outbox([delete(2, 1), message(3, "a"), pin, rewrite(5, "message.edit", 1)]);
    assert_eq!(left(&mut outbox, 0), [id(3)]);
    outbox.answered(id(3), 1, Ok(json!({"id": id(3)})), at(0));
    assert_eq!(left(&mut outbox, 0), [id(4)]);
    outbox.answered(id(4), 1, Ok(json!({"id": id(9), "version": 2})), at(0));
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(left(&mut outbox, UNTIL), [id(2)]);
    outbox.answered(id(2), 1, Ok(json!({"id": id(1), "version": 2})), at(UNTIL));
    assert_eq!(left(&mut outbox, UNTIL), [id(5)]);
}

#[test]
fn a_deletion_of_what_was_published_is_held_back_and_holds_up_only_what_is_about_the_same() {
    let about = |number, kind: &str, member: &str, of| operation(number, kind, "post:9", json!({(member): id(of)}));
    let deletion = about(2, "answer.delete", "answer_id", 1).postponed(UNTIL);
    let [other, same] = [(4, 3), (5, 1)].map(|(number, of)| about(number, "answer.edit", "answer_id", of));
    let comment = operation(6, "comment.create", "post:9", json!({"on": {"answer": id(1)}, "body": "so"}));
    let mut outbox = outbox([deletion, other, comment, same]);
    assert_eq!(left(&mut outbox, 0), [id(4)]);
    outbox.answered(id(4), 1, Ok(json!({"id": id(3)})), at(0));
    assert_eq!(left(&mut outbox, 0), [id(6)]);
    outbox.answered(id(6), 1, Ok(json!({"id": id(6)})), at(0));
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(left(&mut outbox, UNTIL), [id(2)]);
    assert_eq!(outbox.answered(id(2), 1, Err(Error::Missing), at(UNTIL))[..], [Effect::GiveUp(id(2))]);
    assert_eq!(left(&mut outbox, UNTIL), [id(5)]);
}

#[test]
fn a_deletion_whose_time_is_over_waits_for_what_was_done_to_its_message_before() {
    let mut outbox = outbox([rewrite(2, "message.edit", 1), delete(3, 1)]);
    assert_eq!(left(&mut outbox, 0), [id(2)]);
    assert_eq!(left(&mut outbox, UNTIL), []);
    outbox.answered(id(2), 1, Ok(json!({"id": id(1), "version": 2})), at(UNTIL));
    assert_eq!(left(&mut outbox, UNTIL), [id(3)]);
}

#[test]
fn each_of_two_deletions_is_undone_alone() {
    let mut outbox = outbox([delete(2, 1), delete(4, 3)]);
    assert_eq!(outbox.discard(id(2)), Some(Effect::Forget(id(2))));
    assert_eq!(left(&mut outbox, UNTIL), [id(4)]);
}

#[test]
fn without_a_network_it_can_be_undone_and_leaves_later_where_it_is_not() {
    let mut outbox = outbox([delete(2, 1), delete(4, 3)]);
    outbox.hold(true);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(outbox.discard(id(2)), Some(Effect::Forget(id(2))));
    assert_eq!(left(&mut outbox, UNTIL), []);
    outbox.hold(false);
    assert_eq!(left(&mut outbox, UNTIL), [id(4)]);
}

#[test]
fn what_was_refused_before_is_there_again_once_that_is_undone_which_took_its_place() {
    let mut outbox = outbox([rewrite(2, "message.edit", 1)]);
    left(&mut outbox, 0);
    outbox.answered(id(2), 1, Err(Error::Forbidden), at(0));
    let instead = delete(3, 1).in_place_of([id(2)]);
    outbox.perform(instead.clone());
    assert_eq!(outbox.kept(id(3)), []);
    assert_eq!(left(&mut outbox, 0), []);
    assert_eq!(outbox.pending()[0].operation, instead);
    outbox.discard(id(3));
    assert_eq!(states(&outbox), [PendingState::Failed(Error::Forbidden)], "nobody has forgotten it");
}
