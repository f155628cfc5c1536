//! The engine as a tab meets it.

use serde_json::json;
use uuid::Uuid;

use super::Engine;
use crate::{
    realtime::{ClientFrame, Event, Position, ServerFrame, Topic, envelope::Subscription},
    shared::{
        id::{AccountId, ConversationId, OperationId},
        time::Time,
    },
    sync::{
        Effect, Input, Moment, Operation, PendingState, Transport,
        status::{Notice, State},
    },
};

fn at(now: i64) -> Moment {
    Moment { now, chance: 0.5 }
}

fn place(id: i64) -> Position {
    Position { epoch: 1, xid: 1, id }
}

fn conversation() -> Topic {
    Topic::Conversation(ConversationId(Uuid::from_u128(7)))
}

fn sent(position: i64, id: OperationId) -> Event {
    let body = json!({"id": id, "seq": position, "version": 1});
    let (kind, at) = ("message.sent".into(), Time::from_millis(0));
    Event { position: place(position), topic: conversation(), kind, at, body }
}

fn message() -> Operation {
    Operation {
        v: 1,
        kind: "message.send".into(),
        id: OperationId(Uuid::from_u128(1)),
        object: "conversation:7".into(),
        expected_version: None,
        body: json!({"body": "hi"}),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

fn welcome(position: i64) -> ServerFrame {
    ServerFrame::Welcome { position: place(position), server_time: Time::from_millis(0), node: "a".into() }
}

fn online() -> Engine {
    let mut engine = Engine::new(None);
    for input in [Input::Start, Input::Opened(1), Input::Frame(1, welcome(5))] {
        engine.handle(input, at(0));
    }
    engine
}

fn frames(effects: &[Effect]) -> Vec<&ClientFrame> {
    effects.iter().filter_map(|effect| if let Effect::Send(_, frame) = effect { Some(frame) } else { None }).collect()
}

#[test]
fn a_connection_begins_with_one_hello_that_names_everything() {
    let ann = Some(AccountId(Uuid::from_u128(7)));
    let mut engine = Engine::new(ann);
    engine.handle(Input::Start, at(0));
    let subscribe = Input::Subscribe { listener: 1, topic: conversation(), since: Some(place(3)) };
    assert_eq!(frames(&engine.handle(subscribe, at(0))), Vec::<&ClientFrame>::new());
    let effects = engine.handle(Input::Opened(1), at(10));
    let ClientFrame::Hello { topics, account, .. } = frames(&effects)[0] else { panic!("a hello first") };
    assert_eq!(*account, ann);
    let since = Some(place(3));
    let wanted = [Subscription { topic: Topic::Me, since: None }, Subscription { topic: conversation(), since }];
    assert_eq!(*topics, wanted);
}

#[test]
fn an_event_confirms_the_operation_that_it_names_after_it_was_delivered() {
    let mut engine = online();
    engine.handle(Input::Subscribe { listener: 1, topic: conversation(), since: Some(place(5)) }, at(0));
    engine.handle(Input::Perform(message()), at(0));
    engine.handle(Input::Kept(message().id), at(0));
    let answer = json!({"id": message().id});
    engine.handle(Input::Answered { id: message().id, attempt: 1, result: Ok(answer.clone()) }, at(1));
    assert_eq!(engine.pending()[0].state, PendingState::Acknowledged(answer));
    let event = sent(6, message().id);
    let effects = engine.handle(Input::Frame(1, ServerFrame::Event(event.clone())), at(2));
    assert_eq!(effects[0], Effect::Deliver(1, vec![event]));
    assert!(effects.contains(&Effect::PendingChanged));
    assert_eq!(engine.pending(), []);
}

#[test]
fn the_inbox_alone_confirms_too() {
    let mut engine = online();
    engine.handle(Input::Perform(message()), at(0));
    engine.handle(Input::Frame(1, ServerFrame::Event(sent(6, message().id))), at(2));
    assert_eq!(engine.pending(), []);
}

#[test]
fn a_word_from_a_former_connection_is_not_heard() {
    let mut engine = online();
    engine.handle(Input::Closed(1), at(0));
    engine.handle(Input::Visible(true), at(1));
    assert_eq!(engine.handle(Input::Frame(1, ServerFrame::Event(sent(6, message().id))), at(2)), []);
    assert_eq!(engine.handle(Input::Closed(1), at(2)), []);
}

#[test]
fn the_status_tells_what_was_measured() {
    let mut engine = online();
    let effects = engine.handle(Input::Tick, at(8_000));
    let pinged = frames(&effects).into_iter().any(|frame| matches!(frame, ClientFrame::Ping { .. }));
    assert!(!pinged, "one ping at a time, and the first is on the way");
    let pong = ServerFrame::Pong { t: 0.0, server_time: Time::from_millis(5_020) };
    engine.handle(Input::Frame(1, pong), at(40));
    let status = engine.status();
    assert_eq!((status.state, status.rtt, status.position), (State::Online, Some(40.0), Some(place(5))));
    assert!((status.clock_offset - 5_000.0).abs() < 0.1);
    assert_eq!(status.heard, None, "a pong is no event");
    engine.handle(Input::Frame(1, ServerFrame::Batch { events: Vec::new() }), at(50));
    assert_eq!(engine.status().heard, None);
    engine.handle(Input::Frame(1, ServerFrame::Event(sent(6, message().id))), at(60));
    engine.handle(Input::Closed(1), at(70));
    assert_eq!(engine.status().heard, Some(Time::from_millis(60)));
}

#[test]
fn a_hidden_tab_says_that_it_is_away() {
    let mut engine = online();
    let effects = engine.handle(Input::Visible(false), at(0));
    assert!(matches!(frames(&effects)[..], [ClientFrame::Signal { kind, .. }] if kind == "away"));
}

#[test]
fn a_session_that_ends_asks_to_log_in_and_stays_quiet() {
    let mut engine = online();
    let bye = ServerFrame::Bye { reason: "revoked".into(), retry_after: None };
    engine.handle(Input::Frame(1, bye), at(0));
    assert_eq!(engine.status().notice, Some(Notice::SignIn));
    assert_eq!(engine.handle(Input::Tick, at(60_000)), []);
}

#[test]
fn whoever_shows_what_may_be_heard_no_longer_reads_it_again_at_once() {
    let mut engine = online();
    engine.handle(Input::Subscribe { listener: 1, topic: conversation(), since: Some(place(5)) }, at(0));
    engine.handle(Input::Subscribe { listener: 2, topic: Topic::Me, since: Some(place(5)) }, at(0));
    for (code, is_lost) in [("missing", true), ("offline", false)] {
        let error = ServerFrame::Error { code: code.into(), words: "No.".into(), topic: Some(conversation()) };
        let effects = engine.handle(Input::Frame(1, error), at(1));
        assert_eq!(effects.contains(&Effect::Refetch(1)), is_lost, "{code}");
        assert!(!effects.contains(&Effect::Refetch(2)), "{code}");
    }
}

#[test]
fn a_call_that_is_refused_as_nobodys_or_anothers_ends_what_is_heard_and_a_look_later_asks_anew() {
    let mut engine = online();
    assert!(engine.handle(Input::SignedOut, at(0)).contains(&Effect::Close(1)));
    assert_eq!((engine.status().state, engine.status().notice), (State::SignedOut, Some(Notice::SignIn)));
    assert!(engine.handle(Input::Visible(true), at(1)).contains(&Effect::Connect(2, Transport::WebSocket)));
    engine.handle(Input::Opened(2), at(2));
    engine.handle(Input::Frame(2, welcome(5)), at(3));
    assert_eq!((engine.status().state, engine.status().notice), (State::Online, None));
}

#[test]
fn an_alarm_that_rings_early_is_set_again() {
    let mut engine = online();
    let effects = engine.handle(Input::Tick, at(1));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::WakeAt(_))));
}

#[test]
fn what_a_newer_server_says_of_things_unknown_here_hides_no_other_event() {
    let mut engine = online();
    engine.handle(Input::Subscribe { listener: 1, topic: conversation(), since: Some(place(5)) }, at(0));
    let mut events = json!([sent(6, message().id), sent(7, message().id), sent(8, message().id)]);
    events[1]["topic"] = json!("planet:7");
    let frame = ServerFrame::read(&json!({"type": "batch", "events": events}).to_string()).expect("a batch");
    let effects = engine.handle(Input::Frame(1, frame), at(1));
    assert_eq!(effects[0], Effect::Deliver(1, vec![sent(6, message().id), sent(8, message().id)]));
}

#[test]
fn a_long_answer_over_a_slow_line_is_not_given_up_while_it_comes() {
    let mut engine = online();
    engine.handle(Input::Subscribe { listener: 1, topic: conversation(), since: Some(place(5)) }, at(0));
    for part in 1..=5 {
        let frame = ServerFrame::Event(sent(5 + part, message().id));
        let effects = engine.handle(Input::Frame(1, frame), at(part * 6_000));
        assert!(!effects.contains(&Effect::Close(1)), "at {part}");
    }
    assert!(!engine.handle(Input::Tick, at(39_999)).contains(&Effect::Close(1)));
    let effects = engine.handle(Input::Tick, at(40_000));
    assert!(effects.contains(&Effect::Close(1)), "nothing more came");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Connect(..))), "the same would come again");
    let connect = Effect::Connect(2, Transport::WebSocket);
    assert!(engine.handle(Input::Tick, at(40_250)).contains(&connect));
}
