//! Who listens to what, and what to ask the server for (SYN-2, SYN-3).
//!
//! `room` says which topics are asked for, as a connection holds only so many.

mod room;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{cursor::Cursor, effect::ListenerId};
use crate::realtime::{Event, Position, Topic, envelope::Subscription};

/// The engine's own listener: the inbox is always heard.
const OWN: ListenerId = 0;

/// The listeners of a tab. Each has a cursor of its own, as each has read its page at a time of its own.
#[derive(Clone, Debug)]
pub struct Subscriptions {
    listeners: BTreeMap<ListenerId, Listener>,
    latest: Option<Position>,
    /// What the server refused on this connection: whoever comes next asks again.
    refused: BTreeSet<Topic>,
    /// What the server was asked for on this connection.
    asked: BTreeSet<Topic>,
    /// At whose pages somebody looks.
    seen: BTreeSet<ListenerId>,
    /// When what finds no room is to be read afresh, while there is any.
    afresh: Option<i64>,
}

#[derive(Clone, Debug)]
struct Listener {
    topic: Topic,
    cursor: Cursor,
    /// Whether it was told that all that it missed has come.
    told: bool,
}

impl Listener {
    fn hears(&self, topic: Topic) -> bool {
        self.topic == topic || self.topic == Topic::Me && matches!(topic, Topic::Conversation(_) | Topic::Account(_))
    }
}

impl Subscriptions {
    /// Nothing but the inbox.
    pub fn new() -> Self {
        let own = Listener { topic: Topic::Me, cursor: Cursor::new(None), told: false };
        Self {
            listeners: BTreeMap::from([(OWN, own)]),
            latest: None,
            refused: BTreeSet::new(),
            asked: BTreeSet::new(),
            seen: BTreeSet::new(),
            afresh: None,
        }
    }

    /// The last event that arrived, of whatever topic.
    pub fn latest(&self) -> Option<Position> {
        self.latest
    }

    /// Up to where a listener misses nothing.
    pub fn since(&self, id: ListenerId) -> Option<Position> {
        self.listeners.get(&id)?.cursor.since()
    }

    /// Everything to say at the start of a connection; every cursor then waits for what it missed.
    pub fn greet(&mut self) -> Vec<Subscription> {
        self.refused.clear();
        for listener in self.listeners.values_mut() {
            listener.cursor.lose();
        }
        self.asked = self.wanted();
        self.asked.iter().map(|topic| self.subscription(*topic)).collect()
    }

    /// Adds a listener. A topic that is heard already has to be asked for again from the earlier place: the server then
    /// repeats what lies between.
    pub fn add(&mut self, id: ListenerId, topic: Topic, since: Option<Position>, connected: bool) {
        let since = since.or(if connected { self.latest } else { None });
        let refused = self.refused.remove(&topic);
        let covered = !refused && self.of(topic).any(|other| other.cursor.is_live()) && self.nothing_follows(since);
        let mut listener = Listener { topic, cursor: Cursor::new(since), told: false };
        if covered {
            listener.cursor.join();
        }
        self.listeners.insert(id, listener);
        if !covered {
            self.asked.remove(&topic);
        }
    }

    /// Removes a listener.
    pub fn remove(&mut self, id: ListenerId) {
        self.listeners.remove(&id);
    }

    /// The server does not let us hear a topic, for now.
    pub fn refuse(&mut self, topic: Topic) {
        self.refused.insert(topic);
    }

    /// The server has read up to here: that is where "from now on" begins. Returns who has to read afresh, as
    /// it is another life of the database than theirs; the server cannot tell where a topic has listeners
    /// of both.
    pub fn begin(&mut self, position: Position) -> Vec<ListenerId> {
        self.latest = Some(position);
        let told =
            self.listeners.iter_mut().filter_map(|(&id, listener)| listener.cursor.begin(position).then_some(id));
        told.filter(|id| *id != OWN).collect()
    }

    /// A ping follows everything that was subscribed.
    pub fn ask(&mut self) {
        self.listeners.values_mut().for_each(|listener| listener.cursor.ask());
    }

    /// The ping was answered.
    pub fn catch_up(&mut self) {
        self.listeners.values_mut().for_each(|listener| listener.cursor.catch_up());
    }

    /// Who is to be told that all that it missed has come: each once, until it may miss something again.
    pub fn caught_up(&mut self) -> Vec<ListenerId> {
        let told = self.listeners.iter_mut().filter_map(|(&id, listener)| {
            let was_told = std::mem::replace(&mut listener.told, listener.cursor.is_live());
            (id != OWN && listener.told && !was_told).then_some(id)
        });
        told.collect()
    }

    /// Whether a listener still waits for what it missed.
    pub fn is_catching_up(&self) -> bool {
        self.listeners.values().any(|listener| !listener.cursor.is_live())
    }

    /// Whom to give which events: each one once to each listener.
    pub fn sort(&mut self, events: &[Event]) -> Vec<(ListenerId, Vec<Event>)> {
        for event in events {
            let ahead = |latest: Position| latest.epoch != event.position.epoch || event.position.is_after(latest);
            if self.latest.is_none_or(ahead) {
                self.latest = Some(event.position);
            }
        }
        let mut deliveries = Vec::new();
        for (&id, listener) in &mut self.listeners {
            let heard: Vec<_> = events
                .iter()
                .filter(|event| listener.hears(event.topic) && listener.cursor.hear(event.position))
                .cloned()
                .collect();
            if id != OWN && !heard.is_empty() {
                deliveries.push((id, heard));
            }
        }
        deliveries
    }

    /// Who has to read a topic afresh.
    pub fn refetch(&mut self, topic: Topic) -> Vec<ListenerId> {
        let latest = self.latest;
        let mut told = Vec::new();
        for (&id, listener) in self.listeners.iter_mut().filter(|(_, listener)| listener.topic == topic) {
            listener.cursor.reset(latest);
            if id != OWN {
                told.push(id);
            }
        }
        told
    }

    /// Who hears what passes on a topic.
    pub fn listeners(&self, topic: Topic) -> impl Iterator<Item = ListenerId> {
        self.listeners.iter().filter(move |(id, listener)| **id != OWN && listener.topic == topic).map(|(id, _)| *id)
    }

    fn of(&self, topic: Topic) -> impl Iterator<Item = &Listener> {
        self.listeners.values().filter(move |listener| listener.topic == topic)
    }

    fn nothing_follows(&self, since: Option<Position>) -> bool {
        match (self.latest, since) {
            (Some(latest), Some(since)) => latest.epoch == since.epoch && !latest.is_after(since),
            _ => false,
        }
    }

    /// The earliest place from which one of the topic's listeners misses something. Where they know two lives of
    /// the database, it is one of the life that the connection does not know: either the server has gone on to it
    /// and has told the others so, or it has all of them read afresh.
    fn subscription(&self, topic: Topic) -> Subscription {
        let earlier = |one: Position, other: Position| if one.is_after(other) { other } else { one };
        let places = || self.of(topic).filter_map(|listener| listener.cursor.since());
        let is_foreign = |place: &Position| self.latest.is_some_and(|latest| latest.epoch != place.epoch);
        Subscription { topic, since: places().filter(is_foreign).reduce(earlier).or_else(|| places().reduce(earlier)) }
    }
}
