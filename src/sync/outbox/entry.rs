//! One operation of the outbox: how far it came, and when it is tried again.

use serde_json::Value;

use crate::{
    shared::Error,
    sync::{
        Operation, Pending, PendingState, Stored,
        backoff::backoff,
        effect::{Effect, Moment},
        stored::lasts,
    },
};

/// A call that has not come back by then is made again.
pub const PATIENCE: i64 = 20_000;
/// How often a fault of the server is met with another try before the person is asked.
pub const FAULTS: u32 = 8;
/// An acknowledged operation whose event has not come by then has left the events this tab listens to;
/// the answer has said that it is stored.
pub const ECHO: i64 = 60_000;

/// An operation on its way.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is done.
    pub operation: Operation,
    /// The last edit that it has taken in, which is over.
    pub edit: Option<Operation>,
    stage: Stage,
    /// Numbers the calls.
    attempt: u32,
    /// Whether a page before may have called already.
    was_stored: bool,
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

impl Entry {
    /// One that the store does not hold yet.
    pub fn new(operation: Operation) -> Self {
        Self {
            operation,
            edit: None,
            stage: Stage::Keeping,
            attempt: 0,
            was_stored: false,
            failures: 0,
            faults: 0,
            not_before: 0,
            unreached: false,
        }
    }

    /// One that the store holds: the page that kept it may have called, and not have lived to hear the answer. What was
    /// refused there waits for the person here too.
    pub fn stored(Stored { operation, refused }: Stored) -> Self {
        Self { stage: refused.map_or(Stage::Ready, Stage::Failed), was_stored: true, ..Self::new(operation) }
    }

    /// One that the server has stored.
    pub fn acknowledged(operation: Operation, answer: Value, now: i64) -> Self {
        Self { stage: Stage::Acknowledged { answer, until: now + ECHO }, ..Self::new(operation) }
    }

    /// Puts another operation into its place, which has to be kept first, and returns the former one.
    pub fn replace(&mut self, operation: Operation) -> Operation {
        self.stage = Stage::Keeping;
        std::mem::replace(&mut self.operation, operation)
    }

    /// The store holds it.
    pub fn kept(&mut self) {
        if matches!(self.stage, Stage::Keeping) {
            self.stage = Stage::Ready;
        }
    }

    /// Whether it waits for the store.
    pub fn is_unkept(&self) -> bool {
        matches!(self.stage, Stage::Keeping)
    }

    /// As new, whatever it met before; the calls keep their numbers.
    pub fn renewed(self) -> Self {
        Self { attempt: self.attempt, ..Self::stored(self.operation.into()) }
    }

    /// The store held something that was to be done before it, and that nobody had seen: it names no version from now on,
    /// over the end of the page too.
    pub fn follow_unseen(&mut self) -> Option<Effect> {
        self.name_version(None)
    }

    /// It is held back no longer, over the end of the page too.
    pub fn hasten(&mut self) -> Option<Effect> {
        self.operation.postponed_until.take()?;
        Some(self.keep())
    }

    /// What it waited behind is stored as this version: where it names the version that was seen, that is the one, over the
    /// end of the page too.
    pub fn lay_over(&mut self, stored: &Operation, version: i64) -> Option<Effect> {
        if self.operation.lies_over(stored) { self.name_version(Some(version)) } else { None }
    }

    /// What the server has stored the store holds no more: it is not kept again.
    fn name_version(&mut self, version: Option<i64>) -> Option<Effect> {
        if self.is_acknowledged() || self.operation.expected_version == version {
            return None;
        }
        self.operation.expected_version = version;
        Some(self.keep())
    }

    /// Has the store hold it as it is now.
    pub fn keep(&self) -> Effect {
        self.refusal().unwrap_or_else(|| Effect::Keep(self.operation.clone()))
    }

    /// Has the store hold that it was refused, if it was.
    pub fn refusal(&self) -> Option<Effect> {
        match &self.stage {
            Stage::Failed(error) if lasts(error) => Some(Effect::Refuse(self.operation.clone(), error.clone())),
            _ => None,
        }
    }

    /// Leaves.
    pub fn call(&mut self, now: i64) -> Effect {
        self.attempt += 1;
        self.unreached = false;
        self.stage = Stage::Calling { until: now + PATIENCE };
        Effect::Call { operation: self.operation.as_told(), attempt: self.attempt }
    }

    /// The server has stored it; its event is to come.
    pub fn acknowledge(&mut self, answer: Value, now: i64) {
        self.stage = Stage::Acknowledged { answer, until: now + ECHO };
    }

    /// A try did not succeed: it waits for another one, or for the person.
    pub fn fail(&mut self, error: Error, moment: Moment) {
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

    /// The call that takes too long counts as lost.
    pub fn lose_patience(&mut self, moment: Moment) {
        if matches!(self.stage, Stage::Calling { until } if until <= moment.now) {
            self.fail(Error::Offline, moment);
        }
    }

    /// The server can be reached again.
    pub fn hurry(&mut self, now: i64) {
        if self.unreached {
            self.not_before = now;
        }
        if let Stage::Acknowledged { until, .. } = &mut self.stage {
            *until = now + ECHO;
        }
    }

    /// When something has to be done about it; `has_turn` where nothing has to be done before it.
    pub fn deadline(&self, has_turn: impl FnOnce() -> bool, online: bool) -> Option<i64> {
        match self.stage {
            _ if self.operation.is_postponed() => self.operation.postponed_until,
            Stage::Ready => has_turn().then_some(self.not_before),
            Stage::Calling { until } => Some(until),
            Stage::Acknowledged { until, .. } => online.then_some(until),
            Stage::Keeping | Stage::Failed(_) => None,
        }
    }

    /// What the screen is told of it.
    pub fn pending(&self) -> Pending {
        let state = match &self.stage {
            Stage::Keeping | Stage::Ready | Stage::Calling { .. } => PendingState::Waiting,
            Stage::Acknowledged { answer, .. } => PendingState::Acknowledged(answer.clone()),
            Stage::Failed(error) => PendingState::Failed(error.clone()),
        };
        Pending { operation: self.operation.clone(), state }
    }

    /// Whether it still has to reach the server.
    pub fn is_unconfirmed(&self) -> bool {
        matches!(self.stage, Stage::Keeping | Stage::Ready | Stage::Calling { .. })
    }

    /// Whether it is neither on its way nor with the server.
    pub fn is_here(&self) -> bool {
        matches!(self.stage, Stage::Keeping | Stage::Ready | Stage::Failed(_))
    }

    /// Whether what was done in its place can stand for it: the server has refused it, or this page has not called. It may
    /// have stored anything else, the answer lost: only another call tells, or those words would be met as somebody else's.
    pub fn gives_way(&self) -> bool {
        self.has_failed() || self.is_here() && self.never_left()
    }

    /// Whether this page has not called.
    pub fn never_left(&self) -> bool {
        self.attempt == 0
    }

    /// Whether a page before has kept it.
    pub fn was_stored(&self) -> bool {
        self.was_stored
    }

    /// Whether the server cannot have heard of it, from no page.
    pub fn is_unheard(&self) -> bool {
        self.never_left() && !self.was_stored
    }

    /// Whether this call of it is the one on its way.
    pub fn is_calling(&self, attempt: u32) -> bool {
        self.attempt == attempt && matches!(self.stage, Stage::Calling { .. })
    }

    /// Whether the server has stored it.
    pub fn is_acknowledged(&self) -> bool {
        matches!(self.stage, Stage::Acknowledged { .. })
    }

    /// Whether the person has to decide what becomes of it.
    pub fn has_failed(&self) -> bool {
        matches!(self.stage, Stage::Failed(_))
    }

    /// Whether it may leave.
    pub fn is_due(&self, now: i64) -> bool {
        matches!(self.stage, Stage::Ready) && self.not_before <= now && !self.operation.is_postponed()
    }

    /// Whether its event has had its time to come.
    pub fn is_stale(&self, now: i64) -> bool {
        matches!(self.stage, Stage::Acknowledged { until, .. } if until <= now)
    }
}
