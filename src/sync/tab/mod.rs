//! One tab among those of a browser that are open on one account (SYN-1, SYN-11).
//!
//! One of them leads: it has the engine, and with it the connection and the outbox. What the pages of the others want
//! they tell who leads, and hear from it what comes of that. Whose turn it is to lead is for the browser to say, by
//! a lock that one tab has at a time; a tab that is looked at and gets no answer for a second takes the lead.
//!
//! Invariant: what a person did is in the list of who leads, or still with the tab that it was done in, which tells
//! every new leader of it. What a listener heard it does not hear again from the next leader: it is the tab that
//! keeps how far its listeners have heard.
//!
//! What was done outlives the tab in a store that all share. A tab without locks, or without a store, is alone: it leads
//! itself. That the person logs out it says and hears all the same.
//!
//! `word` is what tabs say to each other, `wish` what a page wants, `turn` how the lead comes and goes, `leader` what a
//! tab has while it leads, `follower` what it hears while another one does. `listeners` and `mine` are what a tab keeps,
//! whoever leads: how far its pages have heard, and what was done in them.

mod follower;
mod leader;
mod listeners;
mod mine;
#[cfg(test)]
mod tests;
mod turn;
mod wish;
pub mod word;

use std::collections::{BTreeMap, BTreeSet};

use super::{Effect, Input, ListenerId, Moment, Pending, Status, pending::replaced_by, status::State};
use crate::{
    realtime::{Event, Position},
    shared::id::{AccountId, OperationId},
};
use follower::Follower;
use leader::{Addressed, Leader};
use listeners::Listeners;
use mine::Mine;
use word::{Gift, TabId, Word};

/// A tab, whoever leads.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them goes with any other")]
#[derive(Clone, Debug)]
pub struct Tab {
    id: TabId,
    account: Option<AccountId>,
    role: Role,
    /// Whether the page is there, and what it was told of its surroundings.
    started: bool,
    /// Whether it has left the other tabs.
    alone: bool,
    visible: bool,
    network: bool,
    listeners: Listeners,
    mine: Mine,
    /// What the store took from this tab after another one had listed it: kept anew, it may be over already.
    late: BTreeSet<OperationId>,
    /// What was given up here, as far as no leader has said so.
    given_up: BTreeSet<OperationId>,
    /// What is not confirmed, and how the connection is, as who leads says.
    listed: Vec<Pending>,
    /// What was last said to be pending here.
    shown: Vec<Pending>,
    status: Status,
    /// When the engine wants to be woken, and when this tab was promised to be.
    engine_wake: Option<i64>,
    wake: Option<i64>,
}

#[derive(Clone, Debug)]
enum Role {
    Leader(Box<Leader>),
    Follower(Follower),
}

impl Tab {
    /// A tab that waits for [`Input::Start`] and for its turn to lead.
    #[must_use]
    pub fn new(id: TabId, account: Option<AccountId>) -> Self {
        Self {
            id,
            account,
            role: Role::Follower(Follower::default()),
            started: false,
            alone: false,
            visible: true,
            network: true,
            listeners: Listeners::default(),
            mine: Mine::default(),
            late: BTreeSet::new(),
            given_up: BTreeSet::new(),
            listed: Vec::new(),
            shown: Vec::new(),
            status: Status::default(),
            engine_wake: None,
            wake: None,
        }
    }

    /// Takes what happened and returns what to do, in order.
    pub fn handle(&mut self, input: Input, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        if input == Input::Tick {
            (self.wake, self.engine_wake) = (None, None);
        }
        match input {
            Input::Start => self.start(moment, &mut effects),
            Input::Leave => self.leave(moment, &mut effects),
            Input::Elected => self.lead(moment, &mut effects),
            Input::Deposed => self.follow(moment, &mut effects),
            Input::Alone => self.part(moment, &mut effects),
            Input::Wipe => {
                effects.push(Effect::Tell(Word::Wiped));
                self.wipe(moment, &mut effects);
            }
            Input::Heard(word) => self.hear(word, moment, &mut effects),
            Input::Gone(tab) => self.engine(moment, &mut effects, |leader| {
                leader.look = moment.now;
                leader.forget(tab, moment)
            }),
            Input::Network(there) => {
                self.network = there;
                self.engine(moment, &mut effects, |leader| leader.engine.handle(Input::Network(there), moment));
            }
            Input::Loaded(stored) => self.load(stored, moment, &mut effects),
            Input::Perform(operation) => self.perform(operation, moment, &mut effects),
            Input::Kept(id) => self.kept(id, moment, &mut effects),
            input @ (Input::Opened(_) | Input::Closed(_) | Input::Frame(..) | Input::Answered { .. } | Input::Tick) => {
                self.engine(moment, &mut effects, |leader| leader.engine.handle(input, moment));
            }
            input => self.want(input, moment, &mut effects),
        }
        self.wonder(moment, &mut effects);
        if self.hears() {
            self.mine.expire(moment.now);
        }
        if !self.unconfirmed().eq(&self.shown) {
            self.shown = self.pending();
            effects.push(Effect::PendingChanged);
        }
        self.look(moment.now, &mut effects);
        self.schedule(moment.now, &mut effects);
        effects.retain(|effect| !(self.alone && matches!(effect, Effect::Tell(word) if *word != Word::Wiped)));
        effects
    }

    /// What is not confirmed yet, in order, whichever tab it was done in.
    #[must_use]
    pub fn pending(&self) -> Vec<Pending> {
        self.unconfirmed().cloned().collect()
    }

    /// The health of the connection.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Up to where a listener of this tab misses nothing.
    #[must_use]
    pub fn since(&self, listener: ListenerId) -> Option<Position> {
        self.listeners.since(listener)
    }

    /// Whether this tab has the connection.
    #[must_use]
    pub fn leads(&self) -> bool {
        matches!(self.role, Role::Leader(_))
    }

    /// What is not confirmed yet; what something was done in the place of here is shown no more, also before who leads
    /// knows of that.
    fn unconfirmed(&self) -> impl Iterator<Item = &Pending> {
        let replaced = replaced_by(self.mine.unlisted());
        self.listed.iter().chain(self.mine.unlisted()).filter(move |one| !replaced.contains(&one.operation.id))
    }

    /// Has who leads do something, and hands out what comes of it: to each tab as one. Nothing happens in a tab that
    /// follows.
    fn engine(&mut self, moment: Moment, effects: &mut Vec<Effect>, act: impl FnOnce(&mut Leader) -> Vec<Effect>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let mut gifts: BTreeMap<TabId, Vec<Gift>> = BTreeMap::new();
        let mut others = Vec::new();
        for effect in act(leader) {
            match leader.address(effect) {
                Some(Addressed::Listener(tab, gift)) => gifts.entry(tab).or_default().push(gift),
                Some(Addressed::All(effect)) => others.push(effect),
                None => {}
            }
        }
        for (tab, gifts) in gifts {
            if tab == self.id {
                self.receive(gifts, effects);
            } else {
                effects.push(Effect::Tell(Word::Give { leader: self.id, tab, gifts }));
            }
        }
        for effect in others {
            self.carry_out(effect, moment, effects);
        }
    }

    fn carry_out(&mut self, effect: Effect, moment: Moment, effects: &mut Vec<Effect>) {
        let Role::Leader(leader) = &mut self.role else { return };
        match effect {
            Effect::PendingChanged => {
                let list = leader.list(self.id, Vec::new());
                effects.push(Effect::Tell(list.clone()));
                self.list(list, moment, effects);
            }
            Effect::StatusChanged => {
                let status = leader.engine.status().clone();
                let word = Word::Status { leader: self.id, status: status.clone(), now: moment.now };
                effects.push(Effect::Tell(word));
                self.measure(status, moment, effects);
            }
            Effect::WakeAt(at) => self.engine_wake = Some(at),
            Effect::Forget(id) => {
                leader.end(id);
                effects.push(Effect::Forget(id));
            }
            Effect::GiveUp(id) => {
                leader.give_up(id);
                self.mine.end(id);
                effects.push(Effect::GiveUp(id));
            }
            other => effects.push(other),
        }
    }

    /// Gives the listeners what is theirs; what was done here and is heard of now is over.
    fn receive(&mut self, gifts: Vec<Gift>, effects: &mut Vec<Effect>) {
        let received: Vec<_> = gifts.into_iter().filter_map(|gift| self.listeners.receive(gift)).collect();
        let heard = |effect: &Effect| match effect {
            Effect::Deliver(_, events) => events.iter().filter_map(Event::names).collect(),
            _ => Vec::new(),
        };
        for id in received.iter().flat_map(heard) {
            self.mine.end(id);
        }
        effects.extend(received);
    }

    fn list(&mut self, list: Word, moment: Moment, effects: &mut Vec<Effect>) {
        let Word::Pending { pending, over, given_up, .. } = list else { return };
        let is_listed = |id| pending.iter().any(|listed| listed.operation.id == id);
        // What something else was done in the place of is listed no more, but kept until that is: who leads sees to it.
        let is_replaced = |id| pending.iter().any(|listed| listed.operation.is_instead_of(id));
        effects.extend(self.late.extract_if(.., |id| !is_listed(*id) && !is_replaced(*id)).map(Effect::Forget));
        // What was refused since is for the person to decide anew.
        let is_refused = |id| pending.iter().any(|listed| listed.operation.id == id && listed.has_failed());
        // What was on its way already, and has come there, cannot be given up any more.
        let was_listed = |id| self.listed.iter().any(|listed| listed.operation.id == id);
        let is_over = |id: &OperationId| over.contains(id) || was_listed(*id) && !is_listed(*id);
        self.given_up.retain(|id| !(given_up.contains(id) || is_refused(*id) || is_over(id)));
        self.mine.follow(&pending, &over, &given_up, moment.now);
        self.listed = pending;
    }

    /// Whether events arrive.
    fn hears(&self) -> bool {
        self.status.state == State::Online
    }

    /// Whoever hears a topic "from now on" begins where the connection first stood; what waits for its event waits from
    /// when one can come.
    fn measure(&mut self, status: Status, moment: Moment, effects: &mut Vec<Effect>) {
        if !self.hears() {
            self.mine.wait_anew(moment.now);
        }
        if let Some(position) = status.position {
            self.listeners.begin_at(position);
        }
        self.status = status;
        effects.push(Effect::StatusChanged);
    }

    fn schedule(&mut self, now: i64, effects: &mut Vec<Effect>) {
        let own = match &self.role {
            Role::Leader(leader) => self.engine_wake.into_iter().chain([leader.look]).min(),
            Role::Follower(follower) => Some(follower.deadline()).filter(|_| self.started && self.visible),
        };
        let wake =
            own.into_iter().chain(self.mine.deadline().filter(|_| self.hears())).min().filter(|at| *at < i64::MAX);
        if wake != self.wake || wake.is_some_and(|at| at <= now) {
            self.wake = wake;
            effects.extend(wake.map(Effect::WakeAt));
        }
    }
}
