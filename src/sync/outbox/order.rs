//! The order of the outbox: where an operation stands, and when its turn comes.
//!
//! Invariant: what depends on another one stands behind it. So each waits only for what stands before it, and none for what
//! waits for it.

use std::collections::BTreeSet;

use super::{Outbox, entry::Entry};
use crate::{
    shared::id::OperationId,
    sync::{Operation, effect::Effect},
};

/// Whose turn it is.
pub struct Turns<'a> {
    entries: &'a [Entry],
    /// Those in whose place others were done.
    replaced: BTreeSet<OperationId>,
    /// Those that wait for the person to decide about another one.
    stuck: BTreeSet<OperationId>,
    /// What was said and may have gone before it leaves.
    undecided: BTreeSet<OperationId>,
}

impl Turns<'_> {
    /// Whether nothing stands before it that has to be done first, nor in its place. What waits for the person holds up
    /// only what depends on it. A deletion and what is not about the same as that never wait for each other.
    pub fn has_come(&self, index: usize) -> bool {
        let operation = &self.entries[index].operation;
        !self.replaced.contains(&operation.id)
            && !self.undecided.contains(&operation.id)
            && self.entries.iter().enumerate().all(|(other, entry)| {
                let is_ahead = other < index && entry.operation.object == operation.object;
                let is_deleting = operation.is_deletion() || entry.operation.is_deletion();
                let is_passed = is_deleting && !operation.shares_target(&entry.operation);
                let is_stuck = self.stuck.contains(&entry.operation.id);
                let goes_first = is_ahead && entry.is_unconfirmed() && !is_stuck && !is_passed;
                let needed = (entry.is_unconfirmed() || entry.has_failed()) && operation.depends_on(&entry.operation);
                let spoiled = is_ahead && entry.has_failed() && operation.is_change();
                !(goes_first || needed || spoiled)
            })
    }
}

impl Outbox {
    /// Puts it last, and behind it again what depends on it.
    pub(super) fn stand_last(&mut self, entry: Entry) {
        let mut last = vec![entry];
        for other in std::mem::take(&mut self.entries) {
            let depends = last.iter().any(|one| other.operation.depends_on(&one.operation));
            let place = if depends { &mut last } else { &mut self.entries };
            place.push(other);
        }
        self.entries.append(&mut last);
    }

    /// Where something belongs that was done earlier: before what was done to its object since, and behind what it depends
    /// on, which may have been tried again since.
    pub(super) fn place(&self, operation: &Operation) -> usize {
        let is_later = |entry: &Entry| entry.operation.object == operation.object && entry.operation.id > operation.id;
        let since = self.entries.iter().position(is_later).unwrap_or(self.entries.len());
        let needed = self.entries.iter().rposition(|entry| operation.depends_on(&entry.operation));
        needed.map_or(since, |needed| since.max(needed + 1))
    }

    /// Whose turn it is, as things are.
    pub(super) fn turns(&self) -> Turns<'_> {
        Turns { entries: &self.entries, replaced: self.replaced(), stuck: self.stuck(), undecided: self.undecided() }
    }

    /// Those in whose place others were done that can stand for them.
    pub(super) fn replaced(&self) -> BTreeSet<OperationId> {
        let named: BTreeSet<_> =
            self.entries.iter().flat_map(|entry| entry.operation.instead_of.iter().copied()).collect();
        if named.is_empty() {
            return named;
        }
        let giving_way = self.entries.iter().filter(|entry| entry.gives_way()).map(|entry| entry.operation.id);
        giving_way.filter(|id| named.contains(id)).collect()
    }

    /// What was replaced goes, once the store holds what was done in its place, at however many removes: until then its
    /// words are kept nowhere else. What may still be undone takes the place of nothing for good.
    pub(super) fn give_way(&mut self) -> Vec<Effect> {
        let mut replaced: BTreeSet<OperationId> = BTreeSet::new();
        for entry in self.entries.iter().rev() {
            let is_settled = !entry.is_unkept() && !entry.operation.is_postponed();
            if is_settled || replaced.contains(&entry.operation.id) {
                replaced.extend(&entry.operation.instead_of);
            }
        }
        let gone = self.entries.extract_if(.., |entry| entry.gives_way() && replaced.contains(&entry.operation.id));
        let effects: Vec<_> = gone.map(|entry| Effect::Forget(entry.operation.id)).collect();
        self.changed |= !effects.is_empty();
        effects
    }

    /// Those that depend on one that was refused, at however many removes.
    fn stuck(&self) -> BTreeSet<OperationId> {
        let failed = self.entries.iter().filter(|entry| entry.has_failed());
        let mut awaited: Vec<_> = failed.map(|entry| &entry.operation).collect();
        let mut stuck = BTreeSet::new();
        for Entry { operation, .. } in self.entries.iter().filter(|entry| entry.is_unconfirmed()) {
            if awaited.iter().any(|one| operation.depends_on(one)) {
                stuck.insert(operation.id);
                awaited.push(operation);
            }
        }
        stuck
    }
}
