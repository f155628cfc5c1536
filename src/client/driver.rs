//! Carries what happens to a tab to the machine that decides, and does what that says.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet, VecDeque},
    rc::Rc,
    time::Duration,
};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    Incoming,
    circle::Circle,
    keeper::{self, Keeper},
    replicas::Replicas,
    resident,
};
use crate::{
    browser::{
        call, clock,
        wire::{Wire, Word},
    },
    realtime::{ClientFrame, Position, ServerFrame, envelope::SUBPROTOCOL},
    shared::{Error, Result, id::AccountId},
    sync::{
        ACCOUNT_HEADER, Effect, Input, ListenerId, Moment, Operation, Pending, Status, Tab, Transport, effect::Link,
        status::State,
    },
};

/// Where the live connection is.
const SOCKET: &str = "/ws";
/// Where it is where no WebSocket gets through.
const EVENTS: &str = "/ws/events";
/// Where operations are applied.
const OPERATIONS: &str = "/rpc/operations";

/// Who hears what a subscription brings.
type Listener = Rc<dyn Fn(Incoming)>;

/// What the pages of a tab read of it.
#[derive(Clone, Copy)]
pub struct Screen {
    /// What is not confirmed yet.
    pub pending: RwSignal<Vec<Pending>>,
    /// The health of the connection.
    pub status: RwSignal<Status>,
    /// Whether this browser keeps what is done until the server has it.
    pub keeps: RwSignal<bool>,
}

/// A tab and everything that it moves.
pub struct Driver {
    account: AccountId,
    tab: RefCell<Tab>,
    inputs: RefCell<VecDeque<Input>>,
    busy: Cell<bool>,
    listeners: RefCell<HashMap<ListenerId, Listener>>,
    names: Cell<ListenerId>,
    /// Who was told to read afresh and has not done so.
    behind: RefCell<HashSet<ListenerId>>,
    wire: RefCell<Option<Wire>>,
    keeper: Rc<Keeper>,
    replicas: Rc<Replicas>,
    circle: Circle,
    alarm: Cell<Option<TimeoutHandle>>,
    screen: Screen,
}

impl Driver {
    /// The tab of an account, that does nothing yet.
    pub fn new(account: AccountId, screen: Screen) -> Rc<Self> {
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
                listeners: RefCell::default(),
                names: Cell::new(0),
                behind: RefCell::default(),
                wire: RefCell::new(None),
                keeper: Keeper::new(account, told),
                replicas: Replicas::new(account),
                circle: Circle::new(account, id),
                alarm: Cell::new(None),
                screen,
            }
        })
    }

    /// The page is there, for the first time or again.
    pub fn start(self: &Rc<Self>) {
        self.circle.enter(self.teller());
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
        self.behind.borrow_mut().remove(&name);
        self.tell(Input::Unsubscribe(name));
    }

    /// Up to where a listener misses nothing, unless it has to read afresh.
    pub fn since(&self, name: ListenerId) -> Option<Position> {
        self.tab.borrow().since(name).filter(|_| !self.behind.borrow().contains(&name))
    }

    /// A listener that was told to read afresh has done so.
    pub fn catch_up(&self, name: ListenerId) {
        self.behind.borrow_mut().remove(&name);
    }

    /// The copies of what this browser has read.
    pub fn replicas(&self) -> &Rc<Replicas> {
        &self.replicas
    }

    /// The account is not logged in here: nothing of it is drawn from copies.
    pub fn move_out(&self) {
        resident::move_out(self.account);
        self.replicas.end(true);
    }

    /// Tells the tab, and does what it says before this returns. What listeners tell while they are told waits
    /// until they are done.
    pub fn tell(self: &Rc<Self>, input: Input) {
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

    /// Whether what was done here would outlive the page by now.
    pub fn keeps(&self) -> bool {
        self.screen.keeps.try_get_untracked() == Some(true) && !self.keeper.is_busy()
    }

    /// Whether the store holds something that a person did and the server has not confirmed.
    pub async fn holds_unsent(&self) -> bool {
        self.keeper.operations().await.iter().any(|operation| !operation.is_mark())
    }

    /// Removes everything that this browser keeps of the account, in every tab.
    pub async fn wipe(self: &Rc<Self>) {
        resident::move_out(self.account);
        self.replicas.end(false);
        self.tell(Input::Wipe);
        self.keeper.wipe().await;
    }

    fn act(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Connect(link, transport) => self.connect(link, transport),
            Effect::Close(_) => drop(self.wire.take()),
            Effect::Send(_, frame) => self.send(&frame),
            Effect::Call { operation, attempt } => self.call(operation, attempt),
            Effect::Keep(operation) => self.keeper.keep(&operation),
            Effect::Forget(id) => self.keeper.forget(id),
            Effect::Load => self.keeper.load(),
            Effect::Deliver(listener, events) => self.give(listener, Incoming::Events(events)),
            Effect::Refetch(listener) => {
                self.behind.borrow_mut().insert(listener);
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
            Effect::Part => self.circle.part(),
            Effect::Release => {
                self.replicas.end(false);
                self.keeper.release();
            }
        }
    }

    fn teller(self: &Rc<Self>) -> impl Fn(Input) + Clone + 'static {
        let driver = Rc::clone(self);
        move |input| driver.tell(input)
    }

    fn hear_store(self: &Rc<Self>, told: keeper::Told) {
        match told {
            keeper::Told::Loaded(operations) => self.tell(Input::Loaded(operations)),
            keeper::Told::Kept(id) => self.tell(Input::Kept(id)),
            keeper::Told::Broken => {
                self.screen.keeps.try_set(false);
                self.tell(Input::Alone);
            }
        }
    }

    fn measure(&self, status: Status) {
        let was_out = self.screen.status.try_with_untracked(|status| status.state == State::SignedOut);
        if was_out == Some(true) && status.state == State::Online {
            self.keeper.revive();
            self.replicas.revive();
            resident::settle(Some(self.account));
        } else if status.state == State::SignedOut {
            self.move_out();
        }
        self.screen.status.try_set(status);
    }

    fn connect(self: &Rc<Self>, link: Link, transport: Transport) {
        let driver = Rc::clone(self);
        let tell = move |word| match word {
            Word::Opened => driver.tell(Input::Opened(link)),
            Word::Closed => driver.tell(Input::Closed(link)),
            Word::Text(text) => {
                if let Some(frame) = ServerFrame::read(&text) {
                    driver.tell(Input::Frame(link, frame));
                }
            }
        };
        let wire = match transport {
            Transport::WebSocket => Wire::open(SOCKET, SUBPROTOCOL, tell),
            Transport::EventStream => Wire::open_stream(EVENTS, SUBPROTOCOL, tell),
        };
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
        let driver = Rc::clone(self);
        spawn_local(async move {
            let result = post(&operation, driver.account).await;
            if result == Err(Error::SignIn) {
                driver.tell(Input::SignedOut);
            }
            driver.tell(Input::Answered { id: operation.id, attempt, result });
        });
    }

    fn give(&self, listener: ListenerId, incoming: Incoming) {
        let listener = self.listeners.borrow().get(&listener).cloned();
        if let Some(listener) = listener {
            listener(incoming);
        }
    }

    fn wake(self: &Rc<Self>, at: i64) {
        let driver = Rc::clone(self);
        let wait = Duration::from_millis(u64::try_from(at - clock::now()).unwrap_or(0));
        let alarm = set_timeout_with_handle(move || driver.tell(Input::Tick), wait).ok();
        if let Some(earlier) = self.alarm.replace(alarm) {
            earlier.clear();
        }
    }
}

async fn post(operation: &Operation, account: AccountId) -> Result<serde_json::Value> {
    let text = serde_json::to_string(operation).map_err(|_| Error::invalid("request", "unreadable"))?;
    call::post(OPERATIONS, &text, &[(ACCOUNT_HEADER, account.to_string())]).await
}
