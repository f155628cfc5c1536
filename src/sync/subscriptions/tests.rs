//! Listeners that come and go, over connections and lives of the database.

use serde_json::Value;
use uuid::Uuid;

use super::*;
use crate::shared::{id::ConversationId, time::Time};

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

fn live(subscriptions: &mut Subscriptions) {
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
fn a_second_listener_that_read_later_asks_for_nothing() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), Some(at(4)), true);
    live(&mut subscriptions);
    assert_eq!(subscriptions.add(2, conversation(), Some(at(4)), true), None);
}

#[test]
fn a_second_listener_that_read_earlier_asks_again_and_the_first_hears_nothing_twice() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), Some(at(4)), true);
    live(&mut subscriptions);
    subscriptions.sort(&[event(5)]);
    let again = Subscription { topic: conversation(), since: Some(at(4)) };
    assert_eq!(subscriptions.add(2, conversation(), Some(at(4)), true), Some(ClientFrame::Subscribe(again)));
    assert_eq!(subscriptions.sort(&[event(5), event(6)]), [(1, vec![event(6)]), (2, vec![event(5), event(6)])]);
}

#[test]
fn a_topic_that_was_refused_is_asked_for_again_by_whoever_comes_next() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.begin(at(4));
    subscriptions.add(1, conversation(), None, true);
    live(&mut subscriptions);
    assert_eq!(subscriptions.add(2, conversation(), None, true), None);
    subscriptions.refuse(conversation());
    let again = Subscription { topic: conversation(), since: Some(at(4)) };
    assert_eq!(subscriptions.add(3, conversation(), None, true), Some(ClientFrame::Subscribe(again)));
}

#[test]
fn the_last_listener_to_leave_ends_the_topic() {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(1, conversation(), None, true);
    subscriptions.add(2, conversation(), None, true);
    assert_eq!(subscriptions.remove(1), None);
    assert_eq!(subscriptions.remove(2), Some(ClientFrame::Unsubscribe { topic: conversation() }));
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
        assert_eq!(subscriptions.add(2, conversation(), Some(since), true), Some(ClientFrame::Subscribe(again)));
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
