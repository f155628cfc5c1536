//! What comes to an open thread while somebody reads it: where it would move what they read it waits, and they are told.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use super::OpenThread;
use crate::{
    features::posts::{
        model::{Entry, Parent},
        state::{Spot, Talk, Wording, written},
    },
    kit::{give_rooms_back, is_focused, keep_rooms, on_scrolled, would_move},
    shared::{effect::Effect, id::OperationId},
    sync::Pending,
};

/// The id of what stands below all answers.
pub const BELOW_ANSWERS: &str = "answering";
/// The button that shows what waits.
const SHOWS_ARRIVED: &str = "[data-shows-arrived]";

/// The id of what stands below all comments on something.
#[must_use]
pub fn below_comments(on: Parent) -> String {
    format!("below-{}", on.id())
}

impl OpenThread {
    /// Takes what others did, and what was read afresh. What comes by it and was not shown before waits where it would move
    /// what is read; what was and says something else keeps its room.
    pub(super) fn come(self, change: impl FnOnce(&mut Talk)) {
        let Some(drawn) = self.drawn() else { return };
        let Some(unfolded) = self.unfolded.try_get_untracked() else { return };
        self.talk.try_update(|talk| {
            let before = talk.wordings();
            change(talk);
            let now = &*talk;
            let new = now.below().filter(|entry| !before.contains_key(entry) && !drawn.contains(entry));
            let waiting: Vec<_> = new.filter(|entry| moves(now, *entry, &unfolded, &drawn)).collect();
            talk.hold_back(waiting);
            let is_anew = |(entry, says): &(Entry, Wording)| before.get(entry).is_some_and(|said| said != says);
            let anew = talk.wordings().into_iter().filter(is_anew);
            // The page is drawn anew only after this.
            keep_rooms(&anew.map(|(entry, _)| entry.anchor()).collect::<Vec<_>>());
        });
    }

    /// Shows the comments on something that waited, and goes on at the first of them.
    pub fn show_comments(self, on: Parent) {
        self.show_arrived(&self.shown.with_untracked(|talk| talk.arrived_on(on)));
    }

    /// Shows the answers that waited, and goes on at the first of them.
    pub fn show_answers(self) {
        self.show_arrived(&self.shown.with_untracked(Talk::arrived_answers));
    }

    /// Shows entries that wait, if they do.
    pub(super) fn let_in(self, entries: &[Entry]) -> Option<Entry> {
        let is_any = self.talk.try_with_untracked(|talk| entries.iter().any(|entry| talk.waits(*entry)));
        if is_any == Some(true) { self.talk.try_update(|talk| talk.let_in(entries)).flatten() } else { None }
    }

    /// Lets in what moves nothing any more as soon as the page is scrolled so, and leaves the button that has the focus.
    pub(super) fn let_in_as_one_scrolls(self) {
        on_scrolled(move || {
            give_rooms_back();
            if let Some(free) = self.free()
                && !is_focused(SHOWS_ARRIVED)
            {
                self.let_in(&free);
            }
        });
    }

    /// Remembers what was done here, and in no other tab: what comes by it is not held back.
    pub(super) fn remember_own(self, id: OperationId) {
        self.here.update_value(|here| _ = here.insert(id));
    }

    /// Has what is on its way to the server `drawn`. What the reader does in another tab is taken as what others do: what comes
    /// by it waits, and what says something else keeps its room. What was done before the page was opened stands in it from the
    /// start.
    pub(super) fn follow_pending(self, drawn: RwSignal<Vec<Pending>>) {
        Effect::new(move |before: Option<(OperationId, BTreeMap<OperationId, Entry>)>| {
            let (opened, before) = before.unwrap_or_else(|| (self.name(), BTreeMap::new()));
            let pending = self.pending.get();
            let now = written(self.id, &pending);
            let ended = before.iter().filter(|(id, _)| !now.contains_key(*id));
            let begun = now.iter().filter(|(id, _)| !before.contains_key(*id));
            let is_here = |id: &OperationId| self.here.with_value(|here| here.contains(id));
            // Names are in the order in which a device gives them.
            let elsewhere = ended.chain(begun).filter(|(id, _)| **id > opened && !is_here(id));
            let changed: Vec<_> = elsewhere.map(|(_, entry)| *entry).collect();
            // What is said is drawn by this alone, and only after this effect: rooms are kept as they are until then.
            if *drawn.read_untracked() != pending {
                drawn.set(pending);
            }
            if !changed.is_empty() {
                untrack(|| self.take_over(&changed));
            }
            (opened, now)
        });
    }

    fn take_over(self, changed: &[Entry]) {
        let Some((drawn, unfolded)) = self.drawn().zip(self.unfolded.try_get_untracked()) else { return };
        let (known, new): (Vec<_>, Vec<_>) =
            self.talk.with_untracked(|talk| changed.iter().copied().partition(|entry| talk.holds(*entry)));
        keep_rooms(&known.into_iter().map(Entry::anchor).collect::<Vec<_>>());
        let drawn = drawn.into_iter().filter(|entry| !new.contains(entry)).collect();
        let waits = |talk: &Talk| new.iter().copied().filter(|entry| moves(talk, *entry, &unfolded, &drawn)).collect();
        let waiting: Vec<_> = self.shown.with_untracked(waits);
        if !waiting.is_empty() {
            self.talk.update(|talk| talk.hold_back(waiting));
        }
    }

    fn show_arrived(self, entries: &[Entry]) {
        if let Some(first) = self.let_in(entries) {
            self.focus(first);
        }
    }

    /// What waits and would move nothing now; nothing where nothing waits.
    fn free(self) -> Option<Vec<Entry>> {
        let waits = |talk: &Talk| talk.below().filter(|entry| talk.waits(*entry)).collect::<Vec<_>>();
        let waiting = self.shown.try_with_untracked(waits).filter(|waiting| !waiting.is_empty())?;
        let (drawn, unfolded) = (self.drawn()?, self.unfolded.try_get_untracked()?);
        let mut then = self.shown.try_get_untracked()?;
        then.let_in(&waiting);
        Some(waiting.into_iter().filter(|entry| !moves(&then, *entry, &unfolded, &drawn)).collect())
    }

    /// What stands on the screen below the post.
    fn drawn(self) -> Option<BTreeSet<Entry>> {
        self.shown.try_with_untracked(|talk| talk.below().filter(|entry| !talk.waits(*entry)).collect())
    }
}

/// Whether it moves what is read that an entry comes to stand where it belongs.
fn moves(talk: &Talk, entry: Entry, unfolded: &BTreeSet<Parent>, drawn: &BTreeSet<Entry>) -> bool {
    let is_unfolded = talk.said_on(entry).is_some_and(|on| unfolded.contains(&on));
    talk.spot(entry, is_unfolded, drawn).is_some_and(|spot| would_move(&format!("#{}", id(spot))))
}

/// The id of what goes down by it.
fn id(spot: Spot) -> String {
    match spot {
        Spot::At(entry) => entry.anchor(),
        Spot::Below(on) => below_comments(on),
        Spot::Last => BELOW_ANSWERS.to_owned(),
    }
}
