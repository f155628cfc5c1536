//! How far each listener of a tab has heard, whoever brings it its events.

use std::collections::BTreeMap;

use super::word::{Gift, What, Wish};
use crate::{
    realtime::{Position, Topic},
    sync::{Effect, ListenerId, cursor::Cursor},
};

/// The listeners of the pages of a tab.
#[derive(Clone, Debug, Default)]
pub struct Listeners(BTreeMap<ListenerId, Listener>);

#[derive(Clone, Debug)]
struct Listener {
    topic: Topic,
    cursor: Cursor,
}

impl Listeners {
    /// Adds one that hears a topic from after a place, or from now on.
    pub fn add(&mut self, name: ListenerId, topic: Topic, since: Option<Position>) {
        self.0.insert(name, Listener { topic, cursor: Cursor::new(since) });
    }

    /// Removes one.
    pub fn remove(&mut self, name: ListenerId) {
        self.0.remove(&name);
    }

    /// Up to where one misses nothing.
    pub fn since(&self, name: ListenerId) -> Option<Position> {
        self.0.get(&name)?.cursor.since()
    }

    /// What reaches a listener of what it is given: no event a second time.
    pub fn receive(&mut self, gift: Gift) -> Option<Effect> {
        let name = gift.listener;
        let cursor = &mut self.0.get_mut(&name)?.cursor;
        match gift.what {
            What::Events { mut events, since } => {
                events.retain(|event| cursor.hear(event.position));
                cursor.go_on(since);
                (!events.is_empty()).then_some(Effect::Deliver(name, events))
            }
            What::CaughtUp { since } => {
                cursor.go_on(since);
                Some(Effect::CaughtUp(name))
            }
            What::Refetch { since } => {
                cursor.reset(since);
                Some(Effect::Refetch(name))
            }
            What::Signal { kind, from, body } => Some(Effect::Signal { listener: name, kind, from, body }),
        }
    }

    /// Where "from now on" begins for those that named no place.
    pub fn begin_at(&mut self, now: Position) {
        self.0.values_mut().for_each(|listener| listener.cursor.begin_at(now));
    }

    /// All of them, from where they have heard.
    pub fn wishes(&self) -> Vec<Wish> {
        let wish = |(&listener, Listener { topic, cursor }): (&ListenerId, &Listener)| Wish {
            listener,
            topic: *topic,
            since: cursor.since(),
        };
        self.0.iter().map(wish).collect()
    }
}
