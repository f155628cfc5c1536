//! What a tab has while it leads: the engine, and who wants what of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::word::{Ask, Gift, TabId, What, Wish, Word};
use crate::{
    shared::id::{AccountId, OperationId},
    sync::{Effect, Engine, Input, ListenerId, Moment, Operation, Pending, Stored},
};

/// How long who leads goes without a look into the store, in milliseconds: a tab may have kept something there and
/// ended before it could tell anybody.
const LOOK: i64 = 30_000;

/// How many of what was given up are told with every list.
const MAX_GIVEN_UP: usize = 64;

/// The engine of a browser, and for whom it works.
#[derive(Clone, Debug)]
pub struct Leader {
    pub engine: Engine,
    /// Whether the store has said what it holds. Nothing leaves before: what was done earlier goes first.
    pub loaded: bool,
    /// When to look into the store again.
    pub look: i64,
    /// The engine's names of listeners, and whose they are.
    listeners: BTreeMap<ListenerId, (TabId, ListenerId)>,
    named: ListenerId,
    visible: BTreeMap<TabId, bool>,
    /// What was pending here and is not any more: a tab that speaks late does not bring it back.
    over: BTreeSet<OperationId>,
    /// What of it was given up.
    given_up: VecDeque<OperationId>,
}

/// An effect of the engine, and for whom it is.
pub enum Addressed {
    Listener(TabId, Gift),
    All(Effect),
}

impl Leader {
    /// Works for nobody yet.
    pub fn new(account: Option<AccountId>) -> Self {
        Self {
            engine: Engine::new(account),
            loaded: false,
            look: i64::MAX,
            listeners: BTreeMap::new(),
            named: 0,
            visible: BTreeMap::new(),
            over: BTreeSet::new(),
            given_up: VecDeque::new(),
        }
    }

    /// Takes all that a tab wants in place of what it wanted before.
    pub fn join(&mut self, tab: TabId, visible: bool, wishes: Vec<Wish>, moment: Moment) -> Vec<Effect> {
        let mut effects = self.forget(tab, moment);
        self.visible.insert(tab, visible);
        for wish in wishes {
            effects.extend(self.ask(tab, Ask::Subscribe(wish), moment));
        }
        effects.extend(self.ask(tab, Ask::Visible(visible), moment));
        effects
    }

    /// Does what a tab wants.
    pub fn ask(&mut self, tab: TabId, ask: Ask, moment: Moment) -> Vec<Effect> {
        let input = match ask {
            Ask::Subscribe(Wish { listener, topic, since }) => {
                self.named += 1;
                self.listeners.insert(self.named, (tab, listener));
                Input::Subscribe { listener: self.named, topic, since }
            }
            Ask::Unsubscribe(listener) => {
                let Some(name) = self.name(tab, listener) else { return Vec::new() };
                self.listeners.remove(&name);
                Input::Unsubscribe(name)
            }
            Ask::Perform(operation) => Input::Perform(operation),
            Ask::Retry(id) => Input::Retry(id),
            Ask::Discard(id) => return self.discard(id, moment),
            Ask::Hasten(id) => Input::Hasten(id),
            Ask::Settle(id) => Input::Settle(id),
            Ask::Signal { topic, kind, body } => Input::Signal { topic, kind, body },
            Ask::SignedOut => Input::SignedOut,
            Ask::Beat => Input::Tick,
            Ask::Visible(visible) => {
                self.visible.insert(tab, visible);
                Input::Visible(self.is_seen())
            }
        };
        let mut effects = match input {
            Input::Subscribe { .. } | Input::Visible(_) => self.engine.handle(Input::Seen(self.seen()), moment),
            _ => Vec::new(),
        };
        effects.extend(self.engine.handle(input, moment));
        effects
    }

    fn discard(&mut self, id: OperationId, moment: Moment) -> Vec<Effect> {
        let mut effects = self.engine.handle(Input::Discard(id), moment);
        let is_known = self.engine.pending().iter().any(|pending| pending.operation.id == id);
        // What is on its way cannot be given up; what the store may still bring can.
        if !is_known && !self.is_over(id) {
            self.give_up(id);
            effects.extend((!effects.contains(&Effect::Forget(id))).then_some(Effect::Forget(id)));
        }
        effects
    }

    /// A tab wants nothing any more.
    pub fn forget(&mut self, tab: TabId, moment: Moment) -> Vec<Effect> {
        let gone: Vec<_> = self.listeners.iter().filter(|(_, (of, _))| *of == tab).map(|(name, _)| *name).collect();
        let mut effects = Vec::new();
        for name in gone {
            self.listeners.remove(&name);
            effects.extend(self.engine.handle(Input::Unsubscribe(name), moment));
        }
        if self.visible.remove(&tab) == Some(true) && !self.is_seen() {
            effects.extend(self.engine.handle(Input::Visible(false), moment));
        }
        effects
    }

    /// The page goes away. Where no other tab is there, nothing is held back any longer: what leaves now need not wait for
    /// somebody to come back.
    pub fn leave(&mut self, tab: TabId, moment: Moment) -> Vec<Effect> {
        let is_last = self.visible.keys().all(|other| *other == tab);
        let waits = |pending: &Pending| is_last && pending.operation.is_postponed();
        let postponed: Vec<_> = self.engine.pending().into_iter().filter(waits).collect();
        let hastened = postponed.into_iter().map(|pending| Input::Hasten(pending.operation.id));
        hastened.chain([Input::Leave]).flat_map(|input| self.engine.handle(input, moment)).collect()
    }

    /// The other tabs are others' from now on.
    pub fn part(&mut self, tab: TabId, moment: Moment) -> Vec<Effect> {
        let others: Vec<_> = self.visible.keys().copied().filter(|other| *other != tab).collect();
        let mut effects: Vec<_> = others.into_iter().flat_map(|other| self.forget(other, moment)).collect();
        effects.extend(self.engine.handle(Input::Alone, moment));
        effects
    }

    /// Takes what the store holds, before all that was done `since`, and of what the last leader had listed what only
    /// waits for its event. What somebody else has forgotten meanwhile goes out again, before what was done over it.
    pub fn load(
        &mut self,
        stored: Vec<Stored>,
        mut since: Vec<Operation>,
        listed: Vec<Pending>,
        moment: Moment,
    ) -> Vec<Effect> {
        self.loaded = true;
        self.look = moment.now + LOOK;
        // What gives way below nobody knows here any more: what it was done in the place of goes with it.
        let known: Vec<_> = stored.iter().map(|one| &one.operation).chain(&since).cloned().collect();
        for own in &mut since {
            own.stand_for(|id| known.iter().find(|one| one.id == id));
        }
        let (over, stored): (Vec<_>, Vec<_>) = stored.into_iter().partition(|one| self.is_over(one.operation.id));
        let is_stored = |operation: &Operation| stored.iter().any(|other| other.operation.id == operation.id);
        // Words that were written here before the store was read were not written over these, unless they name them.
        let is_seen = |id| since.iter().any(|own| own.id == id) || listed.iter().any(|one| one.operation.id == id);
        let (seen, unseen): (Vec<_>, Vec<_>) = stored.iter().cloned().partition(|one| is_seen(one.operation.id));
        let (unaware, since): (Vec<_>, Vec<_>) =
            since.into_iter().partition(|own| unseen.iter().any(|one| own.replaces(&one.operation)));
        let later: Vec<_> = since.into_iter().filter(|operation| !is_stored(operation)).collect();
        // What was done in the place of it goes out instead, and once kept takes it from the store.
        let gives_way = |one: &Stored| later.iter().chain(&unaware).any(|own| own.is_instead_of(one.operation.id));
        let left = stored.into_iter().filter(|one| !gives_way(one));
        let stored = left.map(|one| one.recalled(&listed)).collect();
        let is_before = |own: &Operation, one: &Operation| one.object == own.object && one.id > own.id;
        let is_earlier = |own: &Operation| seen.iter().any(|one| is_before(own, &one.operation));
        let (earlier, later): (Vec<_>, Vec<_>) = later.into_iter().partition(is_earlier);
        let mut effects: Vec<_> = over.into_iter().map(|one| Effect::Forget(one.operation.id)).collect();
        for operation in earlier {
            effects.extend(self.engine.handle(Input::Perform(operation), moment));
        }
        effects.extend(self.engine.handle(Input::Loaded(stored), moment));
        effects.extend(self.engine.handle(Input::Inherited(listed), moment));
        for operation in later {
            effects.extend(self.engine.handle(Input::Perform(operation), moment));
        }
        for operation in unaware {
            effects.extend(self.engine.handle(Input::PerformUnaware(operation), moment));
        }
        effects
    }

    /// What is pending, for all tabs; `over` is what one of them asked for in vain.
    pub fn list(&self, leader: TabId, over: Vec<OperationId>) -> Word {
        Word::Pending {
            leader,
            pending: self.engine.pending(),
            over,
            given_up: self.given_up.iter().copied().collect(),
        }
    }

    /// What was pending here and is not any more.
    pub fn over(&self) -> Vec<OperationId> {
        self.over.iter().copied().collect()
    }

    /// Whether an operation was pending here and is not any more.
    pub fn is_over(&self, id: OperationId) -> bool {
        self.over.contains(&id)
    }

    /// Remembers that an operation is pending no more.
    pub fn end(&mut self, id: OperationId) {
        self.over.insert(id);
    }

    /// Remembers that an operation was given up, for whichever tab shows it.
    pub fn give_up(&mut self, id: OperationId) {
        self.given_up.push_back(id);
        if self.given_up.len() > MAX_GIVEN_UP {
            self.given_up.pop_front();
        }
        self.end(id);
    }

    /// For whom an effect of the engine is; for nobody where the listener is gone.
    pub fn address(&self, effect: Effect) -> Option<Addressed> {
        let (name, what) = match effect {
            Effect::Deliver(name, events) => (name, What::Events { events, since: self.engine.since(name) }),
            Effect::CaughtUp(name) => (name, What::CaughtUp { since: self.engine.since(name) }),
            Effect::Refetch(name) => (name, What::Refetch { since: self.engine.since(name) }),
            Effect::Signal { listener, kind, from, body } => (listener, What::Signal { kind, from, body }),
            other => return Some(Addressed::All(other)),
        };
        let &(tab, listener) = self.listeners.get(&name)?;
        Some(Addressed::Listener(tab, Gift { listener, what }))
    }

    fn name(&self, tab: TabId, listener: ListenerId) -> Option<ListenerId> {
        self.listeners.iter().find(|(_, of)| **of == (tab, listener)).map(|(name, _)| *name)
    }

    /// The listeners of the tabs that are looked at.
    fn seen(&self) -> BTreeSet<ListenerId> {
        let is_seen = |tab: &TabId| self.visible.get(tab) == Some(&true);
        self.listeners.iter().filter(|(_, (tab, _))| is_seen(tab)).map(|(name, _)| *name).collect()
    }

    fn is_seen(&self) -> bool {
        self.visible.values().any(|visible| *visible)
    }
}
