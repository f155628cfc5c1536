//! Carries what happens to a tab to the machine that decides, and does what that says.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    time::Duration,
};

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    Incoming,
    circle::Circle,
    keeper::{self, Keeper},
    line::{Drive, Screen},
    listeners::Listeners,
    replicas::Replicas,
    resident,
};
use crate::{
    browser::{
        call, clock, lasting, surroundings,
        wire::{Wire, Word},
    },
    realtime::{ClientFrame, Position, ServerFrame, envelope::SUBPROTOCOL},
    shared::{Error, Result, id::AccountId},
    sync::{
        ACCOUNT_HEADER, Effect, Input, ListenerId, Moment, Operation, Status, Stored, Tab, Transport, effect::Link,
        status::State,
    },
};

/// Where the live connection is.
const SOCKET: &str = "/ws";
/// Where it is where no WebSocket gets through.
const EVENTS: &str = "/events";
/// Where operations are applied.
const OPERATIONS: &str = "/rpc/operations";

/// A tab and everything that it moves.
pub struct Driver {
    account: AccountId,
    tab: RefCell<Tab>,
    inputs: RefCell<VecDeque<Input>>,
    busy: Cell<bool>,
    listeners: Rc<Listeners>,
    wire: RefCell<Option<Wire>>,
    keeper: Rc<Keeper>,
    replicas: Rc<Replicas>,
    circle: Circle,
    alarm: Cell<Option<TimeoutHandle>>,
    screen: Screen,
}

impl Drive for Driver {
    fn start(self: Rc<Self>) {
        self.enter();
        self.hear(Input::Network(surroundings::has_network()));
        self.hear(Input::Visible(surroundings::is_visible()));
        let tell = self.teller();
        surroundings::on_network(move |there| tell(Input::Network(there)));
        let tell = self.teller();
        surroundings::on_visible(move |seen| tell(Input::Visible(seen)));
        surroundings::on_installed(lasting::ask);
        surroundings::on_presence(move |there| if there { self.enter() } else { self.hear(Input::Leave) });
    }

    fn tell(self: Rc<Self>, input: Input) {
        if matches!(&input, Input::Perform(operation) if !operation.is_mark()) && self.is_cut_off() {
            // What was just done waits here, perhaps for long.
            lasting::ask_after_act();
        }
        self.hear(input);
    }

    fn since(&self, name: ListenerId) -> Option<Position> {
        self.tab.borrow().since(name)
    }

    fn keeps(&self) -> bool {
        self.screen.keeps.try_get_untracked() == Some(true) && !self.keeper.is_busy()
    }

    fn holds_unsent(self: Rc<Self>) -> LocalBoxFuture<'static, bool> {
        async move { self.keeper.operations().await.iter().any(|stored| !stored.operation.is_mark()) }.boxed_local()
    }

    fn wipe(self: Rc<Self>) -> LocalBoxFuture<'static, ()> {
        async move {
            // First, so that no tab writes anew what goes now.
            self.replicas.end();
            resident::log_out(self.account);
            self.hear(Input::Wipe);
            if self.keeper.wipe().await {
                resident::cleared(self.account);
            }
        }
        .boxed_local()
    }
}

impl Driver {
    /// The tab of an account, that does nothing yet.
    pub fn new(account: AccountId, screen: Screen, listeners: Rc<Listeners>, replicas: Rc<Replicas>) -> Rc<Self> {
        let id = Uuid::now_v7();
        Rc::new_cyclic(|driver: &std::rc::Weak<Self>| {
            let driver = driver.clone();
            let told = move |told| {
                if let Some(driver) = driver.upgrade() {
                    driver.hear_store(told);
                }
            };
            Self {
                account,
                tab: RefCell::new(Tab::new(id, Some(account))),
                inputs: RefCell::default(),
                busy: Cell::new(false),
                listeners,
                wire: RefCell::new(None),
                keeper: Keeper::new(account, told),
                replicas,
                circle: Circle::new(account, id),
                alarm: Cell::new(None),
                screen,
            }
        })
    }

    fn enter(self: &Rc<Self>) {
        self.circle.enter(self.teller());
    }

    fn hear(self: &Rc<Self>, input: Input) {
        self.inputs.borrow_mut().push_back(input);
        if self.busy.replace(true) {
            return;
        }
        loop {
            let Some(input) = self.inputs.borrow_mut().pop_front() else { break };
            let moment = Moment { now: clock::now(), chance: clock::chance() };
            let effects = self.tab.borrow_mut().handle(input, moment);
            for effect in effects {
                self.act(effect);
            }
        }
        self.busy.set(false);
    }

    fn act(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Connect(link, transport) => self.connect(link, transport),
            Effect::Close(_) => drop(self.wire.take()),
            Effect::Send(_, frame) => self.send(&frame),
            Effect::Call { operation, attempt } => self.call(operation, attempt),
            Effect::Keep(operation) => self.keeper.keep(&operation.into()),
            Effect::Refuse(operation, error) => self.keeper.keep(&Stored { operation, refused: Some(error) }),
            Effect::Forget(id) | Effect::GiveUp(id) => self.keeper.forget(id),
            Effect::Load => self.keeper.load(),
            Effect::Deliver(listener, events) => self.give(listener, Incoming::Events(events)),
            Effect::CaughtUp(listener) => {
                self.listeners.catch_up(listener);
                self.give(listener, Incoming::CaughtUp);
            }
            Effect::Refetch(listener) => {
                self.listeners.fall_behind(listener);
                self.give(listener, Incoming::Refetch);
            }
            Effect::Signal { listener, kind, from, body } => self.give(listener, Incoming::Signal { kind, from, body }),
            Effect::PendingChanged => drop(self.screen.pending.try_set(self.tab.borrow().pending())),
            Effect::StatusChanged => self.measure(self.tab.borrow().status().clone()),
            Effect::WakeAt(at) => self.wake(at),
            Effect::Tell(word) => self.circle.say(&word),
            Effect::Stand => self.circle.stand(self.teller()),
            Effect::Steal => self.circle.steal(self.teller()),
            Effect::Resign => self.circle.resign(),
            Effect::Watch(tab) => self.circle.watch(tab, self.teller()),
            Effect::Part => self.circle.part(self.teller()),
            Effect::Release => {
                self.replicas.end();
                self.keeper.release();
            }
        }
    }

    fn teller(self: &Rc<Self>) -> impl Fn(Input) + Clone + 'static {
        let driver = Rc::clone(self);
        move |input| driver.hear(input)
    }

    fn hear_store(self: &Rc<Self>, told: keeper::Told) {
        match told {
            keeper::Told::Loaded(stored) => self.hear(Input::Loaded(stored)),
            keeper::Told::Kept(id) => self.hear(Input::Kept(id)),
            keeper::Told::Broken => {
                self.screen.keeps.try_set(false);
                self.hear(Input::Alone);
            }
        }
    }

    /// Whether the server cannot be reached now.
    fn is_cut_off(&self) -> bool {
        let state = self.screen.status.try_with_untracked(|status| status.state);
        matches!(state, Some(State::Connecting | State::Offline))
    }

    /// Whose session has ended is out until the server welcomes them, also where who leads now does not know it yet.
    fn measure(&self, mut status: Status) {
        let was_out = self.screen.status.try_with_untracked(|status| status.state == State::SignedOut) == Some(true);
        match status.state {
            State::Online if was_out => {
                self.keeper.revive();
                self.replicas.revive();
            }
            State::SignedOut => self.replicas.move_out(),
            State::Connecting | State::Offline if was_out => status.end(),
            State::Online | State::Connecting | State::Offline => {}
        }
        if status.state != State::Online {
            self.listeners.lose();
        }
        self.screen.status.try_set(status);
    }

    fn connect(self: &Rc<Self>, link: Link, transport: Transport) {
        let driver = Rc::clone(self);
        let tell = move |word| match word {
            Word::Opened => driver.hear(Input::Opened(link)),
            Word::Closed => driver.hear(Input::Closed(link)),
            Word::Text(text) => {
                if let Some(frame) = ServerFrame::read(&text) {
                    driver.hear(Input::Frame(link, frame));
                }
            }
        };
        let wire = match transport {
            Transport::WebSocket => Wire::open(SOCKET, SUBPROTOCOL, tell),
            Transport::EventStream => Wire::open_stream(EVENTS, SUBPROTOCOL, tell),
        };
        match wire {
            Ok(wire) => drop(self.wire.replace(Some(wire))),
            Err(_) => self.hear(Input::Closed(link)),
        }
    }

    fn send(&self, frame: &ClientFrame) {
        if let (Some(wire), Ok(text)) = (&*self.wire.borrow(), serde_json::to_string(frame)) {
            wire.send(&text);
        }
    }

    fn call(self: &Rc<Self>, operation: Operation, attempt: u32) {
        let driver = Rc::clone(self);
        spawn_local(async move {
            let result = post(&operation, driver.account).await;
            if result == Err(Error::SignIn) {
                driver.hear(Input::SignedOut);
            }
            driver.hear(Input::Answered { id: operation.id, attempt, result });
        });
    }

    fn give(&self, listener: ListenerId, incoming: Incoming) {
        if let Some(listener) = self.listeners.get(listener) {
            listener(incoming);
        }
    }

    fn wake(self: &Rc<Self>, at: i64) {
        let driver = Rc::clone(self);
        let wait = Duration::from_millis(u64::try_from(at - clock::now()).unwrap_or(0));
        let alarm = set_timeout_with_handle(move || driver.hear(Input::Tick), wait).ok();
        if let Some(earlier) = self.alarm.replace(alarm) {
            earlier.clear();
        }
    }
}

async fn post(operation: &Operation, account: AccountId) -> Result<serde_json::Value> {
    let text = serde_json::to_string(operation).map_err(|_| Error::invalid("request", "unreadable"))?;
    let further = [(ACCOUNT_HEADER, account.to_string())];
    call::post(OPERATIONS, &text, &further).await
}
