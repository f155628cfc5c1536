//! What a person did in one tab, until that tab has seen what came of it.

use std::collections::BTreeMap;

use crate::{
    shared::id::OperationId,
    sync::{Operation, Pending, PendingState, pending::replaced_by},
};

/// What has happened, but is not heard of within this while events arrive, in milliseconds, is not waited for: the tab
/// listens to nothing that would tell.
const ECHO: i64 = 60_000;

/// The acts of a tab, in order.
#[derive(Clone, Debug, Default)]
pub struct Mine(Vec<Act>);

#[derive(Clone, Debug)]
struct Act {
    /// As it was last listed.
    pending: Pending,
    stage: Stage,
    /// Whether the store holds it.
    kept: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// In nobody's list yet.
    Untaken,
    /// Who leads has it.
    Listed,
    /// It has happened, says who leads; its event has not reached this tab.
    Unheard { until: i64 },
}

impl Mine {
    /// Takes something just done.
    pub fn add(&mut self, operation: Operation) {
        self.0.push(Act::untaken(operation));
    }

    /// Takes what was listed by a leader that is none any more, each before what was done since: names are given in the
    /// order in which things are done.
    pub fn take_back(&mut self, listed: Vec<Pending>) {
        for mut pending in listed {
            pending.set_back();
            let id = pending.operation.id;
            self.0.retain(|act| !act.is(id));
            let later = self.0.iter().position(|act| act.pending.operation.id > id);
            self.0.insert(later.unwrap_or(self.0.len()), Act { pending, stage: Stage::Untaken, kept: false });
        }
    }

    /// Takes what another tab did and nobody has listed.
    pub fn take(&mut self, operation: Operation) {
        if !self.0.iter().any(|act| act.is(operation.id)) {
            self.add(operation);
        }
    }

    /// It is held back no longer.
    pub fn hasten(&mut self, id: OperationId) {
        self.0.iter_mut().filter(|act| act.is(id)).for_each(|act| act.pending.operation.postponed_until = None);
    }

    /// What is held back so that it can be undone, and whether the store holds it.
    pub fn postponed(&self) -> Vec<(Operation, bool)> {
        let held = self.0.iter().filter(|act| act.pending.operation.is_postponed());
        held.map(|act| (act.pending.operation.clone(), act.kept)).collect()
    }

    /// The store holds it.
    pub fn keep(&mut self, id: OperationId) {
        self.0.iter_mut().filter(|act| act.is(id)).for_each(|act| act.kept = true);
    }

    /// Who leads is another tab now, which may know nothing of what the last one had listed and not brought to the
    /// server: of that what it does not find in a store that they share.
    pub fn lose_leader(&mut self, shares_store: bool) {
        for act in self.0.iter_mut().filter(|act| act.stage == Stage::Listed) {
            let is_found = shares_store && act.kept;
            if !is_found && !matches!(act.pending.state, PendingState::Acknowledged(_)) {
                act.pending.set_back();
                act.stage = Stage::Untaken;
            }
        }
    }

    /// What is in nobody's list, in order.
    pub fn untaken(&self) -> impl Iterator<Item = &Operation> {
        self.0.iter().filter(|act| act.stage == Stage::Untaken).map(|act| &act.pending.operation)
    }

    /// What of that was refused.
    pub fn refused(&self) -> impl Iterator<Item = &Pending> {
        let untaken = self.0.iter().filter(|act| act.stage == Stage::Untaken);
        untaken.map(|act| &act.pending).filter(|pending| pending.refusal().is_some())
    }

    /// What to show beside the list of who leads.
    pub fn unlisted(&self) -> impl Iterator<Item = &Pending> {
        self.0.iter().filter(|act| act.stage != Stage::Listed).map(|act| &act.pending)
    }

    /// Ends an act; whether it was shown beside the list of who leads.
    pub fn end(&mut self, id: OperationId) -> bool {
        let unlisted = self.0.iter().any(|act| act.is(id) && act.stage != Stage::Listed);
        self.0.retain(|act| !act.is(id));
        unlisted
    }

    /// Goes by what who leads has listed. What is `over`, or was listed and is not any more, has happened, unless it
    /// was given up. What a listed one was done in the place of is shown no more.
    pub fn follow(&mut self, listed: &[Pending], over: &[OperationId], given_up: &[OperationId], now: i64) {
        let named: BTreeMap<_, _> = listed.iter().map(|pending| (pending.operation.id, pending)).collect();
        for act in &mut self.0 {
            let id = act.pending.operation.id;
            if let Some(&pending) = named.get(&id) {
                (act.pending, act.stage) = (pending.clone(), Stage::Listed);
            } else if act.stage == Stage::Listed || act.stage == Stage::Untaken && over.contains(&id) {
                act.stage = Stage::Unheard { until: now + ECHO };
            }
        }
        let replaced = replaced_by(listed.iter());
        self.0.retain(|act| {
            let is_left = act.has_echo() && !given_up.iter().any(|id| act.is(*id));
            (act.stage == Stage::Untaken || is_left) && !replaced.contains(&act.pending.operation.id)
        });
    }

    /// Waits from now on for the events of what has happened: none could come before.
    pub fn wait_anew(&mut self, now: i64) {
        for act in &mut self.0 {
            if let Stage::Unheard { until } = &mut act.stage {
                *until = now + ECHO;
            }
        }
    }

    /// Ends what nobody will tell of any more.
    pub fn expire(&mut self, now: i64) {
        self.0.retain(|act| !matches!(act.stage, Stage::Unheard { until } if until <= now));
    }

    /// When [`Self::expire`] has something to do.
    pub fn deadline(&self) -> Option<i64> {
        let until = |act: &Act| if let Stage::Unheard { until } = act.stage { Some(until) } else { None };
        self.0.iter().filter_map(until).min()
    }
}

impl Act {
    fn untaken(operation: Operation) -> Self {
        Self { pending: Pending { operation, state: PendingState::Waiting }, stage: Stage::Untaken, kept: false }
    }

    fn is(&self, id: OperationId) -> bool {
        self.pending.operation.id == id
    }

    /// Whether an event will name it.
    fn has_echo(&self) -> bool {
        let operation = &self.pending.operation;
        !(operation.is_mark() || operation.is_change() || operation.is_choice())
    }
}
