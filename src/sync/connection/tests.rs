//! A connection on its own: when it is given up, and when it comes back.

use super::{Connection, OPENING};
use crate::sync::{
    Effect, Moment,
    status::{Notice, State},
};

fn at(now: i64) -> Moment {
    Moment { now, chance: 1.0 }
}

fn online(now: i64) -> Connection {
    let mut connection = Connection::new();
    connection.start(now);
    connection.opened(now);
    connection.welcomed(now);
    connection
}

#[test]
fn a_dead_connection_is_found_within_twenty_seconds() {
    let mut connection = online(0);
    let mut now = 0;
    connection.ping(now).expect("a first ping");
    connection.ponged(0);
    loop {
        connection.ping(now);
        let effects = connection.advance(at(now));
        if !effects.is_empty() {
            assert_eq!(effects, [Effect::Close(1), Effect::Connect(2)]);
            break;
        }
        now = connection.deadline(now).expect("a heartbeat");
    }
    assert!(now <= 20_000, "{now}");
}

#[test]
fn a_lost_connection_comes_back_later_each_time() {
    let mut connection = online(0);
    let mut now = 0;
    for wait in [500, 1_000, 2_000, 4_000] {
        connection.closed(at(now));
        assert_eq!(connection.advance(at(now + wait - 1)), []);
        now += wait;
        assert_eq!(connection.advance(at(now)).len(), 1);
    }
}

#[test]
fn the_network_that_is_back_is_tried_at_once() {
    let mut connection = online(0);
    connection.network(false, 0);
    connection.closed(at(0));
    assert_eq!(connection.state(), State::Offline);
    assert_eq!(connection.network(true, 10), Some(Effect::Connect(2)));
}

#[test]
fn nobody_is_told_of_a_short_cut() {
    let mut connection = online(0);
    connection.closed(at(10_000));
    assert_eq!(connection.notice(12_900), None);
    assert_eq!(connection.notice(13_000), Some(Notice::Reconnecting));
    connection.network(false, 13_000);
    assert_eq!(connection.notice(13_000), Some(Notice::Offline));
}

#[test]
fn a_server_that_stops_is_left_alone_as_long_as_it_asked() {
    let mut connection = online(0);
    connection.dismissed("stopping", Some(2.0), Moment { now: 0, chance: 0.0 });
    assert_eq!(connection.advance(at(1_999)), []);
    assert_eq!(connection.advance(at(2_000)), [Effect::Connect(2)]);
}

#[test]
fn a_session_that_is_over_is_not_tried_again() {
    let mut connection = online(0);
    assert_eq!(connection.dismissed("revoked", None, at(0)), Some(Effect::Close(1)));
    assert_eq!(connection.deadline(0), None);
    assert_eq!(connection.nudge(1), None);
    assert_eq!(connection.notice(1), Some(Notice::SignIn));
}

#[test]
fn what_never_opens_is_given_up() {
    let mut connection = Connection::new();
    connection.start(0);
    assert_eq!(connection.advance(Moment { now: OPENING, chance: 0.5 }), [Effect::Close(1)]);
    assert!(!connection.is_current(1));
}
