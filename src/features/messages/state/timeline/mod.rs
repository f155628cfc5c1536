//! One conversation's messages: a stretch without holes, and what arrived too early.
//!
//! `merge` takes what happens and what is read into it, `people` knows who speaks in it, `previews` what messages show of
//! pages, `quotes` what is answered, `reading` how far the viewer has read, `seen` what somebody looks at who leaves it and
//! comes back, `window` how much of it is here at once.

mod merge;
mod people;
mod previews;
mod quotes;
mod reading;
mod seen;
mod window;

use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
    sync::Arc,
};

use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Conversation, Message, NewAnswers, NewPreview, NewReactions, Quote, Stretch},
    },
    realtime::{Position, Snapshot},
    shared::id::{AccountId, MessageId},
};

use reading::Reading;

/// What this device knows of a conversation.
///
/// The stretch has no hole: a message whose predecessor is missing is held until that one is there.
#[derive(Clone, Debug)]
pub struct Timeline {
    viewer: AccountId,
    position: Position,
    conversation: Conversation,
    base: i64,
    stretch: BTreeMap<i64, Arc<Message>>,
    held: BTreeMap<i64, Arc<Message>>,
    /// What became of messages that are not here: a page that was read before may bring them as they were.
    early: BTreeMap<i64, Arc<Message>>,
    /// What people think of messages that are not here.
    thought: BTreeMap<i64, NewReactions>,
    /// What messages that are not here show of pages.
    previews: BTreeMap<i64, NewPreview>,
    /// How much was said in the threads of messages that are not here.
    threads: BTreeMap<i64, NewAnswers>,
    /// The beginnings of what is answered and was not here; nothing of what is not there.
    quotes: HashMap<MessageId, Option<Quote>>,
    /// The names of messages that are here or came lately, with their places.
    known: HashMap<MessageId, i64>,
    older: bool,
    following: bool,
    reading: Reading,
    versions: HashMap<AccountId, i64>,
    /// Those who said something here and are not in the conversation any more.
    former: BTreeMap<AccountId, Account>,
    regrouped: bool,
}

impl Timeline {
    /// A conversation as just read. Where something is unread, the line "new messages" stands before it.
    #[must_use]
    pub fn new(viewer: AccountId, conversation: Snapshot<Conversation>, history: Stretch) -> Self {
        let reading = Reading::new(viewer, &conversation.data);
        let base = history.messages.first().map_or(conversation.data.last_seq, |first| first.seq - 1);
        let mut timeline = Self {
            viewer,
            position: conversation.position,
            conversation: conversation.data,
            base,
            stretch: BTreeMap::new(),
            held: BTreeMap::new(),
            early: BTreeMap::new(),
            thought: BTreeMap::new(),
            previews: BTreeMap::new(),
            threads: BTreeMap::new(),
            quotes: HashMap::new(),
            known: HashMap::new(),
            older: history.older,
            following: false,
            reading,
            versions: HashMap::new(),
            former: BTreeMap::new(),
            regrouped: false,
        };
        timeline.remember(history.former);
        timeline.learn(history.quotes);
        timeline.take(history.messages);
        timeline
    }

    /// Who looks at it.
    #[must_use]
    pub fn viewer(&self) -> AccountId {
        self.viewer
    }

    /// The place in the stream of events up to which everything is in here.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The conversation with everything that was applied.
    #[must_use]
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// The messages in order.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Arc<Message>> {
        self.stretch.values()
    }

    /// The messages that wait for a predecessor at the end of the conversation. Where the end is not what is looked
    /// at, those that arrive wait without being seen.
    pub fn held(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.held.values().filter(|_| self.following)
    }

    /// The messages after this `seq` that are here, those that wait for a predecessor too.
    pub fn after(&self, seq: i64) -> impl Iterator<Item = &Arc<Message>> {
        let after = (Bound::Excluded(seq), Bound::Unbounded);
        self.stretch.range(after).chain(self.held.range(after)).map(|(_, message)| message)
    }

    /// Whether the message is here, waiting or not, or came lately and was let go of.
    #[must_use]
    pub fn knows(&self, id: MessageId) -> bool {
        self.known.contains_key(&id)
    }

    /// The `seq` of the first message here, or the one that the next message will have.
    #[must_use]
    pub fn first(&self) -> i64 {
        self.stretch.first_key_value().map_or(self.base + 1, |(seq, _)| *seq)
    }

    /// The `seq` of the last message here, or of the one before the first that will come.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.stretch.last_key_value().map_or(self.base, |(seq, _)| *seq)
    }

    /// Whether there are older messages to read.
    #[must_use]
    pub fn older(&self) -> bool {
        self.older
    }

    /// Whether there are newer messages to read.
    #[must_use]
    pub fn newer(&self) -> bool {
        self.last() < self.conversation.last_seq
    }

    /// Whether the stretch was at the end once, so that what is said is to stand in it.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.following
    }

    /// How many messages are missing between what stood at the end before and the newest one; 0 where
    /// the stretch was never at the end.
    #[must_use]
    pub fn gap(&self) -> i64 {
        if self.following { self.conversation.last_seq - self.last() } else { 0 }
    }

    /// Whether who is in the conversation has to be read afresh.
    #[must_use]
    pub fn regrouped(&self) -> bool {
        self.regrouped
    }

    /// The place of a message of the stretch.
    #[must_use]
    pub fn seq(&self, id: MessageId) -> Option<i64> {
        self.stretch.values().rev().find(|message| message.id == id).map(|message| message.seq)
    }
}

#[cfg(test)]
mod tests;
