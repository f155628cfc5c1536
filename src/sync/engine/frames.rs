//! What the server says, and what follows from it.

use super::{Engine, millis};
use crate::{
    realtime::{Event, ServerFrame, Topic},
    shared::{Error, time::Time},
    sync::effect::{Effect, Moment},
};

impl Engine {
    /// Takes what the server says on the present connection.
    pub(super) fn frame(&mut self, frame: ServerFrame, moment: Moment) -> Vec<Effect> {
        match frame {
            ServerFrame::Welcome { position, server_time, .. } => {
                if self.clock.rtt.is_none() {
                    self.clock.offset = millis(server_time.millis() - moment.now);
                }
                self.connection.welcomed(moment);
                let outdated = self.subscriptions.begin(position);
                self.outbox.hurry(moment.now);
                if !self.visible {
                    self.tell_visibility();
                }
                outdated.into_iter().map(Effect::Refetch).collect()
            }
            ServerFrame::Event(event) => self.events(&[event], moment.now),
            ServerFrame::Batch { events } => self.events(&events, moment.now),
            ServerFrame::Signal { topic, kind, from, body } => {
                let signal = |listener| Effect::Signal { listener, kind: kind.clone(), from, body: body.clone() };
                self.subscriptions.listeners(topic).map(signal).collect()
            }
            ServerFrame::Refetch { topic, .. } => self.refetch(topic),
            ServerFrame::Pong { t, server_time } => {
                self.pong(t, server_time, moment.now);
                Vec::new()
            }
            ServerFrame::Error { code, topic: Some(topic), .. } => {
                self.subscriptions.refuse(topic);
                // Whoever shows what is not theirs any more learns it by reading again.
                if code == Error::Missing.code() { self.refetch(topic) } else { Vec::new() }
            }
            ServerFrame::Error { topic: None, .. } => Vec::new(),
            ServerFrame::Bye { reason, retry_after } => {
                self.connection.dismissed(&reason, retry_after, moment).into_iter().collect()
            }
        }
    }

    fn refetch(&mut self, topic: Topic) -> Vec<Effect> {
        self.subscriptions.refetch(topic).into_iter().map(Effect::Refetch).collect()
    }

    fn events(&mut self, events: &[Event], now: i64) -> Vec<Effect> {
        if !events.is_empty() {
            self.heard = Some(now);
        }
        let deliveries = self.subscriptions.sort(events);
        let mut effects: Vec<_> = deliveries.into_iter().map(|(id, events)| Effect::Deliver(id, events)).collect();
        effects.extend(events.iter().filter_map(Event::names).filter_map(|id| self.outbox.settle(id)));
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
}
