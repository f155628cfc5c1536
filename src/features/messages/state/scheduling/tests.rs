use uuid::Uuid;

use super::*;
use crate::{
    features::messages::state::world::HERE,
    realtime::{Position, Topic},
    shared::Error,
};

fn id(number: u128) -> MessageId {
    MessageId(Uuid::from_u128(number))
}

fn draft(number: u128, body: &str) -> Draft {
    Draft { id: id(number), conversation_id: HERE, body: body.to_owned(), reply_to: None, forwarded: false }
}

fn kept(number: u128, body: &str, version: i64) -> Scheduled {
    let Some(Act::Add(one)) = act(&schedule(&draft(number, body), Time::from_millis(9_000))) else {
        panic!("it schedules something")
    };
    Scheduled { version, ..one }
}

fn plans(read: Vec<Scheduled>) -> Plans {
    let mut plans = Plans::default();
    plans.refresh(read);
    plans
}

fn name(number: u128) -> OperationId {
    OperationId(Uuid::from_u128(number))
}

fn pending(operation: Operation, state: PendingState) -> Pending {
    Pending { operation, state }
}

fn event(kind: &str, number: u128, version: i64) -> Event {
    Event {
        position: Position { epoch: 1, xid: 1, id: 1 },
        topic: Topic::Me,
        kind: kind.to_owned(),
        at: Time::from_millis(0),
        body: json!({ "message_id": id(number), "conversation_id": HERE, "version": version }),
    }
}

fn words(shown: &[Scheduled]) -> Vec<&str> {
    shown.iter().map(|one| one.body.as_str()).collect()
}

#[test]
fn what_changes_or_cancels_what_was_scheduled_waits_for_that_and_is_about_the_same_object() {
    let add = schedule(&draft(1, "later"), Time::from_millis(9_000));
    let edit = change(
        name(2),
        &kept(1, "later", 1),
        &Rescheduled { body: Some("later still".into()), ..Rescheduled::default() },
    );
    for operation in [edit, cancel(name(3), id(1))] {
        assert!(operation.depends_on(&add));
        assert_eq!(operation.object, add.object);
    }
}

#[test]
fn two_changes_that_wait_are_one_with_what_either_says() {
    let words =
        change(name(2), &kept(1, "later", 1), &Rescheduled { body: Some("more".into()), ..Rescheduled::default() });
    let time = change(
        name(3),
        &kept(1, "later", 1),
        &Rescheduled { at: Some(Time::from_millis(1)), ..Rescheduled::default() },
    );
    let both = time.absorb(&words).expect("changes of one message");
    let said = Rescheduled { body: Some("more".into()), at: Some(Time::from_millis(1)), now: false };
    assert_eq!(act(&both), Some(Act::Change(id(1), HERE, said)));
}

#[test]
fn what_is_on_its_way_is_shown_as_done_and_what_was_refused_is_not() {
    let plans = plans(vec![kept(1, "one", 1), kept(2, "two", 1)]);
    let edit = change(name(7), &kept(1, "one", 1), &Rescheduled { body: Some("uno".into()), ..Rescheduled::default() });
    let add = schedule(&draft(3, "three"), Time::from_millis(1));
    let waiting = |operation| pending(operation, PendingState::Waiting);
    let all = [waiting(edit.clone()), waiting(add), waiting(cancel(name(8), id(2)))];
    assert_eq!(words(&plans.shown(&all)), ["three", "uno"], "by time");
    let refused = [edit, cancel(name(8), id(2))].map(|one| pending(one, PendingState::Failed(Error::Conflict)));
    assert_eq!(words(&plans.shown(&refused)), ["one", "two"]);
}

#[test]
fn what_could_not_be_scheduled_is_shown_with_the_reason_until_somebody_decides() {
    let add = schedule(&draft(3, "three"), Time::from_millis(1));
    let shown = Plans::default().shown(&[pending(add, PendingState::Failed(Error::Missing))]);
    assert_eq!((shown[0].state, shown[0].trouble.as_deref()), (Stage::Failed, Some("missing")));
}

#[test]
fn what_the_server_has_answered_stands_until_it_was_taken_over() {
    let add = schedule(&draft(1, "one"), Time::from_millis(9_000));
    let answer = json!(kept(1, "one", 1));
    assert!(add.outlasts(&answer) && add.is_answered(&answer));
    let stored = pending(add, PendingState::Acknowledged(answer));
    assert_eq!(Plans::default().shown(std::slice::from_ref(&stored)), [kept(1, "one", 1)]);
    let newer = plans(vec![kept(1, "uno", 2)]);
    assert_eq!(words(&newer.shown(&[stored])), ["uno"]);
    let over = cancel(name(8), id(1));
    let answer = json!({ "id": over.id });
    assert!(over.outlasts(&answer));
    assert!(newer.shown(&[pending(over, PendingState::Acknowledged(answer))]).is_empty());
}

#[test]
fn an_event_asks_to_read_only_what_is_newer_than_known_and_takes_away_what_is_over() {
    let mut plans = plans(vec![kept(1, "one", 2)]);
    assert!(!plans.hear(&event("scheduled.changed", 1, 2)));
    assert!(plans.hear(&event("scheduled.changed", 1, 3)));
    assert!(plans.hear(&event("scheduled.changed", 5, 1)));
    assert!(!plans.hear(&event("message.sent", 5, 1)));
    assert!(!plans.hear(&event("scheduled.removed", 1, 3)));
    assert!(plans.shown(&[]).is_empty());
    assert!(!plans.take(kept(1, "one", 2)), "it is over");
    plans.refresh(vec![kept(1, "one", 2)]);
    let late = change(name(7), &kept(1, "one", 1), &Rescheduled { now: true, ..Rescheduled::default() });
    let late = pending(late, PendingState::Acknowledged(json!(kept(1, "one", 2))));
    assert!(plans.shown(&[late]).is_empty(), "what tells of it later tells of before");
}

#[test]
fn a_reading_that_was_overtaken_by_an_answer_does_not_take_it_back() {
    let mut plans = plans(vec![kept(1, "one", 1), kept(2, "two", 1)]);
    plans.expect();
    assert!(!plans.take(kept(1, "uno", 2)));
    assert!(!plans.take(kept(1, "one", 1)));
    assert!(plans.take(kept(3, "three", 1)), "it may be over by now");
    let is_open = plans.refresh(vec![kept(1, "one", 1)]);
    assert_eq!(words(&plans.shown(&[])), ["uno", "three"], "and what is not in it waits no more");
    assert!(is_open, "the answer may also have come so late that it was sent before all was read");
    plans.expect();
    assert!(!plans.refresh(vec![kept(1, "uno", 2)]));
    assert_eq!(words(&plans.shown(&[])), ["uno"]);
}

#[test]
fn what_is_said_later_is_kept_for_another_time_unless_it_is_being_read_anew() {
    let mut plans = plans(vec![kept(1, "later", 1)]);
    assert_eq!(plans.reading(), Some(vec![kept(1, "later", 1)]));
    plans.expect();
    assert_eq!(plans.reading(), None, "something was heard of it that is not here");
    plans.refresh(vec![kept(1, "later still", 2)]);
    assert_eq!(plans.reading(), Some(vec![kept(1, "later still", 2)]));
    plans.remove(id(1));
    assert_eq!(plans.reading(), Some(Vec::new()), "it was sent");
}
