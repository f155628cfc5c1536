//! Listeners that come and go, over connections and lives of the database.

use serde_json::Value;
use uuid::Uuid;

use super::{room::AFRESH, *};
use crate::realtime::{ClientFrame, envelope::MAX_TOPICS};
use crate::shared::{
    id::{AccountId, ConversationId},
    time::Time,
};

fn at(id: i64) -> Position {
    Position { epoch: 1, xid: 1, id }
}

fn conversation() -> Topic {
    Topic::Conversation(ConversationId(Uuid::from_u128(7)))
}

fn event(id: i64) -> Event {
    Event {
        position: at(id),
        topic: conversation(),
        kind: "message.sent".into(),
        at: Time::from_millis(0),
        body: Value::Null,
    }
}

/// Everything said so far has come.
fn live(subscriptions: &mut Subscriptions) {
    subscriptions.fit();
    subscriptions.ask();
    subscriptions.catch_up();
}

#[test]
fn an_event_that_arrives_twice_is_heard_once_by_conversation_and_inbox() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(1, Topic::Me, Some(at(3)), false);
    subscriptions.add(2, conversation(), Some(at(5)), false);
    let heard: Vec<_> = subscriptions.sort(&[event(4), event(6), event(6)]);
    assert_eq!(heard, [(1, vec![event(4), event(6)]), (2, vec![event(6)])]);
    assert_eq!(subscriptions.sort(&[event(6)]), []);
}

#[test]
fn one_greeting_names_every_topic_with_its_earliest_gap() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(1, conversation(), Some(at(9)), false);
    subscriptions.add(2, conversation(), Some(at(5)), false);
    let topics = subscriptions.greet();
    assert_eq!(
        topics,
        [Subscription { topic: Topic::Me, since: None }, Subscription { topic: conversation(), since: Some(at(5)) }]
    );
}

#[test]
fn a_listener_is_told_once_on_each_connection_that_all_that_it_missed_has_come() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(1, conversation(), Some(at(3)), false);
    subscriptions.greet();
    subscriptions.begin(at(4));
    subscriptions.ask();
    assert!(subscriptions.caught_up().is_empty(), "it may be on its way");
    subscriptions.catch_up();
    assert_eq!((subscriptions.caught_up(), subscriptions.caught_up()), (vec![1], Vec::new()));
    subscriptions.add(2, conversation(), Some(at(4)), true);
    assert_eq!(subscriptions.caught_up(), [2], "nothing has happened since that one read");
    subscriptions.greet();
    assert!(subscriptions.caught_up().is_empty(), "something may have happened between the connections");
    live(&mut subscriptions);
    assert_eq!(subscriptions.caught_up(), [1, 2]);
}

#[test]
fn a_second_listener_that_read_later_asks_for_nothing() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), Some(at(4)), true);
    live(&mut subscriptions);
    subscriptions.add(2, conversation(), Some(at(4)), true);
    assert_eq!(subscriptions.fit(), []);
}

#[test]
fn a_second_listener_that_read_earlier_asks_again_and_the_first_hears_nothing_twice() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), Some(at(4)), true);
    live(&mut subscriptions);
    subscriptions.sort(&[event(5)]);
    let again = Subscription { topic: conversation(), since: Some(at(4)) };
    subscriptions.add(2, conversation(), Some(at(4)), true);
    assert_eq!(subscriptions.fit(), [ClientFrame::Subscribe(again)]);
    assert_eq!(subscriptions.sort(&[event(5), event(6)]), [(1, vec![event(6)]), (2, vec![event(5), event(6)])]);
}

#[test]
fn a_topic_that_was_refused_is_asked_for_again_by_whoever_comes_next() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), None, true);
    live(&mut subscriptions);
    subscriptions.add(2, conversation(), None, true);
    assert_eq!(subscriptions.fit(), []);
    subscriptions.refuse(conversation());
    let again = Subscription { topic: conversation(), since: Some(at(4)) };
    subscriptions.add(3, conversation(), None, true);
    assert_eq!(subscriptions.fit(), [ClientFrame::Subscribe(again)]);
}

#[test]
fn whoever_asks_again_for_what_was_refused_hears_all_that_happened_since() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), Some(at(4)), true);
    subscriptions.fit();
    subscriptions.refuse(conversation());
    subscriptions.remove(1);
    subscriptions.fit();
    subscriptions.add(1, conversation(), Some(at(6)), true);
    let again = Subscription { topic: conversation(), since: Some(at(6)) };
    assert_eq!(subscriptions.fit(), [ClientFrame::Subscribe(again)]);
    assert_eq!(subscriptions.sort(&[event(5), event(7)]), [(1, vec![event(7)])]);
}

#[test]
fn the_last_listener_to_leave_ends_the_topic() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(1, conversation(), None, true);
    subscriptions.add(2, conversation(), None, true);
    live(&mut subscriptions);
    subscriptions.remove(1);
    assert_eq!(subscriptions.fit(), []);
    subscriptions.remove(2);
    assert_eq!(subscriptions.fit(), [ClientFrame::Unsubscribe { topic: conversation() }]);
}

#[test]
fn of_two_listeners_the_one_that_knows_another_life_of_the_database_reads_afresh() {
    let mut subscriptions = Subscriptions::new();
    let now = Position { epoch: 2, xid: 1, id: 1 };
    subscriptions.add(1, conversation(), Some(at(900)), false);
    subscriptions.add(2, conversation(), Some(now), false);
    assert_eq!(subscriptions.begin(now), [1]);
    assert_eq!(subscriptions.greet()[1].since, Some(now));
}

#[test]
fn a_page_that_was_read_in_another_life_of_the_database_than_the_connection_asks_from_there() {
    let mut subscriptions = Subscriptions::new();
    let now = Position { epoch: 2, xid: 1, id: 1 };
    subscriptions.begin(now);
    subscriptions.add(1, conversation(), Some(now), true);
    live(&mut subscriptions);
    for since in [at(900), Position { epoch: 3, xid: 1, id: 1 }] {
        let again = Subscription { topic: conversation(), since: Some(since) };
        subscriptions.add(2, conversation(), Some(since), true);
        assert_eq!(subscriptions.fit(), [ClientFrame::Subscribe(again)]);
    }
}

#[test]
fn whoever_reads_afresh_goes_on_from_the_latest_place() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(1, conversation(), Some(at(1)), false);
    subscriptions.begin(at(900));
    assert_eq!(subscriptions.refetch(conversation()), [1]);
    assert_eq!(subscriptions.greet()[1].since, Some(at(900)));
}

fn person(number: u64) -> Topic {
    Topic::Account(AccountId(Uuid::from_u128(u128::from(number))))
}

/// Connected, with one listener more than there is room for beside the inbox, each to a person of its number.
fn crowded() -> Subscriptions {
    let mut subscriptions = Subscriptions::new();
    for number in 1..=200 {
        subscriptions.add(number, person(number), Some(at(3)), false);
    }
    assert_eq!(subscriptions.greet().len(), MAX_TOPICS);
    subscriptions.begin(at(4));
    live(&mut subscriptions);
    subscriptions
}

#[test]
fn where_there_is_no_room_for_all_what_somebody_looks_at_goes_first_and_misses_nothing() {
    let mut subscriptions = crowded();
    subscriptions.see(BTreeSet::from([200]));
    let swapped = [
        ClientFrame::Unsubscribe { topic: person(199) },
        ClientFrame::Subscribe(Subscription { topic: person(200), since: Some(at(3)) }),
    ];
    assert_eq!(subscriptions.fit(), swapped);
    assert!(subscriptions.is_catching_up());
    subscriptions.remove(7);
    let room = [
        ClientFrame::Unsubscribe { topic: person(7) },
        ClientFrame::Subscribe(Subscription { topic: person(199), since: Some(at(3)) }),
    ];
    assert_eq!(subscriptions.fit(), room);
}

#[test]
fn what_somebody_looks_at_and_finds_no_room_is_read_afresh_every_minute_and_nothing_else_is() {
    let mut subscriptions = crowded();
    assert_eq!((subscriptions.overdue(0), subscriptions.deadline()), (Vec::new(), None), "nobody looks");
    subscriptions.see((1..=200).collect());
    assert_eq!(subscriptions.fit(), []);
    assert_eq!((subscriptions.overdue(0), subscriptions.deadline()), (Vec::new(), Some(AFRESH)));
    assert_eq!((subscriptions.overdue(AFRESH - 1), subscriptions.overdue(AFRESH)), (Vec::new(), vec![200]));
    assert_eq!(subscriptions.deadline(), Some(2 * AFRESH));
    subscriptions.remove(1);
    subscriptions.fit();
    assert_eq!((subscriptions.overdue(2 * AFRESH), subscriptions.deadline()), (Vec::new(), None));
}
