//! A tab around the real machine, and the person before it.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::{
    Fault,
    room::{MARKED, NEVER, NOT_NOW, Room, SEND},
    server::Stored,
};
use crate::{
    realtime::{Event, Position, ServerFrame, Topic},
    shared::{
        Error,
        id::{AccountId, ConversationId, OperationId},
    },
    sync::{Effect, Input, ListenerId, Moment, Operation, Pending, PendingState, Tab, overlaid},
};

/// Something that a tab reads from the server and keeps up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Inbox,
    Room(ConversationId),
}

impl What {
    fn topic(self) -> Topic {
        match self {
            Self::Inbox => Topic::Me,
            Self::Room(id) => Topic::Conversation(id),
        }
    }

    fn hears(self, topic: Topic) -> bool {
        self == Self::Inbox || self.topic() == topic
    }
}

/// What an open page holds; nothing before it was read.
#[derive(Default)]
pub struct Page {
    pub listener: Option<ListenerId>,
    pub rooms: BTreeMap<ConversationId, Room>,
    /// Whether it is being read afresh, so that it may lack something for a moment.
    pub stale: bool,
    /// Messages done since it was read.
    recent: Vec<OperationId>,
}

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
        self.heard.clear();
        self.pages.clear();
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
        if effects.contains(&Effect::PendingChanged) {
            self.look()?;
        }
        Ok(effects)
    }

    /// What was asked for has been read: the page shows it and goes on from there.
    pub fn read(&mut self, what: What, position: Position, stored: BTreeMap<ConversationId, Stored>) -> Vec<Input> {
        let Some(page) = self.pages.get_mut(&what) else { return Vec::new() };
        for (id, stored) in stored {
            match page.rooms.get_mut(&id) {
                Some(room) => room.renew(stored),
                None => drop(page.rooms.insert(id, Room::new(id, stored))),
            }
        }
        page.stale = false;
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

    /// What belongs to a listener has to be read afresh.
    pub fn outdated(&mut self, listener: ListenerId) -> Option<What> {
        let (what, page) = self.pages.iter_mut().find(|(_, page)| page.listener == Some(listener))?;
        page.stale = true;
        Some(*what)
    }

    /// Leaves a page.
    pub fn close(&mut self, what: What) -> Option<Input> {
        Some(Input::Unsubscribe(self.pages.remove(&what)?.listener?))
    }

    /// The person did it: from now on it has to stand on the pages that show its object.
    pub fn does(&mut self, operation: &Operation) {
        for (what, page) in &mut self.pages {
            let here = matches!(what, What::Room(id) if operation.object == format!("conversation:{id}"));
            if here && page.listener.is_some() && operation.kind == SEND {
                page.recent.push(operation.id);
            }
        }
    }

    /// The refused operations, with their words: they have to be there still.
    pub fn refused(&self) -> Vec<(OperationId, String)> {
        let refused = self.tab.pending().into_iter().filter_map(|pending| match pending.state {
            PendingState::Failed(Error::Invalid { .. }) => {
                let body = pending.operation.body["body"].as_str().unwrap_or_default().to_owned();
                assert!(body.starts_with([NEVER, NOT_NOW]), "{body} is nothing to refuse");
                Some((pending.operation.id, body))
            }
            PendingState::Failed(error) => panic!("{error} is nothing to refuse an operation for"),
            _ => None,
        });
        refused.collect()
    }

    /// The message that waits longest.
    pub fn waiting(&self) -> Option<OperationId> {
        let waits = |pending: &Pending| pending.state.waits() && pending.operation.kind == SEND;
        self.tab.pending().into_iter().find(waits).map(|pending| pending.operation.id)
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
            if *what != What::Inbox && event.kind == MARKED {
                return Err("a conversation heard what belongs to the inbox".into());
            }
            let id = serde_json::from_value(event.body["conversation_id"].clone()).expect("ours");
            if let Some(room) = page.rooms.get_mut(&id) {
                self.held += u64::from(room.apply(event));
            }
        }
        Ok(())
    }

    /// Whatever the person did since a page was read stands on it.
    fn look(&self) -> Result<(), String> {
        let pending = if self.fault == Some(Fault::DroppedOverlay) { Vec::new() } else { self.tab.pending() };
        for (what, page) in self.pages.iter().filter(|(_, page)| !page.stale && !page.recent.is_empty()) {
            let shown: Vec<_> = page.rooms.values().map(|room| overlaid(room, &pending)).collect();
            let stands = |id: &OperationId| shown.iter().any(|room| room.knows(*id) || room.unsent.contains(id));
            if let Some(gone) = page.recent.iter().find(|id| !stands(id)) {
                return Err(format!("{gone:?} is gone from {what:?} of {:?}", self.account));
            }
        }
        Ok(())
    }
}
