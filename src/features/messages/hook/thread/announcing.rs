//! What is said by itself of a conversation while somebody is there. New messages are gathered for a moment first, and after
//! something was said for longer, so that many of them are summed up.

use std::{collections::BTreeSet, mem::replace, time::Duration};

use leptos::prelude::*;

use super::Thread;
use crate::{
    features::{
        accounts::model::Me,
        messages::state::{Announcer, Ear, Timeline},
    },
    shared::{effect::Effect, id::OperationId},
};

/// How long what comes is gathered that comes as it happens.
const MOMENT: Duration = Duration::from_millis(100);
/// The same, for what was missed: it comes in several parts.
const WHILE: Duration = Duration::from_secs(1);
/// How long nothing is said after something was.
const PAUSE: Duration = Duration::from_millis(1_500);
/// How long it stands in the document, to be heard there; who reads the page with a cursor does not come across it later.
const STANDS: Duration = Duration::from_secs(3);

/// Something that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Counts them.
    pub number: u32,
    /// What.
    pub words: String,
}

/// What is said, and what was.
#[derive(Clone, Copy)]
pub(super) struct Announcing {
    /// What stands in the document to be heard, in order.
    said: RwSignal<Vec<Saying>>,
    announcer: StoredValue<Announcer>,
    /// Whether somebody will come for what is to be said.
    expected: StoredValue<bool>,
    /// How many there were.
    count: StoredValue<u32>,
    /// Refusals that were told where they stand.
    refused: StoredValue<BTreeSet<OperationId>>,
    me: Signal<Option<Me>>,
}

impl Announcing {
    pub(super) fn new(timeline: &Timeline, me: Signal<Option<Me>>) -> Self {
        Self {
            said: RwSignal::new(Vec::new()),
            announcer: StoredValue::new(Announcer::new(timeline)),
            expected: StoredValue::new(false),
            count: StoredValue::new(0),
            refused: StoredValue::new(BTreeSet::new()),
            me,
        }
    }

    /// Has this heard, until it has stood there long enough.
    fn say(self, words: Vec<String>) {
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let counted = self.count.try_update_value(|all| {
            let first = *all;
            *all = first.wrapping_add(count);
            first
        });
        let Some(first) = counted else { return };
        let numbers: Vec<_> = (0..count).map(|place| first.wrapping_add(place)).collect();
        let sayings = numbers.iter().zip(words).map(|(number, words)| Saying { number: *number, words });
        self.said.try_update(|said| said.extend(sayings));
        let fade = move || _ = self.said.try_update(|said| said.retain(|saying| !numbers.contains(&saying.number)));
        set_timeout(fade, STANDS);
    }
}

impl Thread {
    /// What is to be heard now, each once and in order.
    #[must_use]
    pub fn sayings(self) -> Vec<Saying> {
        self.announcing.get_value().said.get()
    }

    /// Hears what comes in, and has it said soon.
    pub(super) fn follow_news(self) {
        let announcer = self.announcing.get_value().announcer;
        Effect::new(move || {
            let ear = match (self.is_copy.get(), self.attention.get()) {
                (true, _) => Ear::Opening,
                (false, false) => Ear::Away,
                (false, true) => Ear::Here,
            };
            let waits = self.state.with(|state| announcer.try_update_value(|announcer| announcer.hear(state, ear)));
            if waits == Some(true) {
                self.speak_soon();
            }
        });
    }

    /// What has just come was missed, as the connection was away.
    pub(super) fn miss_news(self) {
        let Some(Announcing { announcer, .. }) = self.announcing.try_get_value() else { return };
        self.state.try_with_untracked(|state| announcer.try_update_value(|announcer| announcer.miss(state)));
    }

    /// Whether nobody was told yet that an operation was refused; by now they are.
    pub fn tells_refusal(self, operation: OperationId) -> bool {
        let told = self.announcing.try_get_value().map(|announcing| announcing.refused);
        told.and_then(|told| told.try_update_value(|told| told.insert(operation))) == Some(true)
    }

    /// An operation is refused no longer.
    pub fn forget_refusal(self, operation: OperationId) {
        if let Some(announcing) = self.announcing.try_get_value() {
            announcing.refused.try_update_value(|told| told.remove(&operation));
        }
    }

    fn speak_soon(self) {
        let Some(Announcing { announcer, expected, .. }) = self.announcing.try_get_value() else { return };
        if expected.try_update_value(|expected| replace(expected, true)) == Some(false) {
            let has_missed = announcer.try_with_value(Announcer::has_missed) == Some(true);
            set_timeout(move || self.speak(), if has_missed { WHILE } else { MOMENT });
        }
    }

    /// Has said what is to be said by now, and comes again after it.
    fn speak(self) {
        let Some(announcing) = self.announcing.try_get_value() else { return };
        let Announcing { announcer, expected, me, .. } = announcing;
        expected.try_set_value(false);
        if self.attention.try_get_untracked() != Some(true) {
            return;
        }
        let at_end = self.scroll.is_at_end();
        let news = self
            .state
            .try_with_untracked(|state| announcer.try_update_value(|announcer| announcer.news(state, at_end)))
            .flatten()
            .unwrap_or_default();
        if news.is_empty() {
            return;
        }
        let (is_thread, folds) = (self.is_thread(), self.folds());
        let is_blocked = |author| me.with_untracked(|me| me.as_ref().is_some_and(|me| me.blocks(author)));
        let name = |author| untrack(|| self.name_of(author));
        let words = news.iter().map(|news| news.words(is_thread, |author| folds && is_blocked(author), name));
        announcing.say(words.collect());
        expected.try_set_value(true);
        set_timeout(move || self.speak(), PAUSE);
    }
}
