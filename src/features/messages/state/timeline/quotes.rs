//! What is answered or pinned in a conversation: messages that are here, and the beginnings of those that are not.

use std::collections::HashSet;

use super::Timeline;
use crate::{
    features::messages::model::{Message, Quote},
    shared::{id::MessageId, page::MAX_LIMIT},
};

impl Timeline {
    /// Takes the beginnings of messages as just read; of one message the newer holds.
    pub fn learn(&mut self, quotes: impl IntoIterator<Item = Quote>) {
        for quote in quotes {
            let known = self.quotes.entry(quote.id).or_default();
            if known.as_ref().is_none_or(|known| known.version < quote.version) {
                *known = Some(quote);
            }
        }
    }

    /// Takes what was read of these messages: what is not among it is not there.
    pub fn learn_of(&mut self, asked: &[MessageId], read: Vec<Quote>) {
        self.learn(read);
        for id in asked {
            self.quotes.entry(*id).or_default();
        }
    }

    /// Quotes a message as it became, where it is quoted and not here; whether that is news.
    pub(super) fn requote(&mut self, message: &Message) -> bool {
        match self.quotes.get_mut(&message.id) {
            Some(Some(known)) if known.version < message.version => {
                *known = Quote::of(message);
                true
            }
            _ => false,
        }
    }

    /// The beginning of a message that is not here, as far as it is known.
    #[must_use]
    pub fn far_quote(&self, id: MessageId) -> Option<&Quote> {
        self.quotes.get(&id).and_then(Option::as_ref)
    }

    /// What is answered here, or pinned, and not known, so that it has to be read; at most as many as are read at once.
    #[must_use]
    pub fn unquoted(&self) -> Vec<MessageId> {
        let far = self.answered_far();
        far.into_iter().filter(|id| !self.quotes.contains_key(id)).take(MAX_LIMIT as usize).collect()
    }

    /// What is answered here, or pinned, is not here itself, and was read once; at most as many as are read at once.
    #[must_use]
    pub fn quoted_far(&self) -> Vec<MessageId> {
        let far = self.answered_far();
        far.into_iter().filter(|id| self.quotes.contains_key(id)).take(MAX_LIMIT as usize).collect()
    }

    /// The beginnings of what these messages answer, or is pinned, and is not among them, as far as they are known.
    #[must_use]
    pub fn quoted_by(&self, messages: &[Message]) -> Vec<Quote> {
        let here: HashSet<_> = messages.iter().map(|message| message.id).collect();
        let answered = messages.iter().filter_map(|message| message.reply_to);
        let far = self.pinned().chain(answered).filter(|id| !here.contains(id));
        let far: HashSet<_> = far.collect();
        if far.is_empty() {
            return Vec::new();
        }
        let near = self.stretch.values().filter(|message| far.contains(&message.id)).map(|message| Quote::of(message));
        let near: Vec<_> = near.collect();
        let is_near = |id: &MessageId| near.iter().any(|quote| quote.id == *id);
        let rest: Vec<_> = far.iter().filter(|id| !is_near(id)).filter_map(|id| self.far_quote(*id)).cloned().collect();
        near.into_iter().chain(rest).collect()
    }

    /// What is pinned, as far as it was stored.
    fn pinned(&self) -> impl Iterator<Item = MessageId> {
        self.conversation.pins.iter().flat_map(|pins| &pins.messages).map(|pin| pin.id)
    }

    /// What is pinned, or answered by messages that are here, and is not here itself; the oldest answers first.
    fn answered_far(&self) -> Vec<MessageId> {
        let all = || self.stretch.values().chain(self.held.values());
        if self.pinned().next().is_none() && all().all(|message| message.reply_to.is_none()) {
            return Vec::new();
        }
        let here: HashSet<_> = all().map(|message| message.id).collect();
        let mut seen = HashSet::new();
        let answered = all().filter_map(|message| message.reply_to);
        self.pinned().chain(answered).filter(|id| !here.contains(id) && seen.insert(*id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, World};

    /// Bob answers the first of many messages, and only the last few are here.
    fn answered() -> (World, Timeline) {
        let mut world = World::with(200);
        let first = world.messages[0].id;
        world.answer(BOB, "about that", first);
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(190, 201));
        (world, timeline)
    }

    #[test]
    fn what_is_answered_far_above_has_to_be_read_once() {
        let (world, mut timeline) = answered();
        let first = world.messages[0].id;
        assert_eq!(timeline.unquoted(), [first]);
        timeline.learn_of(&[first], vec![Quote::of(&world.messages[0])]);
        assert_eq!(timeline.far_quote(first).map(|quote| quote.body.as_str()), Some("message 0"));
        assert!(timeline.unquoted().is_empty());
        assert_eq!(timeline.quoted_far(), [first]);
    }

    #[test]
    fn what_is_not_there_is_not_asked_for_again() {
        let (world, mut timeline) = answered();
        let first = world.messages[0].id;
        timeline.learn_of(&[first], Vec::new());
        assert!(timeline.unquoted().is_empty() && timeline.far_quote(first).is_none());
    }

    #[test]
    fn a_quote_says_what_its_message_says_by_now() {
        let (mut world, mut timeline) = answered();
        let old = Quote::of(&world.messages[0]);
        timeline.learn([old.clone()]);
        world.edit(1, "hello");
        for (change, position) in world.changes().split_off(201) {
            timeline.apply(&change, position);
        }
        let quoted = |timeline: &Timeline| timeline.far_quote(old.id).map(|quote| quote.body.clone());
        assert_eq!(quoted(&timeline).as_deref(), Some("hello"));
        timeline.learn([old.clone()]);
        assert_eq!(quoted(&timeline).as_deref(), Some("hello"), "an older reading takes nothing back");
        world.delete(1);
        assert!(timeline.change(&world.messages[0]), "it is news to who sees the quote");
        assert!(timeline.far_quote(old.id).is_some_and(Quote::is_deleted));
    }

    #[test]
    fn what_is_pinned_far_above_is_read_and_kept_as_what_is_answered_is() {
        let mut world = World::with(200);
        world.pin(2, BOB, true);
        let pinned = Quote::of(&world.messages[1]);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(190, 200));
        assert_eq!(timeline.unquoted(), [pinned.id]);
        timeline.learn_of(&[pinned.id], vec![pinned.clone()]);
        assert!(timeline.unquoted().is_empty());
        assert_eq!(timeline.newest(3).map(|(_, kept)| kept.quotes), Some(vec![pinned]));
    }

    #[test]
    fn what_is_kept_of_a_conversation_quotes_what_is_not_kept() {
        let (world, mut timeline) = answered();
        let first = Quote::of(&world.messages[0]);
        timeline.learn([first.clone()]);
        let (conversation, kept) = timeline.newest(3).expect("its end is here");
        assert_eq!(kept.quotes, std::slice::from_ref(&first));
        let again = crate::realtime::Snapshot { position: timeline.position(), data: conversation };
        assert_eq!(Timeline::new(ANN, again, kept).far_quote(first.id), Some(&first));
        let whole = Timeline::new(ANN, world.snapshot(), world.stretch(1, 201));
        assert!(whole.unquoted().is_empty() && whole.newest(300).is_some_and(|(_, kept)| kept.quotes.is_empty()));
        assert_eq!(whole.newest(3).map(|(_, kept)| kept.quotes), Some(vec![first]));
    }
}
