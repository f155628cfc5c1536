//! A tab around the real machine, and the person before it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use uuid::Uuid;

use super::{
    Fault,
    own::Own,
    page::{Page, Reading, What},
    room::{self, MEMBER_JOINED, MEMBER_LEFT, SEND, place},
    square::{Square, is_published},
};
use crate::{
    features::posts::model::Entry,
    realtime::{Event, Position, ServerFrame, Topic},
    shared::id::{AccountId, ConversationId, OperationId},
    sync::{Effect, Input, ListenerId, Moment, Operation, Pending, PendingState, Tab, overlaid},
};

/// A place for a tab in a browser of a person: one crashes, the next is opened there.
pub struct Device {
    pub account: AccountId,
    /// Which browser it is in.
    pub browser: usize,
    pub fault: Option<Fault>,
    /// Counts the tabs that it had.
    pub life: u32,
    /// Whether its page is put away, to come back: it hears nothing.
    pub is_away: bool,
    /// Until when nothing moves in it.
    pub frozen: i64,
    pub tab: Tab,
    pub pages: BTreeMap<What, Page>,
    pub own: Own,
    pub square: Square,
    /// Where the person came in or went out since this was last looked at.
    pub regrouped: Vec<ConversationId>,
    /// The open conversations that say something old of who is in them.
    pub moved: BTreeSet<What>,
    /// The last name that was given in its tab.
    pub named: Uuid,
    names: ListenerId,
    heard: HashSet<(ListenerId, Position)>,
    /// What the person did here, in order.
    pub done: Vec<Operation>,
    pub held: u64,
    pub wake: u64,
}

impl Device {
    pub fn new(account: AccountId, browser: usize, fault: Option<Fault>) -> Self {
        Self {
            account,
            browser,
            fault,
            life: 0,
            is_away: false,
            frozen: 0,
            tab: Tab::new(Uuid::nil(), None),
            pages: BTreeMap::new(),
            own: Own::new(account),
            square: Square::new(account, fault),
            regrouped: Vec::new(),
            moved: BTreeSet::new(),
            named: Uuid::nil(),
            names: 0,
            heard: HashSet::new(),
            done: Vec::new(),
            held: 0,
            wake: 0,
        }
    }

    /// The tab is gone with all that it held in memory, and another one begins.
    pub fn crash(&mut self, id: Uuid) {
        self.life += 1;
        (self.is_away, self.frozen) = (false, 0);
        self.tab = Tab::new(id, None);
        self.named = Uuid::nil();
        self.heard.clear();
        self.pages.clear();
        self.regrouped.clear();
        self.moved.clear();
        self.own = Own::new(self.account);
        self.square = Square::new(self.account, self.fault);
    }

    /// Tells the tab; events reach the pages at once.
    pub fn tell(&mut self, input: Input, moment: Moment) -> Result<Vec<Effect>, String> {
        if let (Some(Fault::NoDedupe), Input::Frame(_, frame)) = (self.fault, &input) {
            self.bypass(frame)?;
        }
        match input {
            Input::Leave => self.is_away = true,
            Input::Start => self.is_away = false,
            _ => {}
        }
        let effects = self.tab.handle(input, moment);
        for effect in &effects {
            if let (Effect::Deliver(listener, events), true) = (effect, self.fault != Some(Fault::NoDedupe)) {
                self.deliver(*listener, events)?;
            }
        }
        for effect in &effects {
            if let Effect::GiveUp(id) = effect {
                self.need_not_show(*id);
            }
        }
        if effects.contains(&Effect::PendingChanged) {
            self.look()?;
        }
        Ok(effects)
    }

    /// A page is to be read; which reading of it that is.
    pub fn ask(&mut self, what: What) -> u32 {
        if what == What::Inbox {
            self.own.expect();
        }
        let page = self.pages.entry(what).or_default();
        page.stale = true;
        page.readings += 1;
        page.readings
    }

    /// What was asked for has been read: the page shows it and goes on from there. Of several readings the last one
    /// holds; without the conversation that it is of a page is of no use.
    pub fn read(&mut self, what: What, reading: Reading) -> Vec<Input> {
        let Reading { number, position, rooms, own, seen } = reading;
        let Some(page) = self.pages.get_mut(&what).filter(|page| page.readings == number) else { return Vec::new() };
        if matches!(what, What::Room(_)) && rooms.is_empty() {
            return self.close(what).into_iter().collect();
        }
        page.read(rooms);
        if let Some(own) = own {
            self.own.read(&own, position, &self.tab.pending());
        }
        if let Some(seen) = seen {
            self.square.read(seen, position);
        }
        let mut inputs = Vec::new();
        if page.listener.is_none() {
            self.names += 1;
            page.listener = Some(self.names);
            inputs.push(Input::Subscribe { listener: self.names, topic: what.topic(), since: Some(position) });
        }
        // The inbox knows the last word, not the messages: it confirms nothing.
        if what != What::Inbox {
            let pending = self.tab.pending().into_iter().map(|pending| pending.operation.id);
            inputs.extend(pending.filter(|id| page.rooms.values().any(|room| room.knows(*id))).map(Input::Settle));
        }
        inputs
    }

    /// What the server has answered to changes of messages holds on the pages from now on, and is not pending any more.
    pub fn take_up(&mut self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for Pending { operation, state } in self.tab.pending() {
            let PendingState::Acknowledged(answer) = state else { continue };
            if !operation.is_rewrite() {
                continue;
            }
            let rooms = self.pages.values_mut().filter_map(|page| page.rooms.get_mut(&place(&operation.body)));
            rooms.for_each(|room| room.take_answer(&operation, &answer));
            inputs.push(Input::Settle(operation.id));
        }
        inputs
    }

    /// What belongs to a listener has to be read afresh.
    pub fn outdated(&self, listener: ListenerId) -> Option<What> {
        let found = self.pages.iter().find(|(_, page)| page.listener == Some(listener));
        found.map(|(what, _)| *what)
    }

    /// Whether the list of conversations, and with it what is the person's own, was read.
    pub fn has_read(&self) -> bool {
        self.pages.get(&What::Inbox).is_some_and(|page| page.listener.is_some())
    }

    /// The open pages of conversations that the list does not hold, once it was read.
    pub fn strays(&self) -> Vec<What> {
        let Some(inbox) = self.pages.get(&What::Inbox).filter(|page| page.listener.is_some()) else {
            return Vec::new();
        };
        let is_stray = |what: &What| matches!(what, What::Room(id) if !inbox.rooms.contains_key(id));
        self.pages.keys().copied().filter(is_stray).collect()
    }

    /// Leaves a page.
    pub fn close(&mut self, what: What) -> Option<Input> {
        if let What::Thread(id) = what {
            self.square.talks.remove(&id);
        }
        Some(Input::Unsubscribe(self.pages.remove(&what)?.listener?))
    }

    /// The person did it: from now on it has to stand on the pages that show its object.
    pub fn does(&mut self, operation: &Operation) {
        for (what, page) in &mut self.pages {
            let here = match what {
                What::Room(id) => operation.kind == SEND && operation.object == format!("conversation:{id}"),
                What::Thread(id) => is_published(operation) && operation.object == format!("post:{id}"),
                What::Inbox | What::Person(_) => false,
            };
            if here && page.listener.is_some() {
                page.recent.push(operation.id);
            }
        }
    }

    /// The message that waits longest.
    pub fn waiting(&self) -> Option<OperationId> {
        let waits = |pending: &Pending| pending.state.waits() && pending.operation.kind == SEND;
        self.tab.pending().into_iter().find(waits).map(|pending| pending.operation.id)
    }

    /// The last deletion that is held back still.
    pub fn undoable(&self) -> Option<Operation> {
        let mut postponed = self.tab.pending().into_iter().map(|one| one.operation).filter(Operation::is_postponed);
        postponed.next_back()
    }

    /// The person gave it up, here or in another tab: it need not stand there any more.
    pub fn need_not_show(&mut self, id: OperationId) {
        self.pages.values_mut().for_each(|page| page.recent.retain(|recent| *recent != id));
    }

    fn bypass(&mut self, frame: &ServerFrame) -> Result<(), String> {
        let events = match frame {
            ServerFrame::Event(event) => vec![event.clone()],
            ServerFrame::Batch { events } => events.clone(),
            _ => return Ok(()),
        };
        let listeners: Vec<_> = self.pages.iter().filter_map(|(what, page)| Some((*what, page.listener?))).collect();
        for (what, listener) in listeners {
            let heard: Vec<_> = events.iter().filter(|event| what.hears(event.topic)).cloned().collect();
            self.deliver(listener, &heard)?;
        }
        Ok(())
    }

    fn deliver(&mut self, listener: ListenerId, events: &[Event]) -> Result<(), String> {
        let Some((what, page)) = self.pages.iter_mut().find(|(_, page)| page.listener == Some(listener)) else {
            return Ok(());
        };
        for event in events {
            if !self.heard.insert((listener, event.position)) {
                return Err(format!("{:?} heard {} twice on {what:?}", self.account, event.position));
            }
            if !what.hears(event.topic) {
                return Err(format!("{what:?} heard what happens in {:?}", event.topic));
            }
            if matches!(event.topic, Topic::Account(other) if other != self.account) && *what == What::Inbox {
                continue;
            }
            if self.square.hear(event, &self.tab.pending()) || matches!(what, What::Thread(_) | What::Person(_)) {
                continue;
            }
            if matches!(event.kind.as_str(), MEMBER_JOINED | MEMBER_LEFT) {
                let id = place(&event.body);
                self.regrouped.push(id);
                if event.kind == MEMBER_LEFT {
                    page.rooms.remove(&id);
                }
            } else if !self.own.hear(event) {
                if *what != What::Inbox && room::is_moved(event) {
                    self.moved.insert(*what);
                }
                self.held += u64::from(page.hear(event));
            }
        }
        Ok(())
    }

    /// Whatever the person did since a page was read stands on it.
    fn look(&self) -> Result<(), String> {
        let pending = if self.fault == Some(Fault::DroppedOverlay) { Vec::new() } else { self.tab.pending() };
        // Who has just heard that they were out meanwhile reads the conversation as one that was never open.
        let is_to_come = |what: &What| matches!(what, What::Room(id) if self.regrouped.contains(id));
        let looked_at = |what: &What, page: &Page| !page.stale && !page.recent.is_empty() && !is_to_come(what);
        for (what, page) in self.pages.iter().filter(|(what, page)| looked_at(what, page)) {
            let shown: Vec<_> = page.rooms.values().map(|room| overlaid(room, &pending)).collect();
            let talks = self.square.talks.values().filter(|talk| *what == What::Thread(talk.post.id));
            let talks: Vec<_> = talks.map(|talk| overlaid(talk, &pending)).collect();
            let stands = |id: &OperationId| {
                let entries = [Entry::Answer(id.0.into()), Entry::Comment(id.0.into())];
                shown.iter().any(|room| room.knows(*id) || room.unsent.contains(id))
                    || talks.iter().any(|talk| entries.iter().any(|entry| talk.holds(*entry)))
            };
            if let Some(gone) = page.recent.iter().find(|id| !stands(id)) {
                return Err(format!("{gone:?} is gone from {what:?} of {:?}", self.account));
            }
        }
        Ok(())
    }
}
