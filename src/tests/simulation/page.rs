//! An open page of a tab: what it shows of the conversations that it has read.

use std::collections::BTreeMap;

use super::{
    owned::Owned,
    room::{Room, place},
    server::Stored,
    square::Seen,
};
use crate::{
    realtime::{Event, Position, Topic},
    shared::id::{AccountId, ConversationId, OperationId, PostId},
    sync::ListenerId,
};

/// Something that a tab reads from the server and keeps up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Inbox,
    Room(ConversationId),
    Thread(PostId),
    Person(AccountId),
}

impl What {
    pub fn topic(self) -> Topic {
        match self {
            Self::Inbox => Topic::Me,
            Self::Room(id) => Topic::Conversation(id),
            Self::Thread(id) => Topic::Post(id),
            Self::Person(id) => Topic::Account(id),
        }
    }

    pub fn hears(self, topic: Topic) -> bool {
        self == Self::Inbox && !matches!(topic, Topic::Post(_)) || self.topic() == topic
    }
}

/// What was read for a page: no conversation where the person is out of it.
#[derive(Debug)]
pub struct Reading {
    /// Which of the readings that were asked for.
    pub number: u32,
    /// What happened after it may be missing.
    pub position: Position,
    pub rooms: BTreeMap<ConversationId, Stored>,
    /// With the inbox, what is the person's own.
    pub own: Option<Box<Owned>>,
    /// Of a thread or a person, what there is to see.
    pub seen: Option<Seen>,
}

/// What an open page holds; nothing before it was read.
#[derive(Default)]
pub struct Page {
    pub listener: Option<ListenerId>,
    pub rooms: BTreeMap<ConversationId, Room>,
    /// Whether it is being read afresh, so that it may lack something for a moment.
    pub stale: bool,
    /// Counts the readings that were asked for: the last one holds.
    pub readings: u32,
    /// What was heard of conversations that were not read yet.
    early: Vec<Event>,
    /// Messages done since it was read.
    pub recent: Vec<OperationId>,
}

impl Page {
    /// Shows what was read, and what was heard of it meanwhile.
    pub fn read(&mut self, rooms: BTreeMap<ConversationId, Stored>) {
        self.rooms.retain(|id, _| rooms.contains_key(id));
        for (id, stored) in rooms {
            match self.rooms.get_mut(&id) {
                Some(room) => room.renew(stored),
                None => drop(self.rooms.insert(id, Room::new(id, stored))),
            }
        }
        for event in std::mem::take(&mut self.early) {
            if let Some(room) = self.rooms.get_mut(&place(&event.body)) {
                room.apply(&event);
            }
        }
        self.stale = false;
    }

    /// Takes an event of a conversation in; whether a message has to wait for its predecessor.
    pub fn hear(&mut self, event: &Event) -> bool {
        if let Some(room) = self.rooms.get_mut(&place(&event.body)) {
            return room.apply(event);
        }
        self.early.push(event.clone());
        false
    }
}
