//! A tab: carries what happens to the engine, and does what the engine says.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, VecDeque},
    rc::Rc,
    time::Duration,
};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use super::Incoming;
use crate::{
    browser::{
        call, clock,
        wire::{Wire, Word},
    },
    realtime::{ClientFrame, ServerFrame, envelope::SUBPROTOCOL},
    shared::{Error, Result, id::AccountId},
    sync::{ACCOUNT_HEADER, Effect, Engine, Input, ListenerId, Moment, Operation, Pending, Status, effect::Link},
};

/// Where the live connection is.
const SOCKET: &str = "/ws";
/// Where operations are applied.
const OPERATIONS: &str = "/rpc/operations";

/// Who hears what a subscription brings.
type Listener = Rc<dyn Fn(Incoming)>;

/// The engine and everything it moves.
pub struct Tab {
    account: Option<AccountId>,
    engine: RefCell<Engine>,
    inputs: RefCell<VecDeque<Input>>,
    busy: Cell<bool>,
    watching: Cell<bool>,
    listeners: RefCell<HashMap<ListenerId, Listener>>,
    names: Cell<ListenerId>,
    wire: RefCell<Option<Wire>>,
    alarm: Cell<Option<TimeoutHandle>>,
    pending: RwSignal<Vec<Pending>>,
    status: RwSignal<Status>,
}

impl Tab {
    /// The tab of an account, that does nothing yet and shows what it does in these signals.
    pub fn new(account: Option<AccountId>, pending: RwSignal<Vec<Pending>>, status: RwSignal<Status>) -> Rc<Self> {
        Rc::new(Self {
            account,
            engine: RefCell::new(Engine::new(account)),
            inputs: RefCell::default(),
            busy: Cell::new(false),
            watching: Cell::new(false),
            listeners: RefCell::default(),
            names: Cell::new(0),
            wire: RefCell::new(None),
            alarm: Cell::new(None),
            pending,
            status,
        })
    }

    /// Whether this was asked before: what surrounds the page is watched once.
    pub fn watches(&self) -> bool {
        self.watching.replace(true)
    }

    /// Keeps a listener under a new name.
    pub fn name(&self, listener: Listener) -> ListenerId {
        let name = self.names.get() + 1;
        self.names.set(name);
        self.listeners.borrow_mut().insert(name, listener);
        name
    }

    /// Lets a listener go; it hears nothing more.
    pub fn release(self: &Rc<Self>, name: ListenerId) {
        drop(self.listeners.borrow_mut().remove(&name));
        self.tell(Input::Unsubscribe(name));
    }

    /// Tells the engine, and does what it says before this returns. What listeners tell while they are
    /// told waits until they are done.
    pub fn tell(self: &Rc<Self>, input: Input) {
        self.inputs.borrow_mut().push_back(input);
        if self.busy.replace(true) {
            return;
        }
        loop {
            let Some(input) = self.inputs.borrow_mut().pop_front() else { break };
            let moment = Moment { now: clock::now(), chance: clock::chance() };
            let effects = self.engine.borrow_mut().handle(input, moment);
            for effect in effects {
                self.act(effect);
            }
        }
        self.busy.set(false);
    }

    fn act(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Connect(link) => self.connect(link),
            Effect::Close(_) => drop(self.wire.take()),
            Effect::Send(_, frame) => self.send(&frame),
            Effect::Call { operation, attempt } => self.call(operation, attempt),
            // The memory of the tab is the store: what is told is kept.
            Effect::Keep(operation) => self.tell(Input::Kept(operation.id)),
            Effect::Forget(_) => {}
            Effect::Deliver(listener, events) => self.give(listener, Incoming::Events(events)),
            Effect::Refetch(listener) => self.give(listener, Incoming::Refetch),
            Effect::Signal { listener, kind, from, body } => self.give(listener, Incoming::Signal { kind, from, body }),
            Effect::PendingChanged => drop(self.pending.try_set(self.engine.borrow().pending())),
            Effect::StatusChanged => drop(self.status.try_set(self.engine.borrow().status().clone())),
            Effect::WakeAt(at) => self.wake(at),
        }
    }

    fn connect(self: &Rc<Self>, link: Link) {
        let tab = Rc::clone(self);
        let wire = Wire::open(SOCKET, SUBPROTOCOL, move |word| match word {
            Word::Opened => tab.tell(Input::Opened(link)),
            Word::Closed => tab.tell(Input::Closed(link)),
            Word::Text(text) => {
                if let Some(frame) = ServerFrame::read(&text) {
                    tab.tell(Input::Frame(link, frame));
                }
            }
        });
        match wire {
            Ok(wire) => drop(self.wire.replace(Some(wire))),
            Err(_) => self.tell(Input::Closed(link)),
        }
    }

    fn send(&self, frame: &ClientFrame) {
        if let (Some(wire), Ok(text)) = (&*self.wire.borrow(), serde_json::to_string(frame)) {
            wire.send(&text);
        }
    }

    fn call(self: &Rc<Self>, operation: Operation, attempt: u32) {
        let tab = Rc::clone(self);
        spawn_local(async move {
            let result = post(&operation, tab.account).await;
            if result == Err(Error::SignIn) {
                tab.tell(Input::SignedOut);
            }
            tab.tell(Input::Answered { id: operation.id, attempt, result });
        });
    }

    fn give(&self, listener: ListenerId, incoming: Incoming) {
        let listener = self.listeners.borrow().get(&listener).cloned();
        if let Some(listener) = listener {
            listener(incoming);
        }
    }

    fn wake(self: &Rc<Self>, at: i64) {
        let tab = Rc::clone(self);
        let wait = Duration::from_millis(u64::try_from(at - clock::now()).unwrap_or(0));
        let alarm = set_timeout_with_handle(move || tab.tell(Input::Tick), wait).ok();
        if let Some(earlier) = self.alarm.replace(alarm) {
            earlier.clear();
        }
    }
}

async fn post(operation: &Operation, account: Option<AccountId>) -> Result<serde_json::Value> {
    let text = serde_json::to_string(operation).map_err(|_| Error::invalid("request", "unreadable"))?;
    let whose = account.map(|account| (ACCOUNT_HEADER, account.to_string()));
    call::post(OPERATIONS, &text, whose.as_slice()).await
}
