//! One conversation's messages: a stretch without holes, and what arrived too early.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::change::{self, Change};
use crate::{
    features::messages::model::{Conversation, Message, Snapshot, Stretch},
    realtime::Position,
    shared::id::{AccountId, MessageId},
};

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
    known: HashSet<MessageId>,
    older: bool,
    following: bool,
    line: Option<i64>,
    versions: HashMap<AccountId, i64>,
    regrouped: bool,
}

impl Timeline {
    /// A conversation as just read. Where something is unread, the line "new messages" stands before it.
    #[must_use]
    pub fn new(viewer: AccountId, conversation: Snapshot<Conversation>, history: Stretch) -> Self {
        let line = (conversation.data.unread() > 0).then_some(conversation.data.mark.read_seq);
        let base = history.messages.first().map_or(conversation.data.last_seq, |first| first.seq - 1);
        let mut timeline = Self {
            viewer,
            position: conversation.position,
            conversation: conversation.data,
            base,
            stretch: BTreeMap::new(),
            held: BTreeMap::new(),
            known: HashSet::new(),
            older: history.older,
            following: false,
            line,
            versions: HashMap::new(),
            regrouped: false,
        };
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

    /// The messages that wait for a predecessor.
    pub fn held(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.held.values()
    }

    /// Whether the message is here, waiting or not.
    #[must_use]
    pub fn knows(&self, id: MessageId) -> bool {
        self.known.contains(&id)
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

    /// How many messages are missing between what stood at the end before and the newest one; 0 where
    /// the stretch was never at the end.
    #[must_use]
    pub fn gap(&self) -> i64 {
        if self.following { self.conversation.last_seq - self.last() } else { 0 }
    }

    /// The `seq` after which the line "new messages" stands.
    #[must_use]
    pub fn line(&self) -> Option<i64> {
        self.line
    }

    /// Whether who is in the conversation has to be read afresh.
    #[must_use]
    pub fn regrouped(&self) -> bool {
        self.regrouped
    }

    /// How many messages of others come after this `seq`, as far as they are here.
    #[must_use]
    pub fn unseen_after(&self, seq: i64) -> usize {
        self.stretch.range(seq + 1..).filter(|(_, message)| message.author_id != self.viewer).count()
    }

    /// Moves the line to where the viewer stopped looking; none once they spoke themselves.
    pub fn draw_line(&mut self, after: Option<i64>) {
        self.line = after;
    }

    /// Takes what happened, at this place in the stream.
    pub fn apply(&mut self, change: &Change, position: Position) {
        if position.is_after(self.position) {
            self.position = position;
        }
        if change.conversation().is_some_and(|id| id != self.conversation.id) {
            return;
        }
        match change {
            Change::Sent(message) => self.take([message.clone()]),
            Change::Receipt(receipt) => receipt.apply(&mut self.conversation),
            Change::Marked(_, mark) if mark.version > self.conversation.mark.version => {
                self.conversation.mark = mark.clone();
            }
            Change::Regrouped(_) => self.regrouped = true,
            Change::Renamed(account, version) => {
                let known = self.versions.entry(account.id).or_default();
                if *version > *known {
                    *known = *version;
                    change::rename(&mut self.conversation, account);
                }
            }
            Change::Marked(..) | Change::Joined(_) | Change::Left(_) => {}
        }
    }

    /// Takes an older page: what stands before the first message here.
    pub fn prepend(&mut self, page: Stretch) {
        let first = self.first();
        if page.messages.last().is_none_or(|last| last.seq + 1 == first) {
            self.older = page.older;
            page.messages.into_iter().for_each(|message| self.place(Arc::new(message)));
        }
    }

    /// Takes a newer page: what stands after the last message here.
    pub fn append(&mut self, page: Stretch) {
        self.take(page.messages);
    }

    /// Takes the conversation as just read, and its newest messages.
    ///
    /// Where they reach what is here, everything older stays, so that nobody's reading jumps; else,
    /// and after another life of the database, they replace it.
    pub fn refresh(&mut self, conversation: Snapshot<Conversation>, history: Stretch) {
        let same_life = conversation.position.epoch == self.position.epoch;
        let reaches = history.messages.first().is_none_or(|first| first.seq <= self.last() + 1);
        if !(same_life && reaches) {
            let line = self.line;
            *self = Self::new(self.viewer, conversation, history);
            self.line = line;
            return;
        }
        self.reread(conversation);
        self.take(history.messages);
    }

    /// Takes the conversation as just read; what was said since is read by [`Self::gap`].
    pub fn reread(&mut self, conversation: Snapshot<Conversation>) {
        let known = std::mem::replace(&mut self.conversation, conversation.data);
        self.position = conversation.position;
        self.regrouped = false;
        self.conversation.last_seq = self.conversation.last_seq.max(known.last_seq);
        if known.mark.version > self.conversation.mark.version {
            self.conversation.mark = known.mark;
        }
        for participant in &mut self.conversation.participants {
            if let Some(before) = known.participants.iter().find(|other| other.account.id == participant.account.id) {
                participant.delivered_seq = participant.delivered_seq.max(before.delivered_seq);
                participant.seen_seq = participant.seen_seq.max(before.seen_seq);
            }
        }
    }

    fn take(&mut self, messages: impl IntoIterator<Item = Message>) {
        for message in messages {
            let follows = message.seq == self.last() + 1 || self.stretch.contains_key(&message.seq);
            self.conversation.last_seq = self.conversation.last_seq.max(message.seq);
            if follows {
                self.place(Arc::new(message));
                self.release();
            } else if message.seq > self.last() {
                self.known.insert(message.id);
                self.held.insert(message.seq, Arc::new(message));
            }
        }
        self.following |= !self.newer();
    }

    fn place(&mut self, message: Arc<Message>) {
        if self.stretch.get(&message.seq).is_none_or(|known| known.version < message.version) {
            self.known.insert(message.id);
            self.stretch.insert(message.seq, message);
        }
    }

    fn release(&mut self) {
        while let Some(message) = self.held.remove(&(self.last() + 1)) {
            self.place(message);
        }
        let last = self.last();
        self.held.retain(|seq, _| *seq > last);
    }
}
