//! What is due: retries, pings, frames that wait for their turn, and the status that all of it adds up to.

use super::{Engine, millis};
use crate::{
    realtime::ClientFrame,
    shared::time::Time,
    sync::{
        Status,
        effect::{Effect, Link, Moment},
    },
};

impl Engine {
    /// Does what is due by now, and says when the next thing is.
    pub(super) fn advance(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        effects.extend(self.connection.advance(moment));
        self.outbox.hold(self.connection.is_cut_off());
        effects.extend(self.outbox.advance(self.connection.is_online(), moment));
        if let Some(link) = self.connection.link() {
            self.send(link, moment.now, effects);
        }
        if self.connection.is_online() {
            effects.extend(self.subscriptions.overdue(moment.now).into_iter().map(Effect::Refetch));
            effects.extend(self.subscriptions.caught_up().into_iter().map(Effect::CaughtUp));
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
        let afresh = self.subscriptions.deadline().filter(|_| online);
        let due = [self.connection.deadline(now), self.outbox.deadline(online), pace, afresh];
        let wake = due.into_iter().flatten().min();
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
            transport: self.connection.transport(),
            rtt: self.clock.rtt,
            reconnects: self.connection.reconnects(),
            clock_offset: self.clock.offset,
            position: self.subscriptions.latest(),
            heard: self.heard.map(Time::from_millis),
            queue: self.outbox.waiting(),
        }
    }
}
