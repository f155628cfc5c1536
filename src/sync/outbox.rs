//! The outbox: operations on their way to the server (SYN-8).
//!
//! Operations on one object leave in order, one at a time; those on different objects side by side. One
//! that the server refuses does not hold up those behind it, as each message stands for itself and a
//! conversation must stay usable; only what depends on it waits with it.

use serde_json::Value;

use super::{
    Operation, Pending, PendingState,
    backoff::backoff,
    effect::{Effect, Moment},
};
use crate::shared::{Error, Result, id::OperationId};

/// A call that has not come back by then is made again.
const PATIENCE: i64 = 20_000;
/// How often a fault of the server is met with another try before the person is asked.
const FAULTS: u32 = 8;
/// An acknowledged operation whose event has not come by then has left the events this tab listens to;
/// the answer has said that it is stored.
const ECHO: i64 = 60_000;

/// What was done here and is not confirmed yet, in order.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    changed: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    operation: Operation,
    stage: Stage,
    /// Numbers the calls.
    attempt: u32,
    /// Tries in a row that did not succeed.
    failures: u32,
    not_before: i64,
    /// Whether it only waits for the server to be reachable.
    unreached: bool,
}

#[derive(Clone, Debug)]
enum Stage {
    Keeping,
    Ready,
    Calling { until: i64 },
    Acknowledged { answer: Value, until: i64 },
    Failed(Error),
}

impl Outbox {
    /// Takes an operation, or takes it into one that waits.
    pub fn perform(&mut self, operation: Operation) -> Vec<Effect> {
        if self.position(operation.id).is_some() {
            return Vec::new();
        }
        self.changed = true;
        let absorbed = self.entries.iter_mut().filter(|entry| entry.is_here()).find_map(|entry| {
            let both = operation.absorb(&entry.operation)?;
            let older = std::mem::replace(&mut entry.operation, both).id;
            entry.stage = Stage::Keeping;
            Some(vec![Effect::Keep(entry.operation.clone()), Effect::Forget(older)])
        });
        absorbed.unwrap_or_else(|| {
            self.entries.push(Entry::new(operation.clone(), Stage::Keeping));
            vec![Effect::Keep(operation)]
        })
    }

    /// Takes what the store held, before anything done since.
    pub fn load(&mut self, operations: Vec<Operation>) {
        let known: Vec<_> = operations.into_iter().filter(|operation| self.position(operation.id).is_none()).collect();
        self.changed |= !known.is_empty();
        self.entries.splice(0..0, known.into_iter().map(|operation| Entry::new(operation, Stage::Ready)));
    }

    /// The store has it: it may leave.
    pub fn kept(&mut self, id: OperationId) {
        if let Some(entry) = self.find(id).filter(|entry| matches!(entry.stage, Stage::Keeping)) {
            entry.stage = Stage::Ready;
        }
    }

    /// Tries again what was refused, as the last of its object: what came after it has left.
    pub fn retry(&mut self, id: OperationId) {
        let Some(index) = self.position(id).filter(|&index| self.entries[index].has_failed()) else { return };
        let mut entry = self.entries.remove(index);
        entry.stage = Stage::Ready;
        entry.failures = 0;
        entry.not_before = 0;
        self.entries.push(entry);
        self.changed = true;
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
        let forgotten = matches!(self.remove(index).stage, Stage::Acknowledged { .. });
        (!forgotten).then_some(Effect::Forget(id))
    }

    /// A call came back. An error of any but the last call says nothing about the operation.
    pub fn answered(&mut self, id: OperationId, attempt: u32, result: Result<Value>, at: Moment) -> Option<Effect> {
        let index = self.position(id)?;
        let entry = &mut self.entries[index];
        match result {
            Ok(_) if matches!(entry.stage, Stage::Acknowledged { .. }) => return None,
            Ok(answer) if entry.operation.is_echoed(&answer) => {
                entry.stage = Stage::Acknowledged { answer, until: at.now + ECHO };
            }
            Ok(_) => drop(self.remove(index)),
            Err(error) if entry.attempt == attempt && entry.is_calling() => {
                entry.fail(error, at);
                self.changed |= entry.has_failed();
                return None;
            }
            Err(_) => return None,
        }
        self.changed = true;
        Some(Effect::Forget(id))
    }

    /// The server can be reached again: what waited for that goes now, and an event that was missed has
    /// its time to come.
    pub fn hurry(&mut self, now: i64) {
        for entry in &mut self.entries {
            if entry.unreached {
                entry.not_before = now;
            }
            if let Stage::Acknowledged { until, .. } = &mut entry.stage {
                *until = now + ECHO;
            }
        }
    }

    /// Does what is due. Acknowledged operations are dropped only while `online`, when events do come.
    pub fn advance(&mut self, online: bool, moment: Moment) -> Vec<Effect> {
        let before = self.entries.len();
        self.entries.retain(|entry| !(online && entry.is_stale(moment.now)));
        self.changed |= self.entries.len() != before;
        for entry in &mut self.entries {
            if matches!(entry.stage, Stage::Calling { until } if until <= moment.now) {
                entry.fail(Error::Offline, moment);
            }
        }
        let due = |index: &usize| self.entries[*index].is_due(moment.now) && self.is_first(*index);
        let leaving: Vec<_> = (0..self.entries.len()).filter(due).collect();
        leaving.into_iter().map(|index| self.entries[index].call(moment.now)).collect()
    }

    /// When [`Self::advance`] has something to do.
    pub fn deadline(&self, online: bool) -> Option<i64> {
        let due = |(index, entry): (usize, &Entry)| match entry.stage {
            Stage::Ready => self.is_first(index).then_some(entry.not_before),
            Stage::Calling { until } => Some(until),
            Stage::Acknowledged { until, .. } => online.then_some(until),
            Stage::Keeping | Stage::Failed(_) => None,
        };
        self.entries.iter().enumerate().filter_map(due).min()
    }

    /// What the screen lays over the confirmed state.
    pub fn pending(&self) -> Vec<Pending> {
        self.entries.iter().map(Entry::pending).collect()
    }

    /// How many still have to reach the server.
    pub fn waiting(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_unconfirmed()).count()
    }

    /// Whether [`Self::pending`] would say something else than at the last call of this.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Whether nothing stands before it that has to be done first.
    fn is_first(&self, index: usize) -> bool {
        let operation = &self.entries[index].operation;
        self.entries.iter().enumerate().all(|(other, entry)| {
            let before = other < index && entry.is_unconfirmed() && entry.operation.object == operation.object;
            let needed = (entry.is_unconfirmed() || entry.has_failed()) && operation.depends_on(&entry.operation);
            !before && !needed
        })
    }

    fn position(&self, id: OperationId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.operation.id == id)
    }

    fn find(&mut self, id: OperationId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.operation.id == id)
    }

    fn remove(&mut self, index: usize) -> Entry {
        self.changed = true;
        self.entries.remove(index)
    }
}

impl Entry {
    fn new(operation: Operation, stage: Stage) -> Self {
        Self { operation, stage, attempt: 0, failures: 0, not_before: 0, unreached: false }
    }

    fn call(&mut self, now: i64) -> Effect {
        self.attempt += 1;
        self.unreached = false;
        self.stage = Stage::Calling { until: now + PATIENCE };
        Effect::Call { operation: self.operation.clone(), attempt: self.attempt }
    }

    fn fail(&mut self, error: Error, moment: Moment) {
        self.failures += 1;
        let exhausted = matches!(error, Error::Fault { .. }) && self.failures >= FAULTS;
        if !error.is_transient() || exhausted {
            self.stage = Stage::Failed(error);
            return;
        }
        let wait = backoff(self.failures, moment.chance);
        let at_least =
            if let Error::Slow { retry_after } = error { i64::try_from(retry_after).unwrap_or(0) } else { 0 };
        self.stage = Stage::Ready;
        self.unreached = error == Error::Offline;
        self.not_before = moment.now.saturating_add(at_least).saturating_add(wait);
    }

    fn pending(&self) -> Pending {
        let state = match &self.stage {
            Stage::Keeping | Stage::Ready | Stage::Calling { .. } => PendingState::Waiting,
            Stage::Acknowledged { answer, .. } => PendingState::Acknowledged(answer.clone()),
            Stage::Failed(error) => PendingState::Failed(error.clone()),
        };
        Pending { operation: self.operation.clone(), state }
    }

    fn is_unconfirmed(&self) -> bool {
        matches!(self.stage, Stage::Keeping | Stage::Ready | Stage::Calling { .. })
    }

    /// Whether it is neither on its way nor with the server.
    fn is_here(&self) -> bool {
        matches!(self.stage, Stage::Keeping | Stage::Ready | Stage::Failed(_))
    }

    fn is_calling(&self) -> bool {
        matches!(self.stage, Stage::Calling { .. })
    }

    fn has_failed(&self) -> bool {
        matches!(self.stage, Stage::Failed(_))
    }

    fn is_due(&self, now: i64) -> bool {
        matches!(self.stage, Stage::Ready) && self.not_before <= now
    }

    fn is_stale(&self, now: i64) -> bool {
        matches!(self.stage, Stage::Acknowledged { until, .. } if until <= now)
    }
}
