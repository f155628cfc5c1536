//! What is said by itself of a conversation, to who hears the page instead of seeing it: each new message of others once,
//! in order, or how many there are where they are too many to listen to. What was there when one came is never said, nor
//! what one says oneself, nor what becomes of a message later.

use std::sync::Arc;

use super::Timeline;
use crate::{
    features::messages::model::Message,
    shared::{id::AccountId, markdown::plain},
};

/// What stands in a group in the place of words of somebody whom the viewer blocked.
pub const FOLDED: &str = "Message from somebody you blocked";

/// New messages that are said one by one where they come at once.
const FEW: usize = 3;

/// Characters of a message that are said; who wants to hear more goes there.
const MOST: usize = 500;

/// How a conversation is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ear {
    /// It opens as it was left: what was said since stands there like all that was said before.
    Opening,
    /// Nobody looks at the page.
    Away,
    /// Somebody is there.
    Here,
}

/// Up to where a conversation was said, or stood there before anybody listened.
#[derive(Clone, Debug)]
pub struct Announcer {
    told: i64,
    /// Whether what is not said yet was missed, and not heard as it happened.
    missed: bool,
}

/// Something to be said.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A message.
    Said(Arc<Message>),
    /// So many.
    Many(i64),
}

impl Announcer {
    /// All that is known was there before.
    #[must_use]
    pub fn new(timeline: &Timeline) -> Self {
        Self { told: timeline.conversation().last_seq, missed: false }
    }

    /// Hears what became of the conversation; whether something is to be said of it, soon. Of what comes while nobody looks
    /// that is to be said later, unless it is read meanwhile on another device.
    pub fn hear(&mut self, timeline: &Timeline, ear: Ear) -> bool {
        let last = timeline.conversation().last_seq;
        // In another life of the database there may be less.
        self.told = self.told.min(last);
        match ear {
            Ear::Opening => self.pass(last),
            Ear::Away => {
                self.told = self.told.max(timeline.read().min(last));
                self.miss(timeline);
            }
            Ear::Here => {}
        }
        ear == Ear::Here && self.waits(timeline)
    }

    /// What is not said yet was missed: the connection was away, or nobody looked.
    pub fn miss(&mut self, timeline: &Timeline) {
        self.missed = self.waits(timeline);
    }

    /// Whether what is to be said was missed, so that there may be more of it.
    #[must_use]
    pub fn has_missed(&self) -> bool {
        self.missed
    }

    /// What is to be said now: nothing of it ever again. Who looks at the end of the conversation hears the messages, as far
    /// as they are not too many; who looks at something else in it, how many are unread at its end. Where some are missing at
    /// the end that somebody looks at, they are waited for.
    pub fn news(&mut self, timeline: &Timeline, at_end: bool) -> Vec<News> {
        let looks_there = at_end && timeline.follows();
        if !self.waits(timeline) || looks_there && timeline.newer() {
            return Vec::new();
        }
        let last = timeline.conversation().last_seq;
        let mut others = Vec::new();
        let mut absent = last - self.told;
        for message in timeline.after(self.told) {
            absent -= 1;
            if message.author_id != timeline.viewer() && !message.is_deleted() {
                others.push(News::Said(message.clone()));
            }
        }
        let few = if self.missed { 1 } else { FEW };
        self.pass(last);
        let is_whole = absent <= 0;
        if is_whole && (others.is_empty() || looks_there && others.len() <= few) {
            return others;
        }
        let new = i64::try_from(others.len()).unwrap_or(i64::MAX).saturating_add(absent.max(0));
        // Elsewhere what came before counts too: all of it is to be read there.
        let count = if looks_there { new } else { timeline.unread() };
        if count > 0 { vec![News::Many(count)] } else { Vec::new() }
    }

    fn waits(&self, timeline: &Timeline) -> bool {
        timeline.conversation().last_seq > self.told
    }

    fn pass(&mut self, last: i64) {
        (self.told, self.missed) = (last, false);
    }
}

impl News {
    /// As it is said. Words of those whom the viewer blocked are folded away as everywhere.
    #[must_use]
    pub fn words(
        &self,
        is_thread: bool,
        folds: impl Fn(AccountId) -> bool,
        name: impl Fn(AccountId) -> String,
    ) -> String {
        match self {
            Self::Said(message) if folds(message.author_id) => FOLDED.to_owned(),
            Self::Said(message) => {
                let (name, said) = (name(message.author_id), beginning(plain(&message.body)));
                match (message.forwarded, is_thread) {
                    (true, _) => format!("{name} forwarded: {said}"),
                    (false, true) => format!("{name} replied: {said}"),
                    (false, false) => format!("{name}: {said}"),
                }
            }
            Self::Many(count) => match (*count, is_thread) {
                (1, true) => "1 new reply".to_owned(),
                (1, false) => "1 new message".to_owned(),
                (many, true) => format!("{many} new replies"),
                (many, false) => format!("{many} new messages"),
            },
        }
    }
}

fn beginning(mut words: String) -> String {
    if let Some((end, _)) = words.char_indices().nth(MOST) {
        words.truncate(end);
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests;
