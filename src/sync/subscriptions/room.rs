//! The room of a connection: it holds only so many topics, for all tabs of a browser.
//!
//! What somebody looks at goes first. Whoever looks at what finds no room reads it afresh now and then.

use std::collections::BTreeSet;

use super::{Listener, OWN, Subscriptions};
use crate::{
    realtime::{ClientFrame, Topic, envelope::MAX_TOPICS},
    sync::effect::ListenerId,
};

/// How often what finds no room is read afresh, in milliseconds.
pub(super) const AFRESH: i64 = 60_000;

impl Subscriptions {
    /// Somebody looks at the pages of these, and at those of no others.
    pub fn see(&mut self, listeners: BTreeSet<ListenerId>) {
        self.seen = listeners;
    }

    /// What to say on a connection so that the server brings what is wanted: first what makes room.
    pub fn fit(&mut self) -> Vec<ClientFrame> {
        let wanted = self.wanted();
        let asked = std::mem::replace(&mut self.asked, wanted);
        let given_up = asked.difference(&self.asked).map(|topic| ClientFrame::Unsubscribe { topic: *topic });
        let mut frames: Vec<_> = given_up.collect();
        for listener in self.listeners.values_mut() {
            if self.asked.contains(&listener.topic) && !asked.contains(&listener.topic) {
                listener.cursor.lose();
            }
        }
        let fresh = self.asked.difference(&asked).map(|topic| ClientFrame::Subscribe(self.subscription(*topic)));
        frames.extend(fresh);
        frames
    }

    /// Who has to read afresh by now, as somebody looks at it and there is no room for it on the connection.
    pub fn overdue(&mut self, now: i64) -> Vec<ListenerId> {
        let left_out = self.left_out();
        if left_out.is_empty() {
            self.afresh = None;
            return Vec::new();
        }
        if *self.afresh.get_or_insert(now + AFRESH) > now {
            return Vec::new();
        }
        self.afresh = Some(now + AFRESH);
        left_out.into_iter().flat_map(|topic| self.refetch(topic)).collect()
    }

    /// When [`Self::overdue`] has something to say.
    pub fn deadline(&self) -> Option<i64> {
        self.afresh
    }

    /// As much as a connection holds: the inbox, what somebody looks at, the rest.
    pub(super) fn wanted(&self) -> BTreeSet<Topic> {
        let (seen, hidden): (Vec<_>, Vec<_>) =
            self.listeners.iter().partition(|(id, _)| **id == OWN || self.seen.contains(*id));
        let topics = |of: Vec<(&ListenerId, &Listener)>| of.into_iter().map(|(_, one)| one.topic).collect();
        let (seen, hidden): (BTreeSet<Topic>, BTreeSet<Topic>) = (topics(seen), topics(hidden));
        seen.iter().chain(hidden.difference(&seen)).copied().take(MAX_TOPICS).collect()
    }

    /// What somebody looks at and was not asked for.
    fn left_out(&self) -> BTreeSet<Topic> {
        if self.asked.len() < MAX_TOPICS {
            return BTreeSet::new();
        }
        let seen = self.listeners.iter().filter(|(id, _)| self.seen.contains(*id)).map(|(_, one)| one.topic);
        seen.filter(|topic| !self.asked.contains(topic)).collect()
    }
}
