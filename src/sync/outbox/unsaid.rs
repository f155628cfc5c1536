//! What is done to what was said and has not left, be it a message or something that is published: it is said otherwise, or not
//! at all, and nobody else hears of it.
//!
//! Invariant: what may be with the server is left alone. An edit or a deletion of that follows it. As long as a deletion can be
//! undone, what it is about does not leave: then it goes or stands where it stood.

use std::collections::BTreeSet;

use super::{Outbox, entry::Entry};
use crate::{
    shared::id::OperationId,
    sync::{Operation, effect::Effect},
};

/// The kind of what says a message.
const SEND: &str = "message.send";
/// The kind of what has one say otherwise.
const EDIT: &str = "message.edit";

impl Outbox {
    /// Has a message that waits here, and of which the server cannot have heard, say what an edit of it is for, which is over
    /// then; nothing where that has to follow the message. What was refused in its place stays for `perform`.
    pub fn reword(&mut self, edit: &Operation) -> Option<Vec<Effect>> {
        let index = Some(edit).filter(|one| one.kind == EDIT).and_then(|one| self.said(one))?;
        let entry = Some(&mut self.entries[index]).filter(|entry| entry.is_unheard())?;
        // Before the store holds it at all it would not be known which words that has.
        if entry.is_unkept() {
            return None;
        }
        let mut operation = entry.operation.clone();
        *operation.body.get_mut("body")? = edit.body.get("body")?.clone();
        entry.replace(operation.clone());
        entry.edit = Some(edit.clone());
        self.changed = true;
        Some(vec![Effect::Keep(operation), Effect::GiveUp(edit.id)])
    }

    /// What does not leave yet, as its deletion can still be undone; also what a page before may have sent.
    pub(super) fn undecided(&self) -> BTreeSet<OperationId> {
        let held = self.entries.iter().filter(|entry| entry.operation.is_postponed());
        held.filter_map(|entry| self.unsaid_by(&entry.operation, Entry::never_left))
            .map(|index| self.entries[index].operation.id)
            .collect()
    }

    /// What was deleted before anybody could hear of it goes, once that cannot be undone any more.
    pub(super) fn withdraw(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let decided = |entry: &&Entry| !entry.operation.is_postponed();
        while let Some(index) =
            (self.entries.iter().filter(decided)).find_map(|entry| self.unsaid_by(&entry.operation, Entry::is_unheard))
        {
            effects.extend(self.leave_out(index));
        }
        effects
    }

    /// The server has a message under this name in other words. Another tab has sent it, which went on by itself as its store
    /// was of no use: in the words before an edit that was taken in here, which follows it after all, or after one that was
    /// taken in there, and nothing is left to be done here. Nothing where no message was to be sent.
    pub(super) fn sent_otherwise(&mut self, index: usize) -> Option<Vec<Effect>> {
        if self.entries[index].operation.kind != SEND {
            return None;
        }
        let Entry { operation, edit, .. } = self.remove(index);
        self.changed = true;
        let kept = edit.map(|edit| {
            self.stand_last(Entry::new(edit.clone()));
            Effect::Keep(edit)
        });
        Some(kept.into_iter().chain([Effect::Forget(operation.id)]).collect())
    }

    /// Where that stands which a deletion leaves nothing of, where it is free to go: by what is asked, or as the server has
    /// refused it. Words that answer it, or else need it, hold it: they are not lost.
    fn unsaid_by(&self, deletion: &Operation, is_free: impl Fn(&Entry) -> bool) -> Option<usize> {
        let index = Some(deletion).filter(|one| one.is_deletion()).and_then(|one| self.said(one))?;
        let entry = &self.entries[index];
        let is_unsaid = is_free(entry) || entry.has_failed();
        let is_about_it = |other: &Entry| other.operation.is_rewrite() || other.operation.is_revision();
        (is_unsaid && self.needing(&entry.operation).all(is_about_it)).then_some(index)
    }

    /// Where that stands which waits here to be said and which an operation is about.
    fn said(&self, operation: &Operation) -> Option<usize> {
        if self.alone || !operation.instead_of.is_empty() {
            return None;
        }
        let id = operation.target()?;
        let index = self.position(id)?;
        let entry = &self.entries[index];
        // What stands in its place, or it in the place of, may be on its way.
        let is_involved = self
            .entries
            .iter()
            .any(|other| other.operation.is_instead_of(id) || entry.operation.is_instead_of(other.operation.id));
        (entry.operation.is_saying() && entry.is_here() && !is_involved).then_some(index)
    }

    fn needing(&self, said: &Operation) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.operation.depends_on(said))
    }

    /// What was said goes with all that was done to it.
    fn leave_out(&mut self, index: usize) -> Vec<Effect> {
        let said = self.entries[index].operation.clone();
        let gone: Vec<_> = [said.id].into_iter().chain(self.needing(&said).map(|entry| entry.operation.id)).collect();
        self.entries.retain(|entry| !gone.contains(&entry.operation.id));
        self.changed = true;
        let replaced = said.instead_of.into_iter().map(Effect::Forget);
        gone.into_iter().map(Effect::GiveUp).chain(replaced).collect()
    }
}
