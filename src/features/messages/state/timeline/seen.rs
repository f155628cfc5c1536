//! What somebody looks at who leaves a conversation, and looks at again when they come back to it.

use std::sync::Arc;

use super::Timeline;
use crate::{
    features::messages::model::{Message, Stretch},
    shared::id::MessageId,
};

/// Messages above the one at the lower edge: those that are seen, and some to scroll to before older ones are read.
const ABOVE: i64 = 80;
/// Messages below it.
const BELOW: i64 = 20;

impl Timeline {
    /// What stands around the message at the lower edge of what is seen; nothing where that message is not here.
    #[must_use]
    pub fn around(&self, lowest: MessageId) -> Option<Stretch> {
        let lowest = self.seq(lowest)?;
        let around = self.stretch.range(lowest - ABOVE..=lowest + BELOW);
        let messages: Vec<_> = around.map(|(_, message)| Message::clone(message)).collect();
        let older = self.older || messages.first()?.seq > self.first();
        let newer = messages.last()?.seq < self.conversation.last_seq;
        let quotes = self.quoted_by(&messages);
        Some(self.with_former(Stretch { messages, quotes, older, newer, ..Stretch::default() }))
    }

    /// Shows again what was seen. Where it does not reach what is here it stands in its place, and what lies between is
    /// read by whoever scrolls there.
    pub fn show_again(&mut self, seen: Stretch) {
        let (Some(first), Some(last)) = (seen.messages.first(), seen.messages.last()) else { return };
        let (first, last) = (first.seq, last.seq);
        if last + 1 < self.first() || first > self.last() + 1 {
            self.stretch.clear();
            (self.base, self.following) = (first - 1, false);
        }
        if first < self.first() || self.stretch.is_empty() {
            self.older = seen.older;
        }
        self.conversation.last_seq = self.conversation.last_seq.max(last);
        self.remember(seen.former);
        self.learn(seen.quotes);
        seen.messages.into_iter().for_each(|message| self.place(Arc::new(message)));
        self.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, World};

    fn open(world: &World, first: i64) -> Timeline {
        Timeline::new(ANN, world.snapshot(), world.stretch(first, world.conversation.last_seq))
    }

    fn seqs(timeline: &Timeline) -> (i64, i64, usize) {
        (timeline.first(), timeline.last(), timeline.messages().count())
    }

    fn left(world: &World, lowest: i64) -> Stretch {
        let place = usize::try_from(lowest - 1).expect("there is one");
        open(world, 1).around(world.messages[place].id).expect("it is here")
    }

    #[test]
    fn what_is_seen_is_what_stands_around_the_lowest_message() {
        let world = World::with(300);
        let seen = left(&world, 150);
        assert_eq!(seen, world.stretch(70, 170));
        assert!(seen.older && seen.newer);
        let seen = left(&world, 10);
        assert_eq!(seen, world.stretch(1, 30));
        assert!(open(&world, 200).around(world.messages[0].id).is_none());
    }

    #[test]
    fn what_was_seen_far_above_stands_in_the_place_of_the_newest() {
        let mut world = World::with(300);
        let seen = left(&world, 150);
        let mut timeline = open(&world, 251);
        timeline.show_again(seen);
        assert_eq!(seqs(&timeline), (70, 170, 101));
        assert!(timeline.older() && timeline.newer() && !timeline.follows());
        assert_eq!(timeline.gap(), 0, "what lies between is not read at once");
        world.say(BOB, "meanwhile");
        let (change, position) = world.changes().pop().expect("it was announced");
        timeline.apply(&change, position);
        assert_eq!(timeline.last(), 170);
        timeline.append(world.stretch(171, 301));
        assert_eq!(seqs(&timeline), (70, 301, 232));
        assert!(!timeline.newer());
    }

    #[test]
    fn what_was_seen_and_reaches_what_is_here_is_added_to_it() {
        let world = World::with(300);
        let seen = left(&world, 240);
        let mut timeline = open(&world, 251);
        timeline.show_again(seen.clone());
        assert_eq!(seqs(&timeline), (160, 300, 141));
        assert!(timeline.older() && !timeline.newer());
        let mut whole = open(&world, 1);
        whole.show_again(seen);
        assert_eq!(seqs(&whole), (1, 300, 300));
        assert!(!whole.older());
    }
}
