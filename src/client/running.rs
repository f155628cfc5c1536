//! The client in a browser.

use std::{cell::Cell, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Incoming,
    leaving::watch_over,
    line::{Line, Screen},
    own_calls::call_as,
    resident,
    unsent::Unsent,
};
use crate::{
    browser::{clock, surroundings},
    realtime::{Position, Topic},
    shared::{
        hydration::after_hydration,
        id::{AccountId, OperationId},
        time::Time,
    },
    sync::{Input, ListenerId, Operation, Pending, Status, names},
};

/// The way of features to what moves this tab; copied freely. A visitor has none: nothing is pending, nothing arrives.
#[derive(Clone, Copy)]
pub struct Client(StoredValue<Running, LocalStorage>);

#[derive(Clone)]
struct Running {
    line: Option<Rc<Line>>,
    screen: Screen,
    /// The last name that was given here.
    named: Rc<Cell<Uuid>>,
}

/// A subscription, for who keeps what it brings up to date.
#[derive(Clone, Copy)]
pub struct Heard {
    client: Client,
    name: Option<ListenerId>,
}

/// Provides a [`Client`] to everything below, and connects it where somebody is signed in: what they do is
/// theirs, whoever logs in elsewhere in this browser meanwhile.
pub fn provide_client(account: Option<AccountId>) {
    let screen = Screen {
        pending: RwSignal::default(),
        status: RwSignal::default(),
        keeps: RwSignal::new(true),
        copies: RwSignal::new(true),
        wants_reload: RwSignal::new(false),
        stays: RwSignal::new(None),
    };
    let line = account.map(|account| Line::new(account, screen));
    let running = Running { line: line.clone(), screen, named: Rc::default() };
    let client = Client(StoredValue::new_local(running));
    provide_context(client);
    resident::settle(account);
    surroundings::on_return(move || {
        if resident::is_another(account) {
            client.draw_anew();
        }
    });
    if let (Some(account), Some(line)) = (account, line) {
        let refused = Rc::clone(&line);
        call_as(account, move || refused.tell(Input::SignedOut));
        after_hydration(move || {
            let connecting = Rc::clone(&line);
            spawn_local(async move { connecting.connect().await });
            watch_over(&line, screen.stays);
        });
    }
}

impl Client {
    /// Does what a person wants done: it is shown as done at once, goes out by itself, and stays
    /// pending until the server has confirmed it.
    pub fn perform(self, operation: Operation) {
        self.tell(Input::Perform(operation));
    }

    /// What is not confirmed yet, in the order in which it goes out.
    #[must_use]
    pub fn pending(self) -> Signal<Vec<Pending>> {
        self.screen().pending.into()
    }

    /// Tries again what was refused.
    pub fn retry(self, id: OperationId) {
        self.tell(Input::Retry(id));
    }

    /// Gives up what was refused or has not left yet.
    pub fn discard(self, id: OperationId) {
        self.tell(Input::Discard(id));
    }

    /// Ends an operation whose result stands in what was read from the server.
    pub fn settle(self, id: OperationId) {
        self.tell(Input::Settle(id));
    }

    /// Hears a topic, from after `since` or from now on, until the owner that calls this is cleaned up.
    pub fn subscribe(self, topic: Topic, since: Option<Position>, listener: impl Fn(Incoming) + 'static) -> Heard {
        let Some(line) = self.line() else { return Heard { client: self, name: None } };
        let name = line.listen(Rc::new(listener));
        line.tell(Input::Subscribe { listener: name, topic, since });
        on_cleanup(move || {
            self.0.try_with_value(|running| running.line.as_ref().map(|line| line.release(name)));
        });
        Heard { client: self, name: Some(name) }
    }

    /// This page was drawn for somebody who is not logged in here: nothing of theirs is shown any more, and it is drawn anew
    /// for whoever is, where nothing that was written would be lost by that.
    pub fn draw_anew(self) {
        self.tell(Input::SignedOut);
        if !surroundings::would_ask_before_leaving() {
            surroundings::reload();
        }
    }

    /// Tells who listens right now something passing; without a connection it is forgotten.
    pub fn signal(self, topic: Topic, kind: &str, body: Value) {
        self.tell(Input::Signal { topic, kind: kind.to_owned(), body });
    }

    /// Whether this browser keeps what is done here until the server has it, over the end of the page.
    #[must_use]
    pub fn keeps(self) -> Signal<bool> {
        self.screen().keeps.into()
    }

    /// Whether what is done now would outlive a page that goes at once.
    #[must_use]
    pub fn keeps_at_once(self) -> bool {
        self.line().is_none_or(|line| line.keeps_at_once())
    }

    /// Whether this browser keeps copies of what was read here.
    #[must_use]
    pub fn keeps_copies(self) -> Signal<bool> {
        self.screen().copies.into()
    }

    /// Whether the part of the program that makes this page live could not be had for long: loaded anew the page may have
    /// it.
    #[must_use]
    pub fn wants_reload(self) -> Signal<bool> {
        self.screen().wants_reload.into()
    }

    /// What is unsent, where the last log-out did not happen, because the server could not be told of it: nothing was lost.
    /// With the owner that calls this it is forgotten.
    #[must_use]
    pub fn stays(self) -> Signal<Option<Unsent>> {
        let stays = self.screen().stays;
        on_cleanup(move || {
            stays.try_set(None);
        });
        stays.into()
    }

    /// There may be a network again: what waits is tried at once.
    pub fn hurry(self) {
        self.tell(Input::Network(surroundings::has_network()));
    }

    /// The health of the connection.
    #[must_use]
    pub fn status(self) -> Signal<Status> {
        self.screen().status.into()
    }

    /// Now, by the server's clock as far as it is known. Not before hydration is over.
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds are wanted")]
    #[must_use]
    pub fn now(self) -> Time {
        Time::from_millis(clock::now() + self.screen().status.with_untracked(|status| status.clock_offset as i64))
    }

    /// A name for something new, never given before, after all that was named here and all that is not confirmed.
    #[must_use]
    pub fn new_id(self) -> Uuid {
        let named = self.0.with_value(|running| Rc::clone(&running.named));
        let pending = self.screen().pending.with_untracked(|pending| names::last_of(pending));
        named.set(names::after(named.get().max(pending), Uuid::now_v7()));
        named.get()
    }

    pub(super) fn tell(self, input: Input) {
        if let Some(line) = self.line() {
            line.tell(input);
        }
    }

    pub(super) fn line(self) -> Option<Rc<Line>> {
        self.0.with_value(|running| running.line.clone())
    }

    fn screen(self) -> Screen {
        self.0.with_value(|running| running.screen)
    }
}

impl Heard {
    /// The place up to which nothing is missing in what is kept up to date; nothing where it has to be read afresh.
    #[must_use]
    pub fn position(self) -> Option<Position> {
        self.client.0.try_with_value(|running| running.line.as_ref()?.since(self.name?)).flatten()
    }

    /// Whether what is kept up to date is as the server has it: while the connection stands, from when all that was missed
    /// has come, unless it has to be read afresh.
    #[must_use]
    pub fn is_confirmed(self) -> bool {
        let confirmed = self.client.0.try_with_value(|running| Some(running.line.as_ref()?.is_confirmed(self.name?)));
        confirmed.flatten().unwrap_or_default()
    }

    /// Asks anew for a topic that was not there when it was asked for: what happened after this place is heard, too.
    pub fn ask_again(self, topic: Topic, since: Position) {
        self.client.0.try_with_value(|running| {
            if let (Some(line), Some(name)) = (&running.line, self.name) {
                line.tell(Input::Unsubscribe(name));
                line.tell(Input::Subscribe { listener: name, topic, since: Some(since) });
            }
        });
    }

    /// What had to be read afresh was.
    pub fn was_reread(self) {
        self.client.0.try_with_value(|running| {
            if let (Some(line), Some(name)) = (&running.line, self.name) {
                line.was_reread(name);
            }
        });
    }
}
