//! The model of the server: what it stores, the events it speaks, how it answers a resume.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::room::{self, Said};
use crate::{
    realtime::{Event, Position, Topic},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
        time::Time,
    },
    sync::Operation,
};

/// A resume of more events than this is told to read afresh.
const TOO_MANY: usize = 12;
/// The transaction before the first one of a database.
const FIRST_XID: u64 = 100;

/// What is stored, which no crash loses, and how far it was published.
pub struct Server {
    pub conversations: BTreeMap<ConversationId, Stored>,
    /// What a topic of the inbox belongs to, beside each event.
    log: Vec<(Event, Option<AccountId>)>,
    published: usize,
    /// Resumes from before this event are too old.
    floor: usize,
    epoch: u32,
    xid: u64,
    pub up: bool,
    /// Whether it refuses what it takes at other times.
    pub strict: bool,
    /// Counts the starts.
    pub life: u32,
}

/// A conversation as stored.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    pub people: BTreeSet<AccountId>,
    pub messages: Vec<Said>,
    pub read: BTreeMap<AccountId, i64>,
}

/// What missed events come to.
pub enum Missed {
    Events(Vec<Event>),
    TooMuch,
}

impl Server {
    pub fn new(conversations: BTreeMap<ConversationId, Stored>) -> Self {
        Self {
            conversations,
            log: Vec::new(),
            published: 0,
            floor: 0,
            epoch: 1,
            xid: FIRST_XID,
            up: true,
            strict: false,
            life: 0,
        }
    }

    /// Whether a message with this id is stored.
    pub fn knows(&self, id: OperationId) -> bool {
        self.conversations.values().any(|stored| stored.messages.iter().any(|said| said.id == id))
    }

    /// Applies an operation once.
    pub fn apply(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        let id: ConversationId = serde_json::from_value(operation.body["conversation_id"].clone()).expect("ours");
        let stored = self.conversations.get_mut(&id).filter(|stored| stored.people.contains(&account));
        let stored = stored.ok_or(Error::Missing)?;
        if operation.kind == room::MARK {
            return Ok(self.mark(account, id, operation, now));
        }
        let body = operation.body["body"].as_str().expect("ours").to_owned();
        if let Some(known) = stored.messages.iter().find(|said| said.id == operation.id) {
            return if known.body == body { Ok(known.json(id)) } else { Err(Error::Conflict) };
        }
        if body.starts_with(room::NEVER) || self.strict && body.starts_with(room::NOT_NOW) {
            return Err(Error::invalid("body", "required"));
        }
        let seq = i64::try_from(stored.messages.len()).expect("few") + 1;
        let said = Said { id: operation.id, seq, author: account, body };
        stored.messages.push(said.clone());
        self.speak(Topic::Conversation(id), None, room::SENT, said.json(id), now);
        Ok(said.json(id))
    }

    fn mark(&mut self, account: AccountId, id: ConversationId, operation: &Operation, now: i64) -> Value {
        let stored = self.conversations.get_mut(&id).expect("looked up");
        let last = i64::try_from(stored.messages.len()).expect("few");
        let read = operation.body["read"].as_i64().expect("ours").min(last);
        let known = stored.read.entry(account).or_default();
        if *known < read {
            *known = read;
            let body = json!({"conversation_id": id, "account_id": account, "read_seq": read});
            self.speak(Topic::Me, Some(account), room::MARKED, body.clone(), now);
            self.speak(Topic::Conversation(id), None, room::RECEIPT, body, now);
        }
        json!({})
    }

    fn speak(&mut self, topic: Topic, owner: Option<AccountId>, kind: &str, body: Value, now: i64) {
        self.xid += 1;
        let id = i64::try_from(self.log.len()).expect("few") + 1;
        let position = Position { epoch: self.epoch, xid: self.xid, id };
        self.log.push((Event { position, topic, kind: kind.into(), at: Time::from_millis(now), body }, owner));
    }

    /// Where the reader stands.
    pub fn position(&self) -> Position {
        let nothing = Position { epoch: self.epoch, xid: 0, id: 0 };
        self.published.checked_sub(1).map_or(nothing, |last| self.log[last].0.position)
    }

    /// Reads what was committed since the last time.
    pub fn publish(&mut self) -> std::ops::Range<usize> {
        let fresh = self.published..self.log.len();
        self.published = self.log.len();
        fresh
    }

    /// Forgets older events.
    pub fn trim(&mut self, keep: usize) {
        self.floor = self.floor.max(self.published.saturating_sub(keep));
    }

    /// The database is another one with the same rows: all events are gone, and places begin anew.
    pub fn renew(&mut self) {
        self.log.clear();
        (self.published, self.floor) = (0, 0);
        (self.epoch, self.xid) = (self.epoch + 1, FIRST_XID);
    }

    /// Those of the events that an account hears under these topics, each once.
    pub fn heard(&self, range: std::ops::Range<usize>, account: AccountId, topics: &BTreeSet<Topic>) -> Vec<Event> {
        let hears = |(event, owner): &&(Event, Option<AccountId>)| match event.topic {
            Topic::Conversation(id) => {
                let mine = self.conversations[&id].people.contains(&account);
                mine && (topics.contains(&Topic::Me) || topics.contains(&event.topic))
            }
            _ => *owner == Some(account) && topics.contains(&Topic::Me),
        };
        self.log[range].iter().filter(hears).map(|(event, _)| event.clone()).collect()
    }

    /// What lies after `since`, up to what was published.
    pub fn missed(&self, account: AccountId, topic: Topic, since: Option<Position>) -> Missed {
        let Some(since) = since else { return Missed::Events(Vec::new()) };
        if since.epoch != self.epoch {
            return Missed::TooMuch;
        }
        let start = self.log.partition_point(|(event, _)| !event.position.is_after(since));
        if start < self.floor {
            return Missed::TooMuch;
        }
        let events = self.heard(start.min(self.published)..self.published, account, &BTreeSet::from([topic]));
        if events.len() > TOO_MANY { Missed::TooMuch } else { Missed::Events(events) }
    }
}
