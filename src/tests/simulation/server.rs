//! The model of the server: what it stores, and the events it speaks; `saying` is what people say, `grouping` who is in a
//! conversation and what is known of it besides, `rewriting` what becomes of messages that stand there, `pinning` what is
//! pinned of them, `threads` what is said beside them, `previewing` what they show of pages, `scheduling` what is said later,
//! `blocking` and `reporting` how people keep others away, `consenting` what they make public of what was said, `square`
//! what they do in public (`publishing`, `judging`), `noticing` what others are told of that, `stream` who hears which of the
//! events.

mod blocking;
mod consenting;
mod grouping;
mod judging;
mod noticing;
mod pinning;
mod previewing;
mod publishing;
mod reporting;
mod rewriting;
mod saying;
mod scheduling;
mod square;
mod stream;
mod threads;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Fault,
    about::About,
    owned::Owned,
    pinned::Pinned,
    room::{self, Said, place},
    square::is_public,
};
use crate::{
    features::{
        accounts::state::{BLOCK, MUTE, PROFILE_CHANGE, SETTINGS_CHANGE},
        messages::state::{choosing::CHOOSE, operation::SAVE_DRAFT, scheduling::act},
        moderation::state::REPORT,
        publications::state::{ASK, CONSENT, SETTLE},
    },
    realtime::{Event, Position, Topic},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
        time::Time,
    },
    sync::Operation,
};

pub use blocking::{Deed, NOT_ACCEPTING};
pub use consenting::{Quoted, Wanted};
pub use reporting::Reported;
pub use scheduling::Claim;
pub use square::{Square, entry_of};
pub use stream::Missed;

/// The transaction before the first one of a database.
const FIRST_XID: u64 = 100;

/// What is stored, which no crash loses, and how far it was published.
pub struct Server {
    pub conversations: BTreeMap<ConversationId, Stored>,
    /// The conversation of each two who opened one.
    pub pairs: BTreeMap<[AccountId; 2], ConversationId>,
    /// Threads, and beside which conversation each stands.
    pub threads: BTreeMap<ConversationId, ConversationId>,
    /// What is each person's own.
    pub own: BTreeMap<AccountId, Owned>,
    /// The operations on that which were done, and what they were answered; those that changed something, each time they
    /// did; and what drafts they replaced.
    pub applied: BTreeMap<OperationId, Value>,
    pub changed: Vec<OperationId>,
    /// The operations on messages that stood there which were done, and all that were judged.
    pub rewritten: BTreeSet<OperationId>,
    pub judged: BTreeSet<OperationId>,
    /// The messages that are to show no page.
    bare: BTreeSet<OperationId>,
    /// What was said, and who kept whom away meanwhile.
    pub deeds: Vec<Deed>,
    pub reports: Vec<Reported>,
    pub wanted: Vec<Wanted>,
    pub square: Square,
    pub replaced: Vec<Replaced>,
    /// The mistake that it makes.
    pub fault: Option<Fault>,
    /// Who was ever sent out of which conversation.
    pub was_out: BTreeSet<(ConversationId, AccountId)>,
    /// Whose inbox carries what, as of the last event that was published.
    audience: BTreeMap<ConversationId, BTreeSet<AccountId>>,
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
    pub about: About,
    pub messages: Vec<Said>,
    pub read: BTreeMap<AccountId, i64>,
    pub pins: Pinned,
}

/// A draft that was replaced.
pub struct Replaced {
    pub by: OperationId,
    pub before: String,
}

impl Server {
    pub fn new(conversations: BTreeMap<ConversationId, Stored>) -> Self {
        let people = || conversations.values().flat_map(|stored| stored.about.people.keys());
        Self {
            square: Square::of(people().copied()),
            own: people().map(|account| (*account, Owned::at_first())).collect(),
            applied: BTreeMap::new(),
            changed: Vec::new(),
            rewritten: BTreeSet::new(),
            judged: BTreeSet::new(),
            bare: BTreeSet::new(),
            deeds: Vec::new(),
            reports: Vec::new(),
            wanted: Vec::new(),
            replaced: Vec::new(),
            fault: None,
            was_out: BTreeSet::new(),
            audience: audience(&conversations),
            conversations,
            pairs: BTreeMap::new(),
            threads: BTreeMap::new(),
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

    /// Whether somebody is in a conversation.
    pub fn is_in(&self, id: ConversationId, account: AccountId) -> bool {
        self.conversations[&id].about.people.contains_key(&account)
    }

    /// Applies an operation once.
    pub fn apply(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        match operation.kind.as_str() {
            SETTINGS_CHANGE | PROFILE_CHANGE | SAVE_DRAFT => self.apply_to_own(account, operation, now),
            CHOOSE => self.choose(account, operation, now),
            BLOCK | MUTE => Ok(self.keep_away(account, operation, now)),
            REPORT => self.report(account, operation),
            ASK | CONSENT | SETTLE => self.act_on_wanted(account, operation),
            _ if act(operation).is_some() => self.plan(account, operation, now),
            _ if is_public(operation) => self.act_in_public(account, operation, now),
            _ => self.apply_to_conversation(account, operation, now),
        }
    }

    fn apply_to_own(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        if operation.is_draft() && !self.is_in(place(&operation.body), account) {
            return Err(Error::Missing);
        }
        if let Some(answer) = self.known(account, operation) {
            return Ok(answer);
        }
        let own = self.own.get_mut(&account).expect("everybody has");
        let (topic, kind, outcome) = match operation.kind.as_str() {
            SETTINGS_CHANGE => (Topic::Me, room::SETTINGS_CHANGED, own.change_settings(operation)?),
            PROFILE_CHANGE => (Topic::Account(account), room::PROFILE_CHANGED, own.change_profile(operation)?),
            _ => {
                let id = place(&operation.body);
                let before = own.draft(id).body;
                let outcome = own.save_draft(id, operation, self.fault == Some(Fault::OverwrittenDraft))?;
                if outcome.is_news {
                    self.replaced.push(Replaced { by: operation.id, before });
                    self.blank(id, account);
                }
                (Topic::Me, room::DRAFT_CHANGED, outcome)
            }
        };
        self.applied.insert(operation.id, outcome.answer.clone());
        if outcome.is_news {
            self.changed.push(operation.id);
            self.speak(topic, Some(account), kind, outcome.answer.clone(), now);
        }
        Ok(outcome.answer)
    }

    /// What it answers where it has applied an operation before: of a draft what is kept by now.
    fn known(&self, account: AccountId, operation: &Operation) -> Option<Value> {
        let answer = self.applied.get(&operation.id).filter(|_| self.fault != Some(Fault::ForgottenChange))?;
        let kept = || json!(self.own[&account].draft(place(&operation.body)));
        Some(if operation.is_draft() { kept() } else { answer.clone() })
    }

    /// Of all that was told of a draft the last holds: what was told before is blanked.
    fn blank(&mut self, id: ConversationId, account: AccountId) {
        let told = self.log.iter_mut().rev().find(|(event, owner)| {
            event.kind == room::DRAFT_CHANGED && *owner == Some(account) && place(&event.body) == id
        });
        if let Some((event, _)) = told {
            event.body["body"] = Value::Null;
        }
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

    /// Forgets older events.
    pub fn trim(&mut self, keep: usize) {
        self.floor = self.floor.max(self.published.saturating_sub(keep));
    }

    /// The database is another one with the same rows: all events are gone, and places begin anew.
    pub fn renew(&mut self) {
        self.log.clear();
        self.audience = audience(&self.conversations);
        (self.published, self.floor) = (0, 0);
        (self.epoch, self.xid) = (self.epoch + 1, FIRST_XID);
    }
}

/// Whether words say themselves that they cannot be stored, or not while the server is strict.
fn is_refused(body: &str, strict: bool) -> bool {
    body.starts_with(room::NEVER) || strict && body.starts_with(room::NOT_NOW)
}

fn audience(conversations: &BTreeMap<ConversationId, Stored>) -> BTreeMap<ConversationId, BTreeSet<AccountId>> {
    conversations.iter().map(|(id, stored)| (*id, stored.about.people.keys().copied().collect())).collect()
}
