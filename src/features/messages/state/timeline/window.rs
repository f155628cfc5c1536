//! How much of a conversation is here at once, however long it is: what lies far from what is seen is let go of, and read
//! again by whoever scrolls there.

use std::{collections::HashSet, sync::Arc};

use super::Timeline;
use crate::features::messages::model::{Message, Quote};

/// Messages that are here before any are let go of. That happens once in a few pages, as it may hold up who scrolls.
const MOST: usize = 800;
/// Messages above the one that is seen which stay: several pages, so that whoever turns round does not wait.
const ABOVE: i64 = 300;
/// Messages below it which stay.
const BELOW: i64 = 200;
/// Names of the newest messages that stay though the messages do not: what one sent is not drawn as on its way again.
const NAMES: i64 = 1_000;
/// Beginnings of far messages that are here before any are let go of.
const QUOTES: usize = 500;

impl Timeline {
    /// Whether so much is here that some of it should be let go of.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.stretch.len() > MOST || self.held.len() > MOST
    }

    /// Where so much is here lets go of what is far from the message that is seen. What is let go of at the end counts as
    /// read and unread as it did; what is said from then on is read by whoever goes there.
    pub fn let_go(&mut self, seen: i64) {
        if !self.following && self.held.len() > MOST {
            // It is read with its page by whoever goes there.
            self.held.clear();
        }
        if self.stretch.len() <= MOST {
            return;
        }
        let unread = self.unread();
        let seen = seen.clamp(self.first(), self.last());
        let newer = self.stretch.split_off(&seen.saturating_add(BELOW + 1));
        let kept = self.stretch.split_off(&(seen - ABOVE));
        let older = std::mem::replace(&mut self.stretch, kept);
        self.older |= !older.is_empty();
        if !newer.is_empty() {
            self.following = false;
            self.reading.count(unread);
        }
        self.quote(older.into_values().chain(newer.into_values()));
        self.forget();
    }

    /// Quotes those of the messages that are answered by what stays.
    fn quote(&mut self, gone: impl Iterator<Item = Arc<Message>>) {
        let answered: HashSet<_> = self.stretch.values().filter_map(|message| message.reply_to).collect();
        self.learn(gone.filter(|message| answered.contains(&message.id)).map(|message| Quote::of(&message)));
    }

    /// Forgets the names of what is not here, save those that still count, and what nobody answers any more.
    pub(super) fn forget(&mut self) {
        let lately = self.reading.counted().min(self.conversation.last_seq - NAMES);
        let (stretch, held) = (&self.stretch, &self.held);
        self.known.retain(|_, seq| *seq > lately || stretch.contains_key(seq) || held.contains_key(seq));
        if self.quotes.len() > QUOTES {
            let here = stretch.values().chain(held.values());
            let answered: HashSet<_> = here.filter_map(|message| message.reply_to).collect();
            self.quotes.retain(|id, _| answered.contains(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, World};

    fn open(world: &World, first: i64) -> Timeline {
        Timeline::new(ANN, world.snapshot(), world.stretch(first, world.conversation.last_seq))
    }

    fn hear(timeline: &mut Timeline, world: &World, from: usize) {
        for (change, position) in world.changes().split_off(from) {
            timeline.apply(&change, position);
        }
    }

    /// Goes up page by page, looking at the first message each time; the most that was here at once, in messages and names.
    fn go_up(timeline: &mut Timeline, world: &World) -> (usize, usize) {
        let mut most = (0, 0);
        while timeline.older() {
            let first = timeline.first();
            timeline.prepend(world.stretch((first - 100).max(1), first - 1));
            most = (most.0.max(timeline.stretch.len()), most.1.max(timeline.known.len()));
            timeline.let_go(first);
        }
        most
    }

    fn go_down(timeline: &mut Timeline, world: &World) {
        while timeline.newer() {
            let last = timeline.last();
            timeline.append(world.stretch(last + 1, (last + 100).min(world.conversation.last_seq)));
            timeline.let_go(last);
        }
    }

    #[test]
    fn however_far_one_scrolls_only_what_is_near_is_here() {
        let world = World::with(10_000);
        let mut timeline = open(&world, 9_951);
        let (messages, names) = go_up(&mut timeline, &world);
        assert!((MOST..=MOST + 100).contains(&messages), "{messages} messages");
        assert!(names <= 2 * MOST + 1_000, "{names} names");
        assert_eq!(timeline.first(), 1);
        assert!(timeline.newer() && !timeline.follows());
        go_down(&mut timeline, &world);
        assert_eq!(timeline.last(), 10_000);
        assert!(timeline.older() && !timeline.newer() && timeline.follows());
        assert!(timeline.messages().count() <= MOST + 100);
        let seqs: Vec<_> = timeline.messages().map(|message| message.seq).collect();
        assert!(seqs.windows(2).all(|two| two[0] + 1 == two[1]), "there is no hole");
    }

    #[test]
    fn what_is_seen_and_what_is_around_it_stays() {
        let world = World::with(2_000);
        let mut timeline = open(&world, 1);
        timeline.let_go(1_000);
        assert_eq!((timeline.first(), timeline.last()), (700, 1_200));
        let few = World::with(500);
        let mut timeline = open(&few, 1);
        timeline.let_go(1);
        assert_eq!((timeline.first(), timeline.last()), (1, 500), "so few are no burden");
        for odd in [i64::MIN, i64::MAX] {
            let mut timeline = open(&world, 1);
            timeline.let_go(odd);
            assert!(timeline.messages().count() > 100, "{odd}");
        }
    }

    #[test]
    fn what_came_while_the_end_was_let_go_of_counts_once() {
        let mut world = World::with(2_000);
        world.read(2_000);
        let mut timeline = open(&world, 1);
        for _ in 0..5 {
            world.say(BOB, "new");
        }
        hear(&mut timeline, &world, 2_000);
        assert_eq!(timeline.unread(), 5);
        timeline.let_go(500);
        assert_eq!((timeline.unread(), timeline.gap()), (5, 0));
        world.say(BOB, "one more");
        hear(&mut timeline, &world, 2_005);
        assert_eq!(timeline.unread(), 6);
        go_down(&mut timeline, &world);
        assert_eq!((timeline.last(), timeline.unread()), (2_006, 6));
        timeline.read_to(2_006);
        assert_eq!(timeline.unread(), 0);
    }

    #[test]
    fn what_somebody_has_just_sent_is_known_though_it_is_let_go_of() {
        let mut world = World::with(2_000);
        let mut timeline = open(&world, 1);
        let own = world.say(ANN, "mine");
        hear(&mut timeline, &world, 2_000);
        timeline.let_go(500);
        assert!(timeline.last() < own.seq && timeline.knows(own.id));
    }

    #[test]
    fn what_is_let_go_of_is_quoted_by_the_answers_that_stay() {
        let mut world = World::with(1_000);
        let first = world.messages[0].clone();
        world.answer(BOB, "about that", first.id);
        let mut timeline = open(&world, 1);
        timeline.let_go(1_001);
        assert!(timeline.first() > 1 && timeline.unquoted().is_empty());
        assert_eq!(timeline.far_quote(first.id), Some(&Quote::of(&first)));
    }
}
