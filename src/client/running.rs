//! The client in a browser.

use std::rc::Rc;

use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{Incoming, tab::Tab};
use crate::{
    browser::{clock, surroundings},
    realtime::{Position, Topic},
    shared::{
        hydration::after_hydration,
        id::{AccountId, OperationId},
        time::Time,
    },
    sync::{Input, Operation, Pending, Status},
};

/// The way of features to the engine of this tab; copied freely.
#[derive(Clone, Copy)]
pub struct Client {
    tab: StoredValue<Rc<Tab>, LocalStorage>,
    pending: RwSignal<Vec<Pending>>,
    status: RwSignal<Status>,
}

/// Provides a [`Client`] to everything below, and connects it where somebody is signed in: what they do is
/// theirs, whoever logs in elsewhere in this browser meanwhile.
pub fn provide_client(account: Option<AccountId>) {
    let pending = RwSignal::new(Vec::new());
    let status = RwSignal::new(Status::default());
    let client = Client { tab: StoredValue::new_local(Tab::new(account, pending, status)), pending, status };
    provide_context(client);
    if account.is_some() {
        after_hydration(move || client.start());
    }
}

impl Client {
    /// Connects after somebody has logged in; nothing happens where there is a connection.
    fn start(self) {
        let tab = self.tab();
        tab.tell(Input::Start);
        if tab.watches() {
            return;
        }
        tab.tell(Input::Network(surroundings::has_network()));
        tab.tell(Input::Visible(surroundings::is_visible()));
        surroundings::on_network(teller(&tab, Input::Network));
        surroundings::on_visible(teller(&tab, Input::Visible));
        surroundings::on_presence(teller(&tab, |there| if there { Input::Start } else { Input::Leave }));
        let pending = self.pending;
        let unsaved = move || pending.try_with_untracked(|pending| pending.iter().any(Pending::is_unsaved));
        surroundings::ask_before_leaving(move || unsaved() == Some(true));
    }

    /// Does what a person wants done: it is shown as done at once, goes out by itself, and stays
    /// pending until the server has confirmed it.
    pub fn perform(self, operation: Operation) {
        self.tab().tell(Input::Perform(operation));
    }

    /// What is not confirmed yet, in the order in which it goes out.
    #[must_use]
    pub fn pending(self) -> Signal<Vec<Pending>> {
        self.pending.into()
    }

    /// Tries again what was refused.
    pub fn retry(self, id: OperationId) {
        self.tab().tell(Input::Retry(id));
    }

    /// Gives up what was refused or has not left yet.
    pub fn discard(self, id: OperationId) {
        self.tab().tell(Input::Discard(id));
    }

    /// Ends an operation whose result stands in what was read from the server.
    pub fn settle(self, id: OperationId) {
        self.tab().tell(Input::Settle(id));
    }

    /// Hears a topic, from after `since` or from now on, until the owner that calls this is cleaned up.
    pub fn subscribe(self, topic: Topic, since: Option<Position>, listener: impl Fn(Incoming) + 'static) {
        let tab = self.tab();
        let name = tab.name(Rc::new(listener));
        tab.tell(Input::Subscribe { listener: name, topic, since });
        on_cleanup(move || {
            self.tab.try_with_value(|tab| tab.release(name));
        });
    }

    /// Tells who listens right now something passing; without a connection it is forgotten.
    pub fn signal(self, topic: Topic, kind: &str, body: Value) {
        self.tab().tell(Input::Signal { topic, kind: kind.to_owned(), body });
    }

    /// There may be a network again: what waits is tried at once.
    pub fn hurry(self) {
        self.tab().tell(Input::Network(surroundings::has_network()));
    }

    /// The health of the connection.
    #[must_use]
    pub fn status(self) -> Signal<Status> {
        self.status.into()
    }

    /// Now, by the server's clock as far as it is known. Not before hydration is over.
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds are wanted")]
    #[must_use]
    pub fn now(self) -> Time {
        Time::from_millis(clock::now() + self.status.with_untracked(|status| status.clock_offset as i64))
    }

    /// A name for something new, never given before.
    #[expect(clippy::unused_self, reason = "the server's client names nothing")]
    #[must_use]
    pub fn new_id(self) -> Uuid {
        Uuid::now_v7()
    }

    fn tab(self) -> Rc<Tab> {
        self.tab.get_value()
    }
}

fn teller(tab: &Rc<Tab>, input: impl Fn(bool) -> Input + Clone + 'static) -> impl Fn(bool) + Clone + 'static {
    let tab = Rc::clone(tab);
    move |value| tab.tell(input(value))
}
