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
fn a_connection_in_doubt_is_given_up_after_four_seconds() {
    let doubts: [fn(&mut Connection) -> Option<Effect>; 2] = [|one| one.network(false, 5_000), |one| one.nudge(5_000)];
    for doubt in doubts {
        let mut connection = online(0);
        connection.ping(0).expect("a first ping");
        connection.ponged(0);
        assert_eq!(doubt(&mut connection), None);
        assert_eq!(connection.ping(5_000), Some(5_000));
        assert_eq!(connection.advance(at(8_999)), []);
        assert_eq!(connection.advance(at(9_000)), [Effect::Close(1), Effect::Connect(2)]);
    }
}

#[test]
fn an_answer_to_a_ping_that_left_before_the_doubt_does_not_end_it() {
    let mut connection = online(0);
    connection.ping(0).expect("a first ping");
    connection.nudge(1_000);
    assert!(connection.ponged(0));
    assert_eq!(connection.ping(1_500), Some(1_500));
    assert_eq!(connection.advance(at(5_500)), [Effect::Close(1), Effect::Connect(2)]);
}

#[test]
fn who_has_no_network_is_told_after_three_seconds() {
    let mut connection = online(0);
    connection.network(false, 5_000);
    assert_eq!((connection.state(), connection.since()), (State::Offline, 5_000));
    connection.ping(5_000).expect("a ping in doubt");
    assert!(connection.ponged(5_000), "the last of the network may bring an answer still");
    assert_eq!(connection.notice(7_999), None);
    assert_eq!(connection.deadline(5_001), Some(8_000));
    connection.network(false, 7_000);
    assert_eq!(connection.notice(8_000), Some(Notice::Offline));
    connection.network(true, 8_100);
    assert_eq!((connection.state(), connection.notice(8_100)), (State::Online, None));
}

#[test]
fn a_browser_that_wrongly_says_that_there_is_no_network_is_not_believed_for_long() {
    let mut connection = online(0);
    connection.network(false, 5_000);
    connection.ping(5_000).expect("a ping in doubt");
    connection.ponged(5_000);
    connection.ping(13_000).expect("the next one");
    assert_eq!(connection.notice(13_000), Some(Notice::Offline));
    connection.ponged(13_000);
    assert_eq!((connection.state(), connection.notice(13_001)), (State::Online, None));
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
fn a_session_that_is_over_is_tried_again_only_when_somebody_looks() {
    let mut connection = online(0);
    assert_eq!(connection.dismissed("revoked", None, at(0)), Some(Effect::Close(1)));
    assert_eq!((connection.deadline(0), connection.notice(1)), (None, Some(Notice::SignIn)));
    assert_eq!(connection.nudge(1_000), Some(Effect::Connect(2)));
    assert_eq!(connection.state(), State::SignedOut);
    connection.opened(1_010);
    assert_eq!(connection.dismissed("revoked", None, at(1_020)), Some(Effect::Close(2)));
    assert_eq!((connection.deadline(1_020), connection.notice(1_020)), (None, Some(Notice::SignIn)));
    connection.nudge(2_000);
    connection.opened(2_010);
    connection.welcomed(2_020);
    assert_eq!((connection.state(), connection.notice(2_020)), (State::Online, None));
}

#[test]
fn who_has_too_many_tabs_open_is_told_so_until_there_is_room() {
    let mut connection = Connection::new();
    connection.start(0);
    connection.opened(10);
    connection.dismissed("too_many", Some(30.0), at(20));
    assert_eq!(connection.notice(20), Some(Notice::Crowded));
    connection.advance(at(30_520));
    connection.opened(30_530);
    assert_eq!(connection.notice(30_530), Some(Notice::Crowded));
    connection.welcomed(30_540);
    connection.closed(at(40_000));
    assert_eq!(connection.notice(43_000), Some(Notice::Reconnecting));
}

#[test]
fn what_never_opens_is_given_up() {
    let mut connection = Connection::new();
    connection.start(0);
    assert_eq!(connection.advance(Moment { now: OPENING, chance: 0.5 }), [Effect::Close(1)]);
    assert!(!connection.is_current(1));
}
