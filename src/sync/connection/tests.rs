//! A connection on its own: when it is given up, and when it comes back.

use super::{Connection, choice::OPENING};
use crate::sync::{
    Effect, Moment,
    Transport::{self, EventStream, WebSocket},
    status::{Notice, State},
};

pub(super) fn at(now: i64) -> Moment {
    Moment { now, chance: 1.0 }
}

pub(super) fn online(now: i64) -> Connection {
    let mut connection = Connection::new();
    connection.start(now);
    connection.opened(now);
    connection.welcomed(at(now));
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
            assert_eq!(effects, [Effect::Close(1), Effect::Connect(2, WebSocket)]);
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
        assert_eq!(connection.advance(at(9_000)), [Effect::Close(1), Effect::Connect(2, WebSocket)]);
    }
}

#[test]
fn an_answer_to_a_ping_that_left_before_the_doubt_does_not_end_it() {
    let mut connection = online(0);
    connection.ping(0).expect("a first ping");
    connection.nudge(1_000);
    assert!(connection.ponged(0));
    assert_eq!(connection.ping(1_500), Some(1_500));
    assert_eq!(connection.advance(at(5_500)), [Effect::Close(1), Effect::Connect(2, WebSocket)]);
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
    assert_eq!(connection.network(true, 10), Some(Effect::Connect(2, WebSocket)));
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
    assert_eq!(connection.advance(at(2_000)), [Effect::Connect(2, WebSocket)]);
}

#[test]
fn a_session_that_is_over_is_tried_again_only_when_somebody_looks() {
    let mut connection = online(0);
    assert_eq!(connection.dismissed("revoked", None, at(0)), Some(Effect::Close(1)));
    assert_eq!((connection.deadline(0), connection.notice(1)), (None, Some(Notice::SignIn)));
    assert_eq!(connection.nudge(1_000), Some(Effect::Connect(2, WebSocket)));
    assert_eq!(connection.state(), State::SignedOut);
    connection.opened(1_010);
    assert_eq!(connection.dismissed("revoked", None, at(1_020)), Some(Effect::Close(2)));
    assert_eq!((connection.deadline(1_020), connection.notice(1_020)), (None, Some(Notice::SignIn)));
    connection.nudge(2_000);
    connection.opened(2_010);
    connection.welcomed(at(2_020));
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
    connection.welcomed(at(30_540));
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

/// What the connection that is opened in the end goes by.
fn opens(effects: &[Effect]) -> Option<Transport> {
    effects.iter().rev().find_map(|effect| if let Effect::Connect(_, by) = effect { Some(*by) } else { None })
}

/// Waits until another one is opened; gives back what that goes by.
fn comes_back(connection: &mut Connection, now: &mut i64) -> Transport {
    loop {
        *now = connection.deadline(*now).expect("another try");
        if let Some(by) = opens(&connection.advance(at(*now))) {
            return by;
        }
    }
}

/// Closes what is on its way and waits until another one is.
pub(super) fn refuse(connection: &mut Connection, now: &mut i64) -> Transport {
    connection.closed(at(*now));
    comes_back(connection, now)
}

/// Online by an event stream, after two refused upgrades.
pub(super) fn streaming(now: &mut i64) -> Connection {
    let mut connection = Connection::new();
    assert_eq!(connection.start(*now), Some(Effect::Connect(1, WebSocket)));
    assert_eq!(refuse(&mut connection, now), WebSocket);
    assert_eq!(refuse(&mut connection, now), EventStream);
    assert_eq!(connection.transport(), None);
    connection.opened(*now);
    connection.welcomed(at(*now));
    assert_eq!(connection.transport(), Some(EventStream));
    connection
}

/// Keeps the connection alive until it opens another one; gives back what that goes by, and when.
fn live_on(connection: &mut Connection, now: &mut i64) -> Option<Transport> {
    loop {
        if let Some(t) = connection.ping(*now) {
            connection.ponged(t);
        }
        *now = connection.deadline(*now).expect("a heartbeat");
        let effects = connection.advance(at(*now));
        if !effects.is_empty() {
            assert!(matches!(effects[0], Effect::Close(_)), "one connection at a time");
            return opens(&effects);
        }
    }
}

#[test]
fn where_upgrades_are_refused_the_event_stream_is_taken_and_stays() {
    let mut now = 0;
    let mut connection = streaming(&mut now);
    assert_eq!(refuse(&mut connection, &mut now), EventStream, "it worked");
}

#[test]
fn an_upgrade_that_is_never_answered_is_refused() {
    let mut connection = Connection::new();
    connection.start(0);
    let mut now = OPENING;
    assert_eq!(connection.advance(at(now)), [Effect::Close(1)]);
    assert_eq!(comes_back(&mut connection, &mut now), WebSocket);
    connection.opened(now);
    now += OPENING;
    assert_eq!(connection.advance(at(now)), [Effect::Close(2)]);
    assert_eq!(comes_back(&mut connection, &mut now), EventStream);
}

#[test]
fn a_farewell_is_no_refusal_and_neither_is_a_device_without_a_network() {
    let mut connection = Connection::new();
    connection.start(0);
    let mut now = 0;
    for _ in 0..3 {
        connection.dismissed("offline", Some(1.0), at(now));
        assert_eq!(comes_back(&mut connection, &mut now), WebSocket);
    }
    connection.network(false, now);
    for _ in 0..3 {
        assert_eq!(refuse(&mut connection, &mut now), WebSocket);
    }
}

#[test]
fn a_server_that_was_only_away_has_its_sockets_back_within_a_minute() {
    let mut now = 0;
    let mut connection = streaming(&mut now);
    let since = now;
    assert_eq!(live_on(&mut connection, &mut now), Some(WebSocket));
    assert!(now - since <= 60_000, "{now}");
    connection.opened(now);
    connection.welcomed(at(now));
    assert_eq!(connection.transport(), Some(WebSocket));
}

#[test]
fn a_socket_that_is_refused_beside_a_stream_is_tried_again_after_ten_minutes_and_nobody_is_told() {
    let mut now = 0;
    let mut connection = streaming(&mut now);
    assert_eq!(live_on(&mut connection, &mut now), Some(WebSocket));
    let given_up = connection.deadline(now).expect("a limit");
    assert_eq!(connection.advance(at(given_up)), [Effect::Close(4)]);
    let mut back = given_up;
    assert_eq!(comes_back(&mut connection, &mut back), EventStream);
    assert!(connection.notice(back).is_none(), "{} ms", back - now);
    connection.opened(back);
    connection.welcomed(at(back));
    now = back;
    assert_eq!(live_on(&mut connection, &mut now), Some(WebSocket));
    assert_eq!(now - back, 600_000);
}
