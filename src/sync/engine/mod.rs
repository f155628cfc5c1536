//! The engine: takes what happens to a tab, says what to do about it.
//!
//! Here is what a tab and its person tell; `frames` is what the server tells, `due` what time brings.

mod due;
mod frames;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::{
    Pending, Status,
    clock::Clock,
    connection::Connection,
    effect::{Effect, Input, ListenerId, Moment},
    outbox::Outbox,
    pace::Pace,
    subscriptions::Subscriptions,
};
use crate::{
    realtime::{ClientFrame, Position, Topic},
    shared::id::{AccountId, OperationId},
};

/// Name and version of this client, for the server's statistics.
const CLIENT: &str = concat!("web/", env!("CARGO_PKG_VERSION"));

/// The client of a browser, without the browser.
#[derive(Clone, Debug)]
pub struct Engine {
    account: Option<AccountId>,
    connection: Connection,
    subscriptions: Subscriptions,
    outbox: Outbox,
    clock: Clock,
    /// When an event last arrived.
    heard: Option<i64>,
    pace: Pace,
    visible: bool,
    /// Whether no other tab has a part in it.
    alone: bool,
    status: Status,
    wake: Option<i64>,
}

impl Engine {
    /// The engine of somebody, which waits for [`Input::Start`]. Nobody's engine does not name anybody to the server.
    #[must_use]
    pub fn new(account: Option<AccountId>) -> Self {
        Self {
            account,
            connection: Connection::new(),
            subscriptions: Subscriptions::new(),
            outbox: Outbox::default(),
            clock: Clock::default(),
            heard: None,
            pace: Pace::default(),
            visible: true,
            alone: false,
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
            Input::Frame(_, frame) => {
                self.connection.heard(moment.now);
                self.frame(frame, moment)
            }
            Input::Start | Input::Leave | Input::SignedOut | Input::Network(_) | Input::Visible(_) | Input::Alone => {
                self.surroundings(&input, moment)
            }
            Input::Subscribe { .. } | Input::Unsubscribe(_) | Input::Seen(_) | Input::Signal { .. } => {
                self.listen(input, moment.now);
                Vec::new()
            }
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

    /// Whether an operation is pending here.
    #[must_use]
    pub fn has(&self, id: OperationId) -> bool {
        self.outbox.has(id)
    }

    /// Whether an operation is pending here and the store does not hold it yet.
    #[must_use]
    pub fn is_unkept(&self, id: OperationId) -> bool {
        self.outbox.is_unkept(id)
    }

    /// The health of the connection.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Up to where a listener has missed nothing.
    #[must_use]
    pub fn since(&self, listener: ListenerId) -> Option<Position> {
        self.subscriptions.since(listener)
    }

    fn surroundings(&mut self, input: &Input, moment: Moment) -> Vec<Effect> {
        let effect = match *input {
            Input::Start => self.connection.start(moment.now),
            Input::Leave => self.connection.leave(),
            Input::SignedOut => self.connection.dismissed("revoked", None, moment),
            Input::Network(there) => {
                if there {
                    self.outbox.hurry(moment.now);
                }
                self.connection.network(there, moment.now)
            }
            Input::Visible(visible) => {
                self.visible = visible;
                self.tell_visibility();
                let effect = self.connection.spare(self.alone && !visible, moment.now);
                if visible {
                    self.outbox.hurry(moment.now);
                    effect.or_else(|| self.connection.nudge(moment.now))
                } else {
                    effect
                }
            }
            Input::Alone => {
                self.alone = true;
                self.outbox.part();
                self.connection.spare(!self.visible, moment.now)
            }
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn act(&mut self, input: Input, moment: Moment) -> Vec<Effect> {
        let effect = match input {
            Input::Perform(operation) => {
                let reworded = self.outbox.reword(&operation);
                return reworded.unwrap_or_else(|| self.outbox.perform(operation));
            }
            Input::PerformUnaware(operation) => return self.outbox.perform_unaware(operation),
            Input::Loaded(stored) => return self.outbox.load(stored),
            Input::Inherited(pending) => {
                self.outbox.inherit(pending, moment.now);
                None
            }
            Input::Wipe => {
                self.outbox.clear();
                None
            }
            Input::Kept(id) => return self.outbox.kept(id),
            Input::Retry(id) => self.outbox.retry(id),
            Input::Discard(id) => self.outbox.discard(id),
            Input::Hasten(id) => self.outbox.hasten(id),
            Input::Settle(id) => self.outbox.settle(id),
            Input::Answered { id, attempt, result } => return self.outbox.answered(id, attempt, result, moment),
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn listen(&mut self, input: Input, now: i64) {
        let connected = self.connection.link().is_some();
        match input {
            Input::Subscribe { listener, topic, since } => self.subscriptions.add(listener, topic, since, connected),
            Input::Unsubscribe(listener) => self.subscriptions.remove(listener),
            Input::Seen(listeners) => self.subscriptions.see(listeners),
            Input::Signal { topic, kind, body } if connected && !self.pace.is_busy() => {
                self.pace.push(ClientFrame::Signal { topic, kind, body });
            }
            _ => {}
        }
        if connected {
            for frame in self.subscriptions.fit() {
                self.pace.push(frame);
            }
            if self.subscriptions.is_catching_up() {
                self.connection.ping_soon(now);
            }
        }
    }

    fn opened(&mut self, now: i64) -> Vec<Effect> {
        self.connection.opened(now);
        self.pace.clear();
        let (topics, client, account) = (self.subscriptions.greet(), CLIENT.into(), self.account);
        self.pace.push(ClientFrame::Hello { topics, client, account });
        Vec::new()
    }

    fn tell_visibility(&mut self) {
        if self.connection.is_online() {
            let kind = if self.visible { "active" } else { "away" };
            self.pace.push(ClientFrame::Signal { topic: Topic::Me, kind: kind.into(), body: Value::Null });
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
fn millis(millis: i64) -> f64 {
    millis as f64
}
