//! What the tabs of a browser share, and what outlives them: the store, and the locks.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::world::Tab;
use crate::{
    shared::id::OperationId,
    sync::{Input, Stored, tab::word::TabId},
};

/// Something for the store to do, in the order in which the tabs asked.
pub enum Job {
    Keep(Box<Stored>),
    Forget(OperationId),
    Load,
}

/// A browser of a person.
pub struct Browser {
    /// Whether its tabs have locks and can speak to each other, and how many there are.
    pub has_locks: bool,
    tabs: usize,
    pub offline: bool,
    /// So many milliseconds its clock was set back.
    pub behind: i64,
    /// What no crash of a tab loses. Names are given in the order in which things are done.
    pub store: BTreeMap<OperationId, Stored>,
    pub jobs: VecDeque<(Tab, Job)>,
    /// What was written down, and which removals.
    pub kept: BTreeSet<OperationId>,
    pub forgotten: BTreeSet<OperationId>,
    /// What was ever called, and what was given up before.
    pub called: BTreeSet<OperationId>,
    discarded: BTreeSet<(usize, OperationId)>,
    /// What a tab has found refused and nobody has ever tried again, and what somebody has.
    unasked: BTreeSet<(Tab, OperationId)>,
    tried_again: BTreeSet<OperationId>,
    /// The tabs whose store is broken, what is in their memory alone, and what went with them.
    broken: BTreeSet<Tab>,
    volatile: BTreeSet<(Tab, OperationId)>,
    lost: BTreeSet<OperationId>,
    /// The tabs that have left the others.
    pub alone: BTreeSet<Tab>,
    /// Who has the lead, and who waits for it.
    pub leader: Option<Tab>,
    pub waiting: VecDeque<Tab>,
    /// Which tab wants to hear of the end of which.
    pub watches: BTreeSet<(Tab, TabId)>,
}

impl Browser {
    pub fn new(has_locks: bool, tabs: usize) -> Self {
        Self {
            has_locks,
            tabs,
            offline: false,
            behind: 0,
            store: BTreeMap::new(),
            jobs: VecDeque::new(),
            kept: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            called: BTreeSet::new(),
            discarded: BTreeSet::new(),
            unasked: BTreeSet::new(),
            tried_again: BTreeSet::new(),
            broken: BTreeSet::new(),
            volatile: BTreeSet::new(),
            lost: BTreeSet::new(),
            alone: BTreeSet::new(),
            leader: None,
            waiting: VecDeque::new(),
            watches: BTreeSet::new(),
        }
    }

    /// The job that was begun first is done; who asked for it hears what came of it.
    pub fn work(&mut self) -> Option<(Tab, Input)> {
        let (tab, job) = self.jobs.pop_front()?;
        let is_broken = self.broken.contains(&tab);
        match job {
            Job::Keep(stored) if is_broken => {
                let id = stored.operation.id;
                self.kept.insert(id);
                self.volatile.insert((tab, id));
                Some((tab, Input::Kept(id)))
            }
            Job::Forget(_) if is_broken => None,
            Job::Load if is_broken => Some((tab, Input::Loaded(Vec::new()))),
            Job::Keep(stored) => {
                let id = stored.operation.id;
                self.kept.insert(id);
                self.store.insert(id, *stored);
                Some((tab, Input::Kept(id)))
            }
            Job::Forget(id) => {
                self.forgotten.insert(id);
                self.store.remove(&id);
                None
            }
            Job::Load => Some((tab, Input::Loaded(self.store.values().cloned().collect()))),
        }
    }

    /// A tab has ended, with all that it had asked for and that was not begun.
    pub fn lose(&mut self, tab: Tab) {
        let lost: Vec<_> = self.volatile.extract_if(.., |(of, _)| *of == tab).collect();
        self.lost.extend(lost.into_iter().map(|(_, id)| id));
        self.alone.remove(&tab);
        self.unasked.retain(|(of, _)| *of != tab);
        self.jobs.retain(|(of, _)| *of != tab);
        self.watches.retain(|(watcher, _)| *watcher != tab);
        self.give_back(tab);
    }

    /// The store of a tab is of no use from now on.
    pub fn break_store(&mut self, tab: Tab) {
        self.broken.insert(tab);
    }

    /// A tab has the lead no longer, nor waits for it.
    pub fn give_back(&mut self, tab: Tab) {
        self.waiting.retain(|waiting| *waiting != tab);
        if self.leader == Some(tab) {
            self.leader = None;
        }
    }

    /// The person gives it up on a device.
    pub fn gives_up(&mut self, device: usize, id: OperationId) {
        self.discarded.insert((device, id));
    }

    /// A tab finds this refused.
    pub fn finds_refused(&mut self, tab: Tab, id: OperationId) {
        if !self.tried_again.contains(&id) {
            self.unasked.insert((tab, id));
        }
    }

    /// The person tries it again, in whichever tab.
    pub fn tries_again(&mut self, id: OperationId) {
        self.tried_again.insert(id);
        self.unasked.retain(|(_, unasked)| *unasked != id);
    }

    /// Whether it would leave from a tab that has found it refused, and nobody has asked for that.
    pub fn is_unasked(&self, tab: Tab, id: OperationId) -> bool {
        self.unasked.contains(&(tab, id))
    }

    /// It was on its way already.
    pub fn cannot_give_up(&mut self, device: usize, id: OperationId) {
        self.discarded.remove(&(device, id));
    }

    /// Whether the person gave it up, so that it may be stored or not.
    pub fn may_lack(&self, id: OperationId) -> bool {
        let is_unread = self.reads_no_store() && self.store.contains_key(&id);
        self.is_discarded(id) || self.lost.contains(&id) || is_unread
    }

    fn is_discarded(&self, id: OperationId) -> bool {
        self.discarded.iter().any(|(_, discarded)| *discarded == id)
    }

    /// Whether it is in the memory of a tab alone, which knows nothing of what waits in the store.
    pub fn is_apart(&self, id: OperationId) -> bool {
        self.volatile.iter().any(|(_, volatile)| *volatile == id)
    }

    /// Whether the store of none of its tabs is of use, so that what another tab left there stays.
    pub fn reads_no_store(&self) -> bool {
        self.alone.intersection(&self.broken).count() == self.tabs
    }

    /// How many of its tabs lead: one of those that share, and each that is alone.
    pub fn leaders(&self) -> usize {
        self.alone.len() + usize::from(self.alone.len() < self.tabs)
    }

    /// Whether a tab has left the others, or is about to.
    pub fn goes_alone(&self, tab: Tab) -> bool {
        self.alone.contains(&tab) || self.broken.contains(&tab)
    }

    /// Whether it was given up before it ever left, and nothing is left of it that could.
    pub fn must_lack(&self, id: OperationId) -> bool {
        let is_left = self.store.contains_key(&id);
        self.is_discarded(id) && self.forgotten.contains(&id) && !self.called.contains(&id) && !is_left
    }
}
