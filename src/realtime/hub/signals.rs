//! Signals: what is only passing. They reach who listens right now and are never stored.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{Hub, connection::Connection, presence};
use crate::{
    realtime::{ServerFrame, Topic, bus::Signal},
    server::Viewer,
    shared::{Error, Result, id::AccountId},
};

/// How often one person's typing in one conversation is passed on.
const TYPING: Duration = Duration::from_secs(3);
/// Entries beyond which those that count no longer are let go.
const MANY: usize = 10_000;

/// When somebody's typing was last passed on.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<(AccountId, Topic), Instant>>);

impl Pace {
    /// Whether a signal may pass now.
    fn allows(&self, account: AccountId, topic: Topic, now: Instant) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() > MANY {
            last.retain(|_, at| now.duration_since(*at) < TYPING);
        }
        if last.get(&(account, topic)).is_some_and(|at| now.duration_since(*at) < TYPING) {
            return false;
        }
        last.insert((account, topic), now);
        true
    }
}

impl Hub {
    /// Passes on that somebody types in a conversation of theirs, at most every 3 seconds; what comes
    /// sooner is left out without a word. The others in it hear it, their own devices do not; where one of two people has
    /// blocked the other nobody does, which nobody is told either.
    ///
    /// The gate is asked each time, never what is held in memory: a stranger would learn from the time it takes that the
    /// conversation exists.
    ///
    /// # Errors
    /// [`Error::Missing`] for a conversation that is not theirs, `kind` `unknown` for any other signal,
    /// [`Error::Forbidden`] for a program with a token that may only read.
    pub async fn signal(&self, viewer: Viewer, topic: Topic, kind: &str) -> Result<()> {
        self.pass(viewer, topic, kind, false).await
    }

    /// The same of who says it on a connection; of a topic that it listens to by its name the gate was asked before.
    pub(in crate::realtime) async fn signal_on(&self, connection: &Connection, topic: Topic, kind: &str) -> Result<()> {
        let listens = self.state().registry.topics(connection).contains(&topic);
        self.pass(connection.viewer, topic, kind, listens).await
    }

    async fn pass(&self, viewer: Viewer, topic: Topic, kind: &str, listens: bool) -> Result<()> {
        if (kind, matches!(topic, Topic::Conversation(_))) != ("typing", true) {
            return Err(Error::invalid("kind", "unknown"));
        }
        if !viewer.reach.writes() {
            return Err(Error::Forbidden);
        }
        if !listens {
            let topics = [topic];
            if self.pool().while_there(self.gate().admit(viewer, &topics)).await?.is_empty() {
                return Err(Error::Missing);
            }
        }
        let from = viewer.account;
        if self.pace().allows(from, topic, Instant::now()) {
            // Whoever says it waits for nobody, and learns nothing from the time it takes.
            let body = Value::Object(serde_json::Map::new());
            tokio::spawn(self.clone().tell_unless_closed(Signal { topic, kind: kind.into(), from, body }));
        }
        Ok(())
    }

    /// One statement for what has just passed the pace. While the database cannot be asked it is told all the same: who
    /// blocked somebody is not shown their typing anyway.
    async fn tell_unless_closed(self, signal: Signal) {
        let asked = self.pool().while_there(self.gate().is_closed(signal.topic)).await;
        if !asked.unwrap_or(false) {
            self.bus().tell(signal);
        }
    }

    /// Notes that the person is at this screen or away from it, and tells where that changes what holds for them.
    pub(in crate::realtime) fn attend(&self, connection: &Connection, away: bool) {
        let account = connection.viewer.account;
        let mut state = self.state();
        let before = state.registry.presence(account);
        state.registry.set_away(connection, away);
        let is_news = state.registry.presence(account) != before;
        drop(state);
        if is_news {
            presence::changed(self, account);
        }
    }
}

/// Takes what the bus carries to the connections of this node.
pub async fn deliver(hub: Hub, mut heard: Receiver<Signal>) {
    loop {
        match heard.recv().await {
            Ok(signal) => pass_on(&hub, signal).await,
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "signals came faster than they could be passed on");
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn pass_on(hub: &Hub, signal: Signal) {
    let Signal { topic, kind, from, body } = signal;
    let audience: Arc<[AccountId]> = match topic {
        Topic::Conversation(_) => {
            // One statement that hangs would silence all the signals of the node. Whom memory knows needs no database.
            let found = hub.audiences().look_up(topic, hub.gate());
            hub.pool().unless_lost(found).await.unwrap_or_default()
        }
        _ => Arc::default(),
    };
    let frame = ServerFrame::Signal { topic, kind, from, body }.text();
    let state = hub.state();
    let by_name = state.registry.listeners(topic);
    let by_inbox = audience.iter().flat_map(|account| state.registry.inboxes(*account));
    let mut told: Vec<&Arc<Connection>> = by_name.chain(by_inbox).collect();
    told.sort_unstable_by_key(|connection| connection.number);
    told.dedup_by_key(|connection| connection.number);
    for connection in told {
        if matches!(topic, Topic::Presence(_)) || connection.viewer.account != from {
            connection.push(frame.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::id::ConversationId;

    #[test]
    fn typing_passes_once_every_three_seconds_for_each_person_and_conversation() {
        let (pace, now) = (Pace::default(), Instant::now());
        let (ann, bob) = (AccountId::new(), AccountId::new());
        let topic = Topic::Conversation(ConversationId::new());
        assert!(pace.allows(ann, topic, now));
        assert!(!pace.allows(ann, topic, now + Duration::from_millis(2_999)));
        assert!(pace.allows(bob, topic, now));
        assert!(pace.allows(ann, Topic::Conversation(ConversationId::new()), now));
        assert!(pace.allows(ann, topic, now + TYPING));
    }
}
