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
    /// Tries in a row that did not succeed, and how many of those met a fault of the server.
    failures: u32,
    faults: u32,
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
        entry.faults = 0;
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
        Self { operation, stage, attempt: 0, failures: 0, faults: 0, not_before: 0, unreached: false }
    }

    fn call(&mut self, now: i64) -> Effect {
        self.attempt += 1;
        self.unreached = false;
        self.stage = Stage::Calling { until: now + PATIENCE };
        Effect::Call { operation: self.operation.clone(), attempt: self.attempt }
    }

    fn fail(&mut self, error: Error, moment: Moment) {
        self.failures += 1;
        self.faults += u32::from(matches!(error, Error::Fault { .. }));
        if !error.is_transient() || self.faults >= FAULTS {
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn at(now: i64) -> Moment {
        Moment { now, chance: 1.0 }
    }

    fn id(number: u128) -> OperationId {
        OperationId(Uuid::from_u128(number))
    }

    fn operation(number: u128, kind: &str, object: &str, body: Value) -> Operation {
        Operation { v: 1, kind: kind.into(), id: id(number), object: object.into(), expected_version: None, body }
    }

    fn message(number: u128, object: &str) -> Operation {
        operation(number, "message.send", object, json!({"body": "hi"}))
    }

    /// An outbox with kept operations, and the ids that left by `now`.
    fn outbox(operations: impl IntoIterator<Item = Operation>) -> Outbox {
        let mut outbox = Outbox::default();
        for operation in operations {
            let id = operation.id;
            outbox.perform(operation);
            outbox.kept(id);
        }
        outbox
    }

    fn left(outbox: &mut Outbox, now: i64) -> Vec<OperationId> {
        let calls = outbox.advance(true, at(now)).into_iter();
        calls
            .filter_map(|call| if let Effect::Call { operation, .. } = call { Some(operation.id) } else { None })
            .collect()
    }

    fn states(outbox: &Outbox) -> Vec<PendingState> {
        outbox.pending().into_iter().map(|pending| pending.state).collect()
    }

    #[test]
    fn nothing_leaves_before_it_is_kept() {
        let mut outbox = Outbox::default();
        assert_eq!(outbox.perform(message(1, "a")), [Effect::Keep(message(1, "a"))]);
        assert_eq!(left(&mut outbox, 0), []);
        outbox.kept(id(1));
        assert_eq!(left(&mut outbox, 0), [id(1)]);
    }

    #[test]
    fn one_object_goes_in_order_and_others_beside_it() {
        let mut outbox = outbox([message(1, "a"), message(2, "a"), message(3, "b")]);
        assert_eq!(left(&mut outbox, 0), [id(1), id(3)]);
        outbox.answered(id(1), 1, Ok(json!({})), at(1));
        assert_eq!(left(&mut outbox, 1), [id(2)]);
    }

    #[test]
    fn what_may_succeed_later_is_tried_later() {
        let mut outbox = outbox([message(1, "a")]);
        left(&mut outbox, 0);
        outbox.answered(id(1), 1, Err(Error::Slow { retry_after: 5_000 }), at(0));
        assert_eq!(left(&mut outbox, 5_000), []);
        assert_eq!(outbox.deadline(true), Some(5_500));
        assert_eq!(left(&mut outbox, 5_500), [id(1)]);
    }

    #[test]
    fn what_could_not_reach_the_server_goes_at_once_when_it_can() {
        let mut outbox = outbox([message(1, "a")]);
        left(&mut outbox, 0);
        outbox.answered(id(1), 1, Err(Error::Offline), at(0));
        outbox.hurry(10);
        assert_eq!(left(&mut outbox, 10), [id(1)]);
    }

    #[test]
    fn a_call_that_does_not_come_back_is_made_again_and_its_late_error_means_nothing() {
        let mut outbox = outbox([message(1, "a")]);
        left(&mut outbox, 0);
        assert_eq!(left(&mut outbox, PATIENCE), []);
        assert_eq!(left(&mut outbox, PATIENCE + 500), [id(1)]);
        outbox.answered(id(1), 1, Err(Error::Forbidden), at(PATIENCE + 500));
        assert_eq!(states(&outbox), [PendingState::Waiting]);
    }

    #[test]
    fn a_refusal_keeps_the_words_and_holds_nobody_up() {
        let mut outbox = outbox([message(1, "a"), message(2, "a")]);
        left(&mut outbox, 0);
        outbox.answered(id(1), 1, Err(Error::Forbidden), at(0));
        assert_eq!(left(&mut outbox, 0), [id(2)]);
        assert_eq!(outbox.pending()[0].operation, message(1, "a"));
        assert_eq!(outbox.pending()[0].state, PendingState::Failed(Error::Forbidden));
    }

    #[test]
    fn what_depends_on_a_refused_one_waits_for_it() {
        let edit = operation(2, "message.edit", "b", json!({"message_id": id(1)}));
        let mut outbox = outbox([message(1, "a"), edit]);
        assert_eq!(left(&mut outbox, 0), [id(1)]);
        outbox.answered(id(1), 1, Err(Error::Forbidden), at(0));
        assert_eq!(left(&mut outbox, 0), []);
        outbox.retry(id(1));
        assert_eq!(left(&mut outbox, 0), [id(1)]);
        outbox.answered(id(1), 2, Ok(json!({"id": id(1)})), at(0));
        assert_eq!(left(&mut outbox, 0), [id(2)]);
    }

    #[test]
    fn a_fault_is_met_with_patience_but_not_for_ever() {
        let mut outbox = outbox([message(1, "a")]);
        let fault = Error::Fault { id: Uuid::nil() };
        for attempt in 1..=FAULTS {
            let now = i64::from(attempt) * 60_000;
            assert_eq!(left(&mut outbox, now), [id(1)]);
            outbox.answered(id(1), attempt, Err(fault.clone()), at(now));
        }
        assert_eq!(states(&outbox), [PendingState::Failed(fault)]);
    }

    #[test]
    fn a_message_stays_until_its_event_and_other_kinds_until_their_answer() {
        let mark = operation(2, "conversation.mark", "b", json!({"read": 3}));
        let mut outbox = outbox([message(1, "a"), mark]);
        left(&mut outbox, 0);
        assert_eq!(outbox.answered(id(2), 1, Ok(json!({})), at(0)), Some(Effect::Forget(id(2))));
        let stored = json!({"id": id(1), "seq": 1});
        assert_eq!(outbox.answered(id(1), 1, Ok(stored.clone()), at(0)), Some(Effect::Forget(id(1))));
        assert_eq!(states(&outbox), [PendingState::Acknowledged(stored)]);
        assert_eq!(outbox.settle(id(1)), None, "the store has forgotten it already");
        assert_eq!(outbox.pending(), []);
    }

    #[test]
    fn an_event_that_outruns_the_answer_confirms_too() {
        let mut outbox = outbox([message(1, "a")]);
        left(&mut outbox, 0);
        assert_eq!(outbox.settle(id(1)), Some(Effect::Forget(id(1))));
        assert_eq!(outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(0)), None);
    }

    #[test]
    fn an_event_that_never_comes_does_not_hold_what_is_stored() {
        let mut outbox = outbox([message(1, "a")]);
        left(&mut outbox, 0);
        outbox.answered(id(1), 1, Ok(json!({"id": id(1)})), at(0));
        outbox.advance(false, at(ECHO));
        assert_eq!(outbox.pending().len(), 1, "without a connection no event can come");
        outbox.advance(true, at(ECHO));
        assert_eq!(outbox.pending(), []);
    }

    #[test]
    fn marks_that_wait_become_one() {
        let mark = |number, read| operation(number, "conversation.mark", "a", json!({"read": read}));
        let mut outbox = outbox([message(1, "a"), mark(2, 3)]);
        left(&mut outbox, 0);
        assert_eq!(outbox.perform(mark(3, 9)), [Effect::Keep(mark(3, 9)), Effect::Forget(id(2))]);
        assert_eq!(outbox.pending().len(), 2);
    }

    #[test]
    fn what_the_store_held_goes_before_what_was_done_since() {
        let mut outbox = outbox([message(2, "a")]);
        outbox.load(vec![message(1, "a"), message(2, "a")]);
        assert_eq!(left(&mut outbox, 0), [id(1)]);
        assert_eq!(outbox.pending().len(), 2);
    }

    #[test]
    fn what_is_on_its_way_cannot_be_discarded() {
        let mut outbox = outbox([message(1, "a"), message(2, "a")]);
        left(&mut outbox, 0);
        assert_eq!(outbox.discard(id(1)), None);
        assert_eq!(outbox.discard(id(2)), Some(Effect::Forget(id(2))));
    }
}
