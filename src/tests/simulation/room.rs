//! What a device knows of a conversation: messages without holes, and how far each person has read.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{about::About, pinned::Pinned, previewed::Shown, server::Stored};
use crate::{
    realtime::{Event, Topic},
    shared::id::{AccountId, ConversationId, OperationId},
    sync::{Operation, Overlay, Pending},
};

/// Kinds of operations and events, as the product has them; those of operations on what is a person's own stand in the
/// state of their slices.
pub const SEND: &str = "message.send";
pub const EDIT: &str = "message.edit";
pub const DELETE: &str = "message.delete";
pub const REACT: &str = "message.react";
pub const PIN: &str = "message.pin";
pub const UNPREVIEW: &str = "message.unpreview";
pub const MARK: &str = "conversation.mark";
pub const FOLLOW: &str = "person.follow";
pub const READ: &str = "notification.read";
pub const READ_ALL: &str = "notification.read_all";
pub const DISMISS: &str = "suggestion.dismiss";
pub const SENT: &str = "message.sent";
pub const EDITED: &str = "message.edited";
pub const DELETED: &str = "message.deleted";
pub const REACTED: &str = "message.reacted";
pub const ANSWERED: &str = "message.answered";
pub const PREVIEWED: &str = "message.previewed";
pub const PINNED: &str = "pins.changed";
pub const MARKED: &str = "mark.moved";
pub const RECEIPT: &str = "receipt.seen";
pub const MEMBER_JOINED: &str = "member.joined";
pub const MEMBER_LEFT: &str = "member.left";
pub const PARTICIPANT_JOINED: &str = "participant.joined";
pub const PARTICIPANT_LEFT: &str = "participant.left";
pub const PARTICIPANT_CHANGED: &str = "participant.changed";
pub const RETITLED: &str = "conversation.changed";
pub const DRAFT_CHANGED: &str = "draft.changed";
pub const SETTINGS_CHANGED: &str = "settings.changed";
pub const PROFILE_CHANGED: &str = "profile.changed";
pub const SCHEDULED: &str = "scheduled.changed";
pub const UNSCHEDULED: &str = "scheduled.removed";
pub const BLOCKED: &str = "person.blocked";
pub const UNBLOCKED: &str = "person.unblocked";
pub const MUTED: &str = "person.muted";
pub const UNMUTED: &str = "person.unmuted";

/// The words of a message that starts so are refused, whatever happens.
pub const NEVER: char = '!';
/// The words of a message that starts so are refused while the server is strict.
pub const NOT_NOW: char = '?';

/// The conversation that the body of an operation or of an event names.
pub fn place(body: &Value) -> ConversationId {
    serde_json::from_value(body["conversation_id"].clone()).expect("ours")
}

/// Into which conversation the event says that somebody came, or out of which they went: who, and whether they came.
pub fn regrouped(event: &Event) -> Option<(ConversationId, AccountId, bool)> {
    let comes = match event.kind.as_str() {
        PARTICIPANT_JOINED => true,
        PARTICIPANT_LEFT => false,
        _ => return None,
    };
    let Topic::Conversation(id) = event.topic else { return None };
    Some((id, account(event), comes))
}

/// Whether the event says that others are in a conversation than before, or as something else: that has to be read.
pub fn is_moved(event: &Event) -> bool {
    [PARTICIPANT_JOINED, PARTICIPANT_LEFT, PARTICIPANT_CHANGED].contains(&event.kind.as_str())
}

fn account(event: &Event) -> AccountId {
    serde_json::from_value(event.body["account_id"].clone()).expect("ours")
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub id: OperationId,
    pub seq: i64,
    pub author: AccountId,
    /// Nothing once it was deleted.
    pub body: String,
    /// Counts the changes, from 1.
    pub version: i64,
    /// What it answers.
    pub reply_to: Option<OperationId>,
    /// Whether it was taken from elsewhere.
    pub forwarded: bool,
    /// Who reacted with what; none once it was deleted.
    pub reactions: Reactions,
    /// Counts their changes, from 0.
    pub reacted: i64,
    /// How much was said in its thread.
    pub answered: i64,
    pub shown: Shown,
}

/// Emoji, and who chose them.
pub type Reactions = BTreeMap<String, BTreeSet<AccountId>>;

impl Said {
    /// Takes what is newer in another reading: what it says, its reactions, how much was said in its thread and the page
    /// that it shows, each by its own count.
    fn catch_up(&mut self, other: Self) {
        let answered = self.answered.max(other.answered);
        let mut shown = std::mem::take(&mut self.shown);
        shown.take(other.shown.clone());
        let (reactions, reacted) = if other.reacted > self.reacted {
            (other.reactions.clone(), other.reacted)
        } else {
            (std::mem::take(&mut self.reactions), self.reacted)
        };
        if other.version > self.version {
            *self = other;
        }
        (self.reactions, self.reacted) = (reactions, reacted);
        (self.answered, self.shown) = (answered, shown);
    }

    pub fn json(&self, conversation: ConversationId) -> Value {
        let mut value = json!(self);
        value["conversation_id"] = json!(conversation);
        value
    }
}

/// A conversation as a device has it.
#[derive(Clone, Debug)]
pub struct Room {
    pub id: ConversationId,
    pub messages: Vec<Said>,
    /// Messages whose predecessor has not arrived.
    held: BTreeMap<i64, Said>,
    /// Reactions to what has not arrived.
    thought: BTreeMap<i64, (i64, Reactions)>,
    /// How much was said in the threads of what has not arrived.
    threads: BTreeMap<i64, i64>,
    /// The pages that such messages show.
    previews: BTreeMap<i64, Shown>,
    pub read: BTreeMap<AccountId, i64>,
    pub about: About,
    pub pins: Pinned,
    /// What the overlay has laid over.
    pub unsent: Vec<OperationId>,
}

impl Room {
    pub fn new(id: ConversationId, stored: Stored) -> Self {
        let (held, thought, threads, previews) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let Stored { about, messages, read, pins } = stored;
        Self { id, messages, held, thought, threads, previews, read, about, pins, unsent: Vec::new() }
    }

    /// Takes what was read afresh; what is known beyond it stays.
    pub fn renew(&mut self, stored: Stored) {
        stored.messages.into_iter().for_each(|said| self.take(said));
        for (account, seq) in stored.read {
            self.moved(account, seq);
        }
        self.about.renew(stored.about);
        self.pins.take(stored.pins);
        self.release();
    }

    /// Takes an event in; whether a message has to wait for its predecessor.
    pub fn apply(&mut self, event: &Event) -> bool {
        self.about.hear(|| account(event), event);
        match event.kind.as_str() {
            SENT | EDITED | DELETED => {
                let said: Said = serde_json::from_value(event.body.clone()).expect("ours");
                let waits = said.seq > self.last() + 1;
                self.take(said);
                return waits;
            }
            REACTED => self.think(event),
            ANSWERED => self.be_answered(event),
            PREVIEWED => self.preview(event),
            PINNED => self.pins.take(serde_json::from_value(event.body.clone()).expect("ours")),
            MARKED | RECEIPT => self.moved(account(event), event.body["read_seq"].as_i64().expect("ours")),
            _ => {}
        }
        false
    }

    /// The newest message that stands without a hole before it.
    pub fn last(&self) -> i64 {
        i64::try_from(self.messages.len()).expect("few")
    }

    /// Whether the message is confirmed, be it that it waits for its predecessor.
    pub fn knows(&self, id: OperationId) -> bool {
        self.messages.iter().chain(self.held.values()).any(|said| said.id == id)
    }

    /// Takes a message in, unless a newer version of it is known.
    pub fn take(&mut self, mut said: Said) {
        let place = usize::try_from(said.seq - 1).expect("from 1");
        if let Some((reacted, reactions)) =
            self.thought.remove(&said.seq).filter(|(reacted, _)| *reacted > said.reacted)
        {
            (said.reacted, said.reactions) = (reacted, reactions);
        }
        said.answered = self.threads.remove(&said.seq).unwrap_or_default().max(said.answered);
        if let Some(shown) = self.previews.remove(&said.seq) {
            said.shown.take(shown);
        }
        let known = self.messages.get_mut(place);
        match known.or_else(|| self.held.get_mut(&said.seq)) {
            Some(known) => known.catch_up(said),
            None => drop(self.held.insert(said.seq, said)),
        }
        self.release();
    }

    /// Takes what the server answered to a change of a message: that message, or all that is pinned.
    pub fn take_answer(&mut self, operation: &Operation, answer: &Value) {
        if operation.kind == PIN {
            self.pins.take(serde_json::from_value(answer.clone()).expect("ours"));
        } else {
            self.take(serde_json::from_value(answer.clone()).expect("ours"));
        }
    }

    /// Takes what people think of a message by then, be it that it has not arrived.
    fn think(&mut self, event: &Event) {
        let [seq, reacted] = ["seq", "reacted"].map(|name| event.body[name].as_i64().expect("ours"));
        let reactions = serde_json::from_value(event.body["reactions"].clone()).expect("ours");
        let place = usize::try_from(seq - 1).expect("from 1");
        let known = self.messages.get_mut(place);
        match known.or_else(|| self.held.get_mut(&seq)) {
            Some(known) if known.reacted < reacted => (known.reacted, known.reactions) = (reacted, reactions),
            Some(_) => {}
            None if self.thought.get(&seq).is_some_and(|(known, _)| *known >= reacted) => {}
            None => drop(self.thought.insert(seq, (reacted, reactions))),
        }
    }

    /// Takes how much was said in the thread of a message by then, be it that it has not arrived.
    fn be_answered(&mut self, event: &Event) {
        let [seq, answered] = ["seq", "answered"].map(|name| event.body[name].as_i64().expect("ours"));
        let known = self.messages.get_mut(usize::try_from(seq - 1).expect("from 1"));
        let told = match known.or_else(|| self.held.get_mut(&seq)) {
            Some(known) => &mut known.answered,
            None => self.threads.entry(seq).or_default(),
        };
        *told = answered.max(*told);
    }

    /// Takes which page a message shows by then, be it that it has not arrived.
    fn preview(&mut self, event: &Event) {
        let seq = event.body["seq"].as_i64().expect("ours");
        let shown: Shown = serde_json::from_value(event.body["shown"].clone()).expect("ours");
        let known = self.messages.get_mut(usize::try_from(seq - 1).expect("from 1"));
        match known.or_else(|| self.held.get_mut(&seq)) {
            Some(known) => known.shown.take(shown),
            None => self.previews.entry(seq).or_default().take(shown),
        }
    }

    fn moved(&mut self, account: AccountId, seq: i64) {
        let known = self.read.entry(account).or_default();
        *known = seq.max(*known);
    }

    fn release(&mut self) {
        let last = self.last();
        self.held.retain(|seq, _| *seq > last);
        while let Some(next) = self.held.remove(&(self.last() + 1)) {
            self.messages.push(next);
        }
    }
}

impl Overlay for Room {
    fn lay(&mut self, pending: &Pending) {
        let here = pending.operation.object == format!("conversation:{}", self.id);
        if here && pending.operation.kind == SEND && !self.knows(pending.operation.id) {
            self.unsent.push(pending.operation.id);
        }
    }
}
