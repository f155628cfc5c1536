//! The way of a page to what moves its tab (`driver`), which is a chunk of its own.
//!
//! A page is drawn, and taken over from the server, without a connection: so the first chunk has this end of the way
//! only, and the rest is loaded when the page is alive. What happens until then waits here and is told in its order;
//! where the rest cannot be had it is tried for again, for as long as the page stands. A short cut is not spoken of; after
//! a long one the page offers to be loaded anew.

use std::{cell::RefCell, collections::BTreeSet, mem, rc::Rc, time::Duration};

use futures::{channel::oneshot, future::LocalBoxFuture};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    disk,
    driver::Driver,
    listeners::{Listener, Listeners},
    replicas::Replicas,
    resident,
    unkept::note_before_going,
    unsent::Unsent,
};
use crate::{
    browser::{
        channel,
        clock::{self, within},
        store,
        surroundings::{has_network, wait_for_network},
    },
    realtime::Position,
    shared::id::AccountId,
    sync::{
        Input, ListenerId, Operation, Pending, PendingState, Status,
        status::{Notice, QUIET, State},
        tab::word::{LOGGED_OUT, log_out_channel},
    },
};

/// How long to wait before what could not be loaded is tried again.
const AGAIN: Duration = Duration::from_secs(3);
/// So many tries in a row that fail although there is a network may go on failing for as long as the page stands.
const SEVERAL: u32 = 3;
/// How often it is looked whether something has come before the server that somebody waits for.
const LOOK: Duration = Duration::from_millis(50);
/// How long somebody who wants to leave waits for what would tidy up behind them.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What the pages of a tab read of it.
#[derive(Clone, Copy)]
pub struct Screen {
    /// What is not confirmed yet.
    pub pending: RwSignal<Vec<Pending>>,
    /// The health of the connection.
    pub status: RwSignal<Status>,
    /// Whether this browser keeps what is done until the server has it.
    pub keeps: RwSignal<bool>,
    /// Whether it keeps copies of what was read.
    pub copies: RwSignal<bool>,
    /// Whether the driver could not be had for so long that the page offers to be loaded anew.
    pub wants_reload: RwSignal<bool>,
    /// What is unsent of somebody whose last log-out did not happen, because the server could not be told of it.
    pub stays: RwSignal<Option<Unsent>>,
}

/// What the first chunk asks of the driver. It is asked by this trait alone: a call by name would bring the driver into
/// the first chunk.
pub trait Drive {
    /// The page is alive: from now on the tab is among the others, and hears of what surrounds it.
    fn start(self: Rc<Self>);
    /// Tells the tab, and does what it says before this returns. What listeners tell while they are told waits until
    /// they are done.
    fn tell(self: Rc<Self>, input: Input);
    /// Up to where a listener misses nothing.
    fn since(&self, name: ListenerId) -> Option<Position>;
    /// Whether what was done here would outlive the page by now.
    fn keeps(&self) -> bool;
    /// Whether the store holds something that a person did and the server has not confirmed.
    fn holds_unsent(self: Rc<Self>) -> LocalBoxFuture<'static, bool>;
    /// Removes everything that this browser keeps of the account, in every tab; where that fails the next page tries again.
    fn wipe(self: Rc<Self>) -> LocalBoxFuture<'static, ()>;
}

/// One tab's way to its driver.
pub struct Line {
    account: AccountId,
    screen: Screen,
    listeners: Rc<Listeners>,
    replicas: Rc<Replicas>,
    end: RefCell<End>,
}

enum End {
    /// The driver is on its way: what it will be told, and who waits for it.
    Loading(Vec<Input>, Vec<oneshot::Sender<Rc<dyn Drive>>>),
    Driver(Rc<dyn Drive>),
}

impl Line {
    /// The way to the driver of an account's tab, that is not loaded yet.
    pub fn new(account: AccountId, screen: Screen) -> Rc<Self> {
        let end = RefCell::new(End::Loading(Vec::new(), Vec::new()));
        let replicas = Replicas::new(account, move || _ = screen.copies.try_set(false));
        note_before_going(&replicas);
        Rc::new(Self { account, screen, listeners: Rc::default(), replicas, end })
    }

    /// Loads the driver, tries for as long as it cannot be had, tells it what has waited and starts it.
    pub async fn connect(&self) {
        let (mut failures, mut cut) = (0, None);
        let driver = loop {
            let loading = load(self.account, self.screen, Rc::clone(&self.listeners), Rc::clone(&self.replicas));
            if let Ok(driver) = loading.await {
                break driver;
            }
            let since = *cut.get_or_insert_with(clock::now);
            failures = if has_network() { failures + 1 } else { 0 };
            wait_for_network(AGAIN).await;
            if clock::now() >= since + QUIET {
                self.miss(failures);
            }
        };
        self.screen.wants_reload.try_set(false);
        let before = mem::replace(&mut *self.end.borrow_mut(), End::Driver(Rc::clone(&driver)));
        if let End::Loading(inputs, waiting) = before {
            for input in inputs {
                Rc::clone(&driver).tell(input);
            }
            for waiting in waiting {
                // Who does not wait any longer does not want it.
                _ = waiting.send(Rc::clone(&driver));
            }
        }
        driver.start();
    }

    /// Says that there is no driver. A page that is loaded anew without a network may be lost: then this is not offered.
    fn miss(&self, failures: u32) {
        let there = has_network();
        let notice = if there { Notice::Reconnecting } else { Notice::Offline };
        self.screen.status.try_update(|status| {
            if status.state != State::SignedOut {
                status.notice = Some(notice);
            }
        });
        self.screen.wants_reload.try_set(there && failures >= SEVERAL);
    }

    /// Tells the driver something, once there is one. What is done before is shown as done all the same, and of whose session
    /// has ended nothing is shown any more.
    pub fn tell(&self, input: Input) {
        if input == Input::SignedOut {
            // Whoever leads finds out the same, once it is there.
            self.replicas.move_out();
            self.screen.status.try_update(Status::end);
        }
        let driver = match &*self.end.borrow() {
            End::Driver(driver) => Some(Rc::clone(driver)),
            End::Loading(..) => None,
        };
        if let Some(driver) = driver {
            return driver.tell(input);
        }
        match &input {
            Input::Perform(operation) => {
                let waiting = Pending { operation: operation.clone(), state: PendingState::Waiting };
                self.screen.pending.try_update(|pending| pending.push(waiting));
            }
            Input::Discard(id) | Input::Settle(id) => {
                self.screen.pending.try_update(|pending| pending.retain(|pending| pending.operation.id != *id));
            }
            Input::Hasten(id) => {
                self.screen.pending.try_update(|pending| {
                    let is_it = |one: &&mut Pending| one.operation.id == *id;
                    pending.iter_mut().filter(is_it).for_each(|one| one.operation.postponed_until = None);
                });
            }
            _ => {}
        }
        if let End::Loading(inputs, _) = &mut *self.end.borrow_mut() {
            inputs.push(input);
        }
    }

    /// The driver; nothing where it cannot be had within the patience of somebody who leaves.
    pub async fn driver(&self) -> Option<Rc<dyn Drive>> {
        let loaded = match &mut *self.end.borrow_mut() {
            End::Driver(driver) => return Some(Rc::clone(driver)),
            End::Loading(_, waiting) => {
                let (load, loaded) = oneshot::channel();
                waiting.push(load);
                loaded
            }
        };
        within(PATIENCE, loaded).await?.ok()
    }

    /// Keeps a listener under a new name.
    pub fn listen(&self, listener: Listener) -> ListenerId {
        self.listeners.add(listener)
    }

    /// Lets a listener go; it hears nothing more.
    pub fn release(&self, name: ListenerId) {
        self.listeners.remove(name);
        self.tell(Input::Unsubscribe(name));
    }

    /// Up to where a listener misses nothing, unless it has to read afresh.
    pub fn since(&self, name: ListenerId) -> Option<Position> {
        if self.listeners.is_behind(name) {
            return None;
        }
        match &*self.end.borrow() {
            End::Loading(inputs, _) => inputs.iter().find_map(|input| match input {
                Input::Subscribe { listener, since, .. } if *listener == name => *since,
                _ => None,
            }),
            End::Driver(driver) => driver.since(name),
        }
    }

    /// Whether a listener misses nothing right now.
    pub fn is_confirmed(&self, name: ListenerId) -> bool {
        self.listeners.is_confirmed(name)
    }

    /// A listener that was told to read afresh has done so.
    pub fn was_reread(&self, name: ListenerId) {
        self.listeners.was_reread(name);
    }

    /// The copies of what this browser has read.
    pub fn replicas(&self) -> &Rc<Replicas> {
        &self.replicas
    }

    /// Removes what this browser keeps of the account, where there is no driver to do it. No other tab writes it anew: each
    /// hears that the person has logged out.
    pub fn wipe_unopened(&self) {
        self.replicas.end();
        channel::say(&log_out_channel(self.account), LOGGED_OUT);
        // The next page sees to it that all of it is gone: to look for it here would make anew what goes.
        resident::log_out(self.account);
        store::remove_unopened(&disk::name(self.account));
    }

    /// Whether something that a person did would be lost with this page.
    pub fn is_unsaved(&self) -> bool {
        !self.keeps_at_once() && self.is_unsent()
    }

    /// Whether what is done now would outlive a page that goes at once. Without a driver it would not.
    pub fn keeps_at_once(&self) -> bool {
        match &*self.end.borrow() {
            End::Driver(driver) => driver.keeps(),
            End::Loading(..) => false,
        }
    }

    /// Holds nothing that is meant back any longer, and has the server decide on all of that, unless that takes too long.
    pub async fn let_out(&self, is_meant: impl Fn(&Operation) -> bool) {
        let postponed = |pending: &Vec<Pending>| {
            let postponed = pending.iter().map(|one| &one.operation).filter(|one| one.is_postponed() && is_meant(one));
            postponed.map(|one| one.id).collect::<BTreeSet<_>>()
        };
        let hastened = self.screen.pending.try_with_untracked(postponed).unwrap_or_default();
        for id in &hastened {
            self.tell(Input::Hasten(*id));
        }
        let is_one = |one: &Pending| hastened.contains(&one.operation.id) && one.state.waits();
        let waits = || self.screen.pending.try_with_untracked(|pending| pending.iter().any(is_one)) == Some(true);
        let sent = async {
            while waits() {
                clock::pass(LOOK).await;
            }
        };
        within(PATIENCE, sent).await;
    }

    /// Whether something that a person did has not been confirmed by the server.
    pub fn is_unsent(&self) -> bool {
        self.screen.pending.try_with_untracked(|pending| pending.iter().any(Pending::is_unsaved)) == Some(true)
    }
}

#[allow(clippy::unnecessary_wraps, reason = "how a driver is made cannot fail, but its chunk may be gone")]
#[wasm_split(driver, fallible)]
fn load(
    account: AccountId,
    screen: Screen,
    listeners: Rc<Listeners>,
    replicas: Rc<Replicas>,
) -> Result<Rc<dyn Drive>, SplitLoaderError> {
    Ok(Driver::new(account, screen, listeners, replicas))
}
