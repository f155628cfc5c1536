//! The outbox: operations on their way to the server (SYN-8).
//!
//! Operations on one object leave in order, one at a time; those on different objects side by side. One
//! that the server refuses does not hold up those behind it, as each message stands for itself and a
//! conversation must stay usable; only what depends on it waits with it, holding up nobody else, and a change behind one
//! that was refused: it was made over what is not there. What was done in the place of another one is shown alone from
//! then on, and that one forgotten once the store holds it; what has left by then, and may be stored, goes on until its
//! answer is known. `entry` is one of them, `order` where each stands and when its turn comes,
//! `postponed` what is held back so that it can be undone, `unsaid` what is done to what was said and has not left.
//! A deletion passes all that is not about the same message or entry, and is passed by that: held back it holds up nobody.

mod entry;
mod order;
mod postponed;
#[cfg(test)]
mod tests;
mod unsaid;

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Operation, Pending, PendingState, Stored,
    effect::{Effect, Moment},
};
use crate::shared::{Error, Result, id::OperationId};
use entry::Entry;

/// What was done here and is not confirmed yet, in order.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    /// The objects of which the server has said last that it is too much at once.
    slowed: BTreeSet<String>,
    /// Whether nothing leaves.
    held: bool,
    /// Whether another tab may have found in the store what waits here.
    alone: bool,
    changed: bool,
}

impl Outbox {
    /// Takes an operation, or takes it into the last of its object where that waits: past another one it would go out before
    /// that. It stands for all that was done in the place of something that it is done in the place of itself.
    pub fn perform(&mut self, mut operation: Operation) -> Vec<Effect> {
        if self.position(operation.id).is_some() {
            return Vec::new();
        }
        self.changed = true;
        operation.stand_for(|id| self.entries.iter().map(|entry| &entry.operation).find(|one| one.id == id));
        // A mark may have been applied before; a change may not, or what it says would be laid over a version that is gone,
        // and over what was chosen elsewhere since.
        let may_absorb = |entry: &&mut Entry| {
            let is_over = operation.is_instead_of(entry.operation.id);
            entry.is_here() && !is_over && (operation.is_mark() || entry.is_unheard())
        };
        let last = self.entries.iter_mut().rev().find(|entry| entry.operation.object == operation.object);
        let absorbed = last.filter(may_absorb).and_then(|entry| {
            let both = operation.absorb(&entry.operation)?;
            let older = entry.replace(both.clone()).id;
            Some(vec![Effect::Keep(both), Effect::Forget(older)])
        });
        absorbed.unwrap_or_else(|| {
            self.stand_last(Entry::new(operation.clone()));
            vec![Effect::Keep(operation)]
        })
    }

    /// Takes an operation that was done before anybody here knew of what the store held: it takes nothing of that in, and
    /// goes out over nothing that is there.
    pub fn perform_unaware(&mut self, operation: Operation) -> Vec<Effect> {
        self.changed = true;
        if let Some(index) = self.position(operation.id) {
            return self.entries[index].follow_unseen().into_iter().collect();
        }
        let operation = Operation { expected_version: None, ..operation };
        self.stand_last(Entry::new(operation.clone()));
        vec![Effect::Keep(operation)]
    }

    /// Takes what the store holds, each before what was done to its object since: names are given in the order in which
    /// things are done. Between objects they say nothing here, as a new mark stands in the place of an older one. Words
    /// that were written since were not written over it, unless they name it.
    pub fn load(&mut self, stored: impl IntoIterator<Item = impl Into<Stored>>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for stored in stored.into_iter().map(Into::<Stored>::into) {
            let operation = &stored.operation;
            if self.position(operation.id).is_none() {
                self.changed = true;
                let place = self.place(operation);
                let later = self.entries[place..].iter_mut();
                let unaware = later.filter(|entry| entry.operation.replaces(operation));
                effects.extend(unaware.filter_map(Entry::follow_unseen));
                self.entries.insert(place, Entry::stored(stored));
            }
        }
        effects
    }

    /// Takes what another outbox had, of that what only waits for its event: the rest is in the store.
    pub fn inherit(&mut self, pending: Vec<Pending>, now: i64) {
        for Pending { operation, state } in pending.into_iter().rev() {
            if let PendingState::Acknowledged(answer) = state
                && self.position(operation.id).is_none()
            {
                self.changed = true;
                self.entries.insert(0, Entry::acknowledged(operation, answer, now));
            }
        }
    }

    /// Holds nothing any more; an answer that still comes is nobody's.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.changed = true;
    }

    /// The store has it: it may leave. What it stands in the place of and only the store knows goes with that.
    pub fn kept(&mut self, id: OperationId) -> Vec<Effect> {
        let Some(index) = self.position(id) else { return Vec::new() };
        self.entries[index].kept();
        let replaced = self.entries[index].operation.instead_of.iter().copied();
        replaced.filter(|other| self.position(*other).is_none()).map(Effect::Forget).collect()
    }

    /// Whether it is here, however far it came.
    pub fn has(&self, id: OperationId) -> bool {
        self.position(id).is_some()
    }

    /// Whether it waits here for the store.
    pub fn is_unkept(&self, id: OperationId) -> bool {
        self.position(id).is_some_and(|index| self.entries[index].is_unkept())
    }

    /// Tries again what was refused, as the last of its object: what came after it has left, but for what depends on it,
    /// which goes after it as before. It does so over the end of the page too.
    pub fn retry(&mut self, id: OperationId) -> Option<Effect> {
        let index = self.position(id).filter(|&index| self.entries[index].has_failed())?;
        let entry = self.remove(index).renewed();
        let kept = entry.keep();
        self.stand_last(entry);
        Some(kept)
    }

    /// Gives up what is not on its way right now.
    pub fn discard(&mut self, id: OperationId) -> Option<Effect> {
        let index = self.position(id).filter(|&index| self.entries[index].is_here())?;
        self.remove(index);
        Some(Effect::Forget(id))
    }

    /// The operation's result is confirmed, whatever became of its calls.
    pub fn settle(&mut self, id: OperationId) -> Option<Effect> {
        let index = self.position(id)?;
        let forgotten = self.remove(index).is_acknowledged();
        (!forgotten).then_some(Effect::Forget(id))
    }

    /// A call came back. An error of any but the last call says nothing about the operation; what is no answer to it
    /// means that the server was not reached.
    pub fn answered(&mut self, id: OperationId, attempt: u32, result: Result<Value>, at: Moment) -> Vec<Effect> {
        let Some(index) = self.position(id) else { return Vec::new() };
        let mut effects = Vec::new();
        let entry = &mut self.entries[index];
        let is_ours = |answer: &Value| entry.operation.is_answered(answer);
        let result = result.and_then(|answer| if is_ours(&answer) { Ok(answer) } else { Err(Error::Offline) });
        match result {
            Ok(_) if entry.is_acknowledged() => return effects,
            Ok(answer) if entry.operation.outlasts(&answer) => {
                entry.acknowledge(answer.clone(), at.now);
                effects = self.lay_over(index, &answer);
            }
            Ok(_) => drop(self.remove(index)),
            // Of what is not there for the person any more nothing is left to be deleted.
            Err(Error::Missing) if entry.operation.is_deletion() && entry.is_calling(attempt) => {
                self.remove(index);
                return vec![Effect::GiveUp(id)];
            }
            Err(error) if entry.is_calling(attempt) => {
                let is_taken = error == Error::Conflict;
                if is_taken && let Some(effects) = self.sent_otherwise(index) {
                    return effects;
                }
                let entry = &mut self.entries[index];
                let is_slow = matches!(error, Error::Slow { .. });
                entry.fail(error, at);
                self.changed |= entry.has_failed();
                effects.extend(entry.refusal());
                self.slow_down(index, is_slow);
                return effects;
            }
            Err(_) => return effects,
        }
        self.changed = true;
        effects.push(Effect::Forget(id));
        effects
    }

    /// The server can be reached again: what waited for that goes now, and an event that was missed has
    /// its time to come.
    pub fn hurry(&mut self, now: i64) {
        self.entries.iter_mut().for_each(|entry| entry.hurry(now));
    }

    /// Whether anything leaves from now on. Without a network it would not arrive, and is not known to have left: it can
    /// still be said otherwise, or not at all.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// No other tab is spoken to from now on.
    pub fn part(&mut self) {
        self.alone = true;
    }

    /// Does what is due. Acknowledged operations are dropped only while `online`, when events do come.
    pub fn advance(&mut self, online: bool, moment: Moment) -> Vec<Effect> {
        let before = self.entries.len();
        self.entries.retain(|entry| !(online && entry.is_stale(moment.now)));
        self.changed |= self.entries.len() != before;
        self.entries.iter_mut().for_each(|entry| entry.lose_patience(moment));
        let mut effects = self.end_delays(moment.now);
        effects.extend(self.withdraw());
        let waits = |object: &String| self.entries.iter().any(|e| e.is_unconfirmed() && e.operation.object == *object);
        self.slowed.retain(waits);
        effects.extend(self.give_way());
        let turns = self.turns();
        let due = |index: &usize| !self.held && self.entries[*index].is_due(moment.now) && turns.has_come(*index);
        let leaving: Vec<_> = (0..self.entries.len()).filter(due).collect();
        effects.extend(leaving.into_iter().map(|index| self.entries[index].call(moment.now)));
        effects
    }

    /// When [`Self::advance`] has something to do.
    pub fn deadline(&self, online: bool) -> Option<i64> {
        let turns = self.turns();
        let due = |(index, entry): (usize, &Entry)| entry.deadline(|| !self.held && turns.has_come(index), online);
        self.entries.iter().enumerate().filter_map(due).min()
    }

    /// What the screen lays over the confirmed state. Why the first of an object waits is why those behind it do.
    pub fn pending(&self) -> Vec<Pending> {
        let replaced = self.replaced();
        let shown = self.entries.iter().filter(|entry| !replaced.contains(&entry.operation.id));
        let mut pending: Vec<_> = shown.map(Entry::pending).collect();
        for one in &mut pending {
            if one.state == PendingState::Waiting && self.slowed.contains(&one.operation.object) {
                one.state = PendingState::Slowed;
            }
        }
        pending
    }

    /// How many still have to reach the server.
    pub fn waiting(&self) -> usize {
        let replaced = self.replaced();
        self.entries.iter().filter(|entry| entry.is_unconfirmed() && !replaced.contains(&entry.operation.id)).count()
    }

    /// Whether [`Self::pending`] would say something else than at the last call of this.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Remembers whether an entry waits because the server said that it is too much at once.
    fn slow_down(&mut self, index: usize, is_slow: bool) {
        let object = &self.entries[index].operation.object;
        self.changed |= if is_slow { self.slowed.insert(object.clone()) } else { self.slowed.remove(object) };
    }

    /// What waits behind a change that is stored was made over it, not over the version before. What has come since nobody
    /// has seen here.
    fn lay_over(&mut self, index: usize, answer: &Value) -> Vec<Effect> {
        let (before, behind) = self.entries.split_at_mut(index + 1);
        let stored = before.last().map(|entry| &entry.operation).filter(|stored| stored.is_told_by(answer));
        let Some((stored, version)) = stored.zip(answer["version"].as_i64()) else { return Vec::new() };
        behind.iter_mut().filter_map(|entry| entry.lay_over(stored, version)).collect()
    }

    fn position(&self, id: OperationId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.operation.id == id)
    }

    fn remove(&mut self, index: usize) -> Entry {
        self.changed = true;
        self.entries.remove(index)
    }
}
