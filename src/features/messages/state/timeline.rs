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

    /// Whether others said something after `known`, up to `seen`.
    #[must_use]
    pub fn has_unseen(&self, known: i64, seen: i64) -> bool {
        known < seen && self.stretch.range(known + 1..=seen).any(|(_, message)| message.author_id != self.viewer)
    }

    /// The place of a message of the stretch.
    #[must_use]
    pub fn seq(&self, id: MessageId) -> Option<i64> {
        self.stretch.values().rev().find(|message| message.id == id).map(|message| message.seq)
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

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::SmallRng, seq::SliceRandom};

    use super::*;
    use crate::features::messages::state::world::{ANN, World};

    fn bodies(timeline: &Timeline) -> Vec<i64> {
        timeline.messages().map(|message| message.seq).collect()
    }

    #[test]
    fn a_message_waits_for_its_predecessor() {
        let mut world = World::with(3);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
        world.say(ANN, "four");
        world.say(ANN, "five");
        let changes = world.changes();
        timeline.apply(&changes[4].0, changes[4].1);
        assert_eq!((bodies(&timeline), timeline.gap()), (vec![1, 2, 3], 2));
        timeline.apply(&changes[3].0, changes[3].1);
        assert_eq!((bodies(&timeline), timeline.gap()), (vec![1, 2, 3, 4, 5], 0));
    }

    #[test]
    fn an_empty_conversation_takes_its_first_message() {
        let mut world = World::new();
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 0));
        assert!(!timeline.newer() && !timeline.older());
        world.say(ANN, "hello");
        let (change, position) = world.changes().remove(0);
        timeline.apply(&change, position);
        assert_eq!(bodies(&timeline), [1]);
        assert_eq!(timeline.position(), position);
    }

    #[test]
    fn older_pages_are_put_before_and_others_refused() {
        let world = World::with(30);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(21, 30));
        timeline.prepend(world.stretch(1, 10));
        assert_eq!(timeline.first(), 21);
        timeline.prepend(world.stretch(11, 20));
        timeline.prepend(world.stretch(11, 20));
        assert!(timeline.older());
        timeline.prepend(world.stretch(1, 10));
        assert_eq!((timeline.first(), timeline.last(), timeline.older()), (1, 30, false));
    }

    #[test]
    fn a_stretch_in_the_middle_is_no_gap() {
        let world = World::with(30);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(11, 20));
        assert_eq!((timeline.gap(), timeline.newer()), (0, true));
        timeline.append(world.stretch(21, 30));
        assert_eq!((timeline.gap(), timeline.newer()), (0, false));
    }

    #[test]
    fn reading_afresh_keeps_what_it_reaches() {
        let mut world = World::with(30);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 30));
        world.say(ANN, "one more");
        timeline.refresh(world.snapshot(), world.stretch(22, 31));
        assert_eq!((timeline.first(), timeline.last()), (1, 31));
        for _ in 0..100 {
            world.say(ANN, "much more");
        }
        timeline.refresh(world.snapshot(), world.stretch(122, 131));
        assert_eq!((timeline.first(), timeline.last(), timeline.older()), (122, 131, true));
    }

    #[test]
    fn another_life_of_the_database_replaces_everything() {
        let world = World::with(30);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 30));
        let mut restored = World::with(25).snapshot();
        restored.position.epoch += 1;
        timeline.refresh(restored, world.stretch(16, 25));
        assert_eq!((timeline.first(), timeline.last(), timeline.conversation().last_seq), (16, 25, 25));
    }

    #[test]
    fn a_mark_and_a_receipt_never_go_back() {
        let mut world = World::with(9);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 9));
        world.read(3);
        world.receipt(4, 2);
        world.read(6);
        world.receipt(7, 7);
        let mut changes = world.changes().split_off(9);
        changes.reverse();
        for (change, position) in changes {
            timeline.apply(&change, position);
        }
        assert_eq!(timeline.conversation(), &world.conversation);
    }

    #[test]
    fn whatever_is_lost_doubled_or_late_the_end_is_what_the_server_holds() {
        for seed in 0..300 {
            let mut chance = SmallRng::seed_from_u64(seed);
            let mut world = World::with(chance.random_range(0..30));
            let start = world.conversation.last_seq;
            let first = (start - chance.random_range(0..20)).max(1);
            let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(first, start));
            for _ in 0..chance.random_range(1..40) {
                let last = world.conversation.last_seq;
                match chance.random_range(0..5) {
                    0 => world.read(chance.random_range(0..=last)),
                    1 => world.receipt(chance.random_range(0..=last), 0),
                    _ => drop(
                        world
                            .say(if chance.random() { ANN } else { crate::features::messages::state::world::BOB }, "x"),
                    ),
                }
            }
            let mut arriving = world.changes();
            arriving.extend_from_within(..);
            arriving.retain(|_| chance.random_bool(0.7));
            arriving.shuffle(&mut chance);
            let mut shown = bodies(&timeline);
            for (change, position) in arriving {
                timeline.apply(&change, position);
                let now = bodies(&timeline);
                assert!(now.starts_with(&shown), "seed {seed}: what stood there moved");
                assert!(now.windows(2).all(|pair| pair[0] + 1 == pair[1]), "seed {seed}: a hole");
                shown = now;
            }
            while timeline.gap() > 0 {
                timeline.append(world.stretch(timeline.last() + 1, timeline.last() + 7));
            }
            while timeline.older() {
                timeline.prepend(world.stretch((timeline.first() - 7).max(1), timeline.first() - 1));
            }
            timeline.reread(world.snapshot());
            let held: Vec<_> = timeline.messages().map(|message| (**message).clone()).collect();
            let known = i64::try_from(held.len()).expect("few");
            assert_eq!(held, world.messages[..held.len()], "seed {seed}");
            assert_eq!(known + timeline.gap(), world.conversation.last_seq, "seed {seed}");
            assert_eq!(timeline.conversation(), &world.conversation, "seed {seed}");
        }
    }
}
