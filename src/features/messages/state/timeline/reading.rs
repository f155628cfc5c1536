//! How far the viewer has read a conversation on this device, and how much lies past that.

use super::Timeline;
use crate::{
    features::messages::model::{Conversation, Message},
    shared::id::AccountId,
};

/// What was read and what was not, whether or not the unread messages are here.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    viewer: AccountId,
    /// The newest message that was read.
    read: i64,
    /// How many messages of others come after it.
    unread: i64,
    /// Up to where messages are counted in `unread`; those after it count when they are heard.
    counted: i64,
    /// The `seq` after which the line "new messages" stands.
    line: Option<i64>,
}

impl Reading {
    /// As the conversation was read. Where something is unread, the line stands before it.
    pub fn new(viewer: AccountId, conversation: &Conversation) -> Self {
        let (read, unread) = (conversation.mark.read_seq, conversation.unread());
        Self { viewer, read, unread, counted: conversation.last_seq, line: (unread > 0).then_some(read) }
    }

    /// Goes on from what this device knew before all was read anew.
    pub fn go_on(&mut self, before: &Self) {
        self.line = before.line;
        if before.read > self.read {
            // What lies between the two marks is not here to be counted; what is here is counted when it is looked at.
            self.read = before.read;
            self.unread = self.unread.min((self.counted - self.read).max(0));
        }
    }

    /// Takes the conversation as just read, unless this device knows of more that was read.
    pub fn refresh(&mut self, conversation: &Conversation) {
        if conversation.mark.read_seq >= self.read {
            (self.read, self.unread) = (conversation.mark.read_seq, conversation.unread());
            self.counted = conversation.last_seq.max(self.counted);
        }
    }

    /// Up to where messages count without being heard.
    pub fn counted(&self) -> i64 {
        self.counted.max(self.read)
    }

    /// What lies past the mark is not counted by what is here any more.
    pub fn count(&mut self, unread: i64) {
        self.unread = unread;
    }

    /// A message was heard for the first time.
    pub fn hear(&mut self, message: &Message) {
        if message.seq > self.counted() && message.author_id != self.viewer {
            self.unread += 1;
        }
    }
}

impl Timeline {
    /// The newest message that was read on this device.
    #[must_use]
    pub fn read(&self) -> i64 {
        self.reading.read
    }

    /// How many messages of others were not read, here or not.
    #[must_use]
    pub fn unread(&self) -> i64 {
        if self.newer() { self.reading.unread } else { self.others(self.reading.read, i64::MAX) }
    }

    /// Whether reading up to here would read something of others.
    #[must_use]
    pub fn has_unread(&self, seq: i64) -> bool {
        self.others(self.reading.read, seq) > 0
    }

    /// The viewer has looked at everything up to here.
    pub fn read_to(&mut self, seq: i64) {
        if seq > self.reading.read {
            let after =
                if seq >= self.conversation.last_seq { 0 } else { self.unread() - self.others(self.reading.read, seq) };
            self.reading.unread = after.max(0);
            self.reading.read = seq;
        }
    }

    /// The `seq` after which the line "new messages" stands.
    #[must_use]
    pub fn line(&self) -> Option<i64> {
        self.reading.line
    }

    /// The same, where what comes after it is here, so that the line can be drawn.
    #[must_use]
    pub fn line_here(&self) -> Option<i64> {
        self.line().filter(|line| self.first() <= line + 1)
    }

    /// The stretch was read so that what is unread begins in it: between the mark and its first message the viewer alone
    /// has spoken, and the line stands where that is.
    pub fn begin_line_here(&mut self) {
        let before = self.first() - 1;
        self.reading.line = self.reading.line.map(|line| line.max(before));
    }

    /// Moves the line to where the viewer stopped looking; none once they spoke themselves.
    pub fn draw_line(&mut self, after: Option<i64>) {
        self.reading.line = after;
    }

    /// How many messages of others are here after one `seq` and up to another.
    fn others(&self, after: i64, to: i64) -> i64 {
        if after >= to {
            return 0;
        }
        let others = self.stretch.range(after + 1..=to).filter(|(_, message)| message.author_id != self.viewer);
        i64::try_from(others.count()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, World};

    /// Ann has read 10 of 30 messages; here are some of them. Bob says two of three.
    fn open(first: i64, last: i64) -> (World, Timeline) {
        let mut world = World::with(30);
        world.read(10);
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(first, last));
        (world, timeline)
    }

    #[test]
    fn what_is_unread_is_counted_though_it_is_not_here() {
        let (world, mut timeline) = open(1, 15);
        assert_eq!((timeline.line(), timeline.unread()), (Some(10), world.conversation.unread()));
        assert_eq!(world.conversation.unread(), 14);
        timeline.read_to(15);
        assert_eq!(timeline.unread(), 10);
        timeline.append(world.stretch(16, 30));
        assert_eq!(timeline.unread(), 10);
        timeline.read_to(30);
        assert_eq!((timeline.read(), timeline.unread()), (30, 0));
    }

    #[test]
    fn a_mark_moves_forward_only_and_only_over_words_of_others() {
        let (_, mut timeline) = open(1, 30);
        assert!(!timeline.has_unread(10));
        timeline.read_to(9);
        assert_eq!(timeline.read(), 10);
        timeline.read_to(12);
        assert!(!timeline.has_unread(13), "ann said the thirteenth herself");
        assert!(timeline.has_unread(14));
    }

    #[test]
    fn a_message_that_comes_while_older_ones_are_looked_at_counts_once() {
        let (mut world, mut timeline) = open(1, 15);
        world.say(BOB, "new");
        world.say(ANN, "from another device");
        let heard = world.changes().split_off(31);
        for (change, position) in heard.iter().chain(&heard) {
            timeline.apply(change, *position);
        }
        assert_eq!(timeline.unread(), 15);
        timeline.leap(world.stretch(20, 32));
        assert_eq!(timeline.unread(), 8 + 1, "what lies between is not here any more and counts as passed over");
        timeline.read_to(32);
        assert_eq!(timeline.unread(), 0);
    }

    #[test]
    fn what_was_read_on_another_device_is_read_here() {
        let (mut world, mut timeline) = open(1, 15);
        world.read(20);
        timeline.mark(&world.conversation.mark);
        assert_eq!((timeline.read(), timeline.unread()), (20, world.conversation.unread()));
        timeline.append(world.stretch(16, 30));
        assert_eq!(timeline.unread(), world.conversation.unread());
        let late = world.conversation.mark.clone();
        world.read(30);
        timeline.mark(&world.conversation.mark);
        timeline.mark(&late);
        assert_eq!((timeline.read(), timeline.unread()), (30, 0));
    }

    #[test]
    fn what_this_device_has_read_is_not_unread_again_after_reading_afresh() {
        let (world, mut timeline) = open(1, 30);
        timeline.read_to(30);
        timeline.refresh(world.snapshot(), world.stretch(21, 30));
        assert_eq!((timeline.read(), timeline.unread()), (30, 0));
        timeline.reread(world.snapshot());
        assert_eq!((timeline.read(), timeline.unread()), (30, 0));
    }
}
