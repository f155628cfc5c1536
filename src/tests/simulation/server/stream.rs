//! Who hears which events: what was just published, and what a resume missed.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::Server;
use crate::{
    realtime::{Event, Position, Topic},
    shared::id::{AccountId, ConversationId},
    tests::simulation::room,
};

/// A resume of more events than this is told to read afresh.
const TOO_MANY: usize = 12;

/// What missed events come to.
pub enum Missed {
    Events(Vec<Event>),
    /// All has to be read afresh, and why.
    Afresh(&'static str),
}

/// What was just published.
pub struct Fresh {
    events: Range<usize>,
    /// From which transaction on whoever came hears what.
    joined: BTreeMap<(ConversationId, AccountId), u64>,
    pub left: Vec<(ConversationId, AccountId)>,
}

impl Server {
    /// Reads what was committed since the last time. Who came or went in it hears what follows, or nothing of it.
    pub fn publish(&mut self) -> Fresh {
        let events = self.published..self.log.len();
        self.published = self.log.len();
        let (mut joined, mut left) = (BTreeMap::new(), Vec::new());
        for (event, _) in &self.log[events.clone()] {
            let Some((id, account, comes)) = room::regrouped(event) else { continue };
            let people = self.audience.entry(id).or_default();
            if comes {
                people.insert(account);
                joined.insert((id, account), event.position.xid);
            } else {
                people.remove(&account);
                joined.remove(&(id, account));
                left.push((id, account));
            }
        }
        Fresh { events, joined, left }
    }

    /// What of that which was just published an account hears under these topics, each once.
    pub fn heard(&self, fresh: &Fresh, account: AccountId, topics: &BTreeSet<Topic>) -> Vec<Event> {
        let hears = |(event, owner): &&(Event, Option<AccountId>)| match event.topic {
            Topic::Conversation(id) => {
                let is_carried = topics.contains(&Topic::Me) && self.audience[&id].contains(&account);
                let in_time = fresh.joined.get(&(id, account)).is_none_or(|start| event.position.xid >= *start);
                in_time && (is_carried || topics.contains(&event.topic))
            }
            Topic::Post(_) | Topic::Account(_) if topics.contains(&event.topic) => true,
            _ => *owner == Some(account) && topics.contains(&Topic::Me),
        };
        self.log[fresh.events.clone()].iter().filter(hears).map(|(event, _)| event.clone()).collect()
    }

    /// What lies after `since`, up to what was published.
    pub fn missed(&self, account: AccountId, topic: Topic, since: Option<Position>) -> Missed {
        let Some(since) = since else { return Missed::Events(Vec::new()) };
        if since.epoch != self.epoch {
            return Missed::Afresh("epoch");
        }
        let start = self.log.partition_point(|(event, _)| !event.position.is_after(since));
        if start < self.floor {
            return Missed::Afresh("too_old");
        }
        let hears = |(event, owner): &&(Event, Option<AccountId>)| match event.topic {
            Topic::Conversation(id) => event.topic == topic || topic == Topic::Me && self.is_in(id, account),
            Topic::Post(_) | Topic::Account(_) if event.topic == topic => true,
            _ => *owner == Some(account) && topic == Topic::Me,
        };
        let missed = self.log[start.min(self.published)..self.published].iter().filter(hears);
        let mut events: Vec<_> = missed.map(|(event, _)| event.clone()).collect();
        let (mut starts, mut has_left) = (Vec::new(), false);
        for event in &events {
            match room::regrouped(event) {
                Some((_, who, true)) if who == account => starts.push((event.topic, event.position.xid)),
                Some((_, who, false)) if who == account => has_left = true,
                _ => {}
            }
        }
        if topic != Topic::Me && has_left {
            return Missed::Afresh("joined");
        }
        // Nobody hears what was said before they joined.
        events.retain(|event| !starts.iter().any(|(of, start)| *of == event.topic && event.position.xid < *start));
        if events.len() > TOO_MANY { Missed::Afresh("too_many") } else { Missed::Events(events) }
    }
}
