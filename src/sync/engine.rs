//! The engine: takes what happens to a tab, says what to do about it.

use serde_json::Value;

use super::{
    Pending, Status,
    clock::Clock,
    connection::Connection,
    effect::{Effect, Input, Link, Moment},
    outbox::Outbox,
    pace::Pace,
    subscriptions::Subscriptions,
};
use crate::{
    realtime::{ClientFrame, Event, ServerFrame, Topic},
    shared::{id::OperationId, time::Time},
};

/// Name and version of this client, for the server's statistics.
const CLIENT: &str = concat!("web/", env!("CARGO_PKG_VERSION"));

/// The client of one tab, without the tab.
#[derive(Clone, Debug)]
pub struct Engine {
    connection: Connection,
    subscriptions: Subscriptions,
    outbox: Outbox,
    clock: Clock,
    pace: Pace,
    visible: bool,
    status: Status,
    wake: Option<i64>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// An engine that waits for [`Input::Start`].
    #[must_use]
    pub fn new() -> Self {
        Self {
            connection: Connection::new(),
            subscriptions: Subscriptions::new(),
            outbox: Outbox::default(),
            clock: Clock::default(),
            pace: Pace::default(),
            visible: true,
            status: Status::default(),
            wake: None,
        }
    }

    /// Takes what happened and returns what to do, in order.
    pub fn handle(&mut self, input: Input, moment: Moment) -> Vec<Effect> {
        if input == Input::Tick {
            self.wake = None;
        }
        let mut effects = match input {
            Input::Opened(link) | Input::Closed(link) | Input::Frame(link, _) if !self.connection.is_current(link) => {
                Vec::new()
            }
            Input::Opened(_) => self.opened(moment.now),
            Input::Closed(_) => {
                self.connection.closed(moment);
                Vec::new()
            }
            Input::Frame(_, frame) => self.frame(frame, moment),
            Input::Start | Input::Leave | Input::Network(_) | Input::Visible(_) => self.surroundings(&input, moment),
            Input::Subscribe { .. } | Input::Unsubscribe(_) | Input::Signal { .. } => self.listen(input, moment.now),
            input => self.act(input, moment),
        };
        self.advance(moment, &mut effects);
        effects
    }

    /// What is not confirmed yet, in order.
    #[must_use]
    pub fn pending(&self) -> Vec<Pending> {
        self.outbox.pending()
    }

    /// The health of the connection.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    fn surroundings(&mut self, input: &Input, moment: Moment) -> Vec<Effect> {
        let effect = match *input {
            Input::Start => self.connection.start(moment.now),
            Input::Leave => self.connection.leave(),
            Input::Network(there) => {
                if there {
                    self.outbox.hurry(moment.now);
                }
                self.connection.network(there, moment.now)
            }
            Input::Visible(visible) => {
                self.visible = visible;
                self.tell_visibility();
                if visible {
                    self.outbox.hurry(moment.now);
                    self.connection.nudge(moment.now)
                } else {
                    None
                }
            }
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn act(&mut self, input: Input, moment: Moment) -> Vec<Effect> {
        let effect = match input {
            Input::Perform(operation) => return self.outbox.perform(operation),
            Input::Loaded(operations) => {
                self.outbox.load(operations);
                None
            }
            Input::Kept(id) => {
                self.outbox.kept(id);
                None
            }
            Input::Retry(id) => {
                self.outbox.retry(id);
                None
            }
            Input::Discard(id) => self.outbox.discard(id),
            Input::Settle(id) => self.outbox.settle(id),
            Input::Answered { id, attempt, result } => self.outbox.answered(id, attempt, result, moment),
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn listen(&mut self, input: Input, now: i64) -> Vec<Effect> {
        let connected = self.connection.link().is_some();
        let frame = match input {
            Input::Subscribe { listener, topic, since } => {
                self.connection.ping_soon(now);
                self.subscriptions.add(listener, topic, since, connected)
            }
            Input::Unsubscribe(listener) => self.subscriptions.remove(listener),
            Input::Signal { topic, kind, body } if !self.pace.is_busy() => {
                Some(ClientFrame::Signal { topic, kind, body })
            }
            _ => None,
        };
        if let Some(frame) = frame.filter(|_| connected) {
            self.pace.push(frame);
        }
        Vec::new()
    }

    fn opened(&mut self, now: i64) -> Vec<Effect> {
        self.connection.opened(now);
        self.pace.clear();
        self.pace.push(ClientFrame::Hello { topics: self.subscriptions.greet(), client: CLIENT.into() });
        Vec::new()
    }

    fn frame(&mut self, frame: ServerFrame, moment: Moment) -> Vec<Effect> {
        match frame {
            ServerFrame::Welcome { position, server_time, .. } => {
                if self.clock.rtt.is_none() {
                    self.clock.offset = millis(server_time.millis() - moment.now);
                }
                self.connection.welcomed(moment.now);
                self.subscriptions.begin(position);
                self.outbox.hurry(moment.now);
                if !self.visible {
                    self.tell_visibility();
                }
                Vec::new()
            }
            ServerFrame::Event(event) => self.events(&[event]),
            ServerFrame::Batch { events } => self.events(&events),
            ServerFrame::Signal { topic, kind, from, body } => {
                let signal = |listener| Effect::Signal { listener, kind: kind.clone(), from, body: body.clone() };
                self.subscriptions.listeners(topic).map(signal).collect()
            }
            ServerFrame::Refetch { topic, .. } => {
                self.subscriptions.refetch(topic).into_iter().map(Effect::Refetch).collect()
            }
            ServerFrame::Pong { t, server_time } => {
                self.pong(t, server_time, moment.now);
                Vec::new()
            }
            ServerFrame::Error { .. } => Vec::new(),
            ServerFrame::Bye { reason, retry_after } => {
                self.connection.dismissed(&reason, retry_after, moment).into_iter().collect()
            }
        }
    }

    fn events(&mut self, events: &[Event]) -> Vec<Effect> {
        let deliveries = self.subscriptions.sort(events);
        let mut effects: Vec<_> = deliveries.into_iter().map(|(id, events)| Effect::Deliver(id, events)).collect();
        let named = events.iter().filter_map(|event| event.body.get("id")?.as_str()?.parse::<OperationId>().ok());
        effects.extend(named.filter_map(|id| self.outbox.settle(id)));
        effects
    }

    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, as they were sent")]
    fn pong(&mut self, t: f64, server_time: Time, now: i64) {
        if self.connection.ponged(t as i64) {
            self.clock.measure(t as i64, now, server_time.millis());
            self.subscriptions.catch_up();
            if self.subscriptions.is_catching_up() {
                self.connection.ping_soon(now);
            }
        }
    }

    fn tell_visibility(&mut self) {
        if self.connection.is_online() {
            let kind = if self.visible { "active" } else { "away" };
            self.pace.push(ClientFrame::Signal { topic: Topic::Me, kind: kind.into(), body: Value::Null });
        }
    }

    /// Does what is due by now, and says when the next thing is.
    fn advance(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        effects.extend(self.connection.advance(moment));
        effects.extend(self.outbox.advance(self.connection.is_online(), moment));
        if let Some(link) = self.connection.link() {
            self.send(link, moment.now, effects);
        }
        if self.outbox.take_changed() {
            effects.push(Effect::PendingChanged);
        }
        let status = self.measure(moment.now);
        if status != self.status {
            self.status = status;
            effects.push(Effect::StatusChanged);
        }
        self.schedule(moment.now, effects);
    }

    fn send(&mut self, link: Link, now: i64, effects: &mut Vec<Effect>) {
        if let Some(t) = self.connection.ping(now) {
            self.pace.push(ClientFrame::Ping { t: millis(t) });
            self.subscriptions.ask();
        }
        while let Some(frame) = self.pace.pop(now) {
            effects.push(Effect::Send(link, frame));
        }
    }

    fn schedule(&mut self, now: i64, effects: &mut Vec<Effect>) {
        let online = self.connection.is_online();
        let pace = self.connection.link().and_then(|_| self.pace.deadline());
        let wake = [self.connection.deadline(now), self.outbox.deadline(online), pace].into_iter().flatten().min();
        if wake != self.wake || wake.is_some_and(|at| at <= now) {
            self.wake = wake;
            effects.extend(wake.map(Effect::WakeAt));
        }
    }

    fn measure(&self, now: i64) -> Status {
        Status {
            state: self.connection.state(),
            notice: self.connection.notice(now),
            since: Some(Time::from_millis(self.connection.since())),
            rtt: self.clock.rtt,
            reconnects: self.connection.reconnects(),
            clock_offset: self.clock.offset,
            position: self.subscriptions.latest(),
            queue: self.outbox.waiting(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
fn millis(millis: i64) -> f64 {
    millis as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{
        realtime::{Position, envelope::Subscription},
        shared::id::ConversationId,
        sync::{
            Operation, PendingState,
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
        let body = json!({"id": id, "seq": position});
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
        }
    }

    fn welcome(position: i64) -> ServerFrame {
        ServerFrame::Welcome { position: place(position), server_time: Time::from_millis(0), node: "a".into() }
    }

    fn online() -> Engine {
        let mut engine = Engine::new();
        for input in [Input::Start, Input::Opened(1), Input::Frame(1, welcome(5))] {
            engine.handle(input, at(0));
        }
        engine
    }

    fn frames(effects: &[Effect]) -> Vec<&ClientFrame> {
        effects
            .iter()
            .filter_map(|effect| if let Effect::Send(_, frame) = effect { Some(frame) } else { None })
            .collect()
    }

    #[test]
    fn a_connection_begins_with_one_hello_that_names_everything() {
        let mut engine = Engine::new();
        engine.handle(Input::Start, at(0));
        let subscribe = Input::Subscribe { listener: 1, topic: conversation(), since: Some(place(3)) };
        assert_eq!(frames(&engine.handle(subscribe, at(0))), Vec::<&ClientFrame>::new());
        let effects = engine.handle(Input::Opened(1), at(10));
        let ClientFrame::Hello { topics, .. } = frames(&effects)[0] else { panic!("a hello first") };
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
    fn an_alarm_that_rings_early_is_set_again() {
        let mut engine = online();
        let effects = engine.handle(Input::Tick, at(1));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::WakeAt(_))));
    }
}
