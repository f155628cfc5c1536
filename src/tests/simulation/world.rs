//! Time, the network between devices and the server, and what happens to all of them.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Counts, Fault,
    device::{Device, What, Write},
    room::{MARK, SEND},
    server::{Missed, Server, Stored},
    verdict::judge,
};
use crate::{
    realtime::{ClientFrame, Event, Position, ServerFrame, Topic, envelope::Subscription},
    shared::{
        Error, Result as Answer,
        id::{AccountId, ConversationId, OperationId},
        time::Time,
    },
    sync::{Effect, Input, Moment, Operation, effect::Link},
};

/// Milliseconds of trouble, and of quiet after it that must be enough.
const WILD: i64 = 15_000;
const QUIET: i64 = 200_000;

type Number = u64;

/// Something that happens at a time. A tab is a device's index and its life; what is meant for an earlier
/// life never happens.
#[derive(Debug)]
enum Step {
    Tell(Tab, Input),
    Wake(Tab, u64),
    Written(Tab),
    Act(usize),
    Trouble,
    Crash(usize),
    Restart,
    Network(usize, bool),
    Up(Number, ClientFrame),
    Down(Number, ServerFrame),
    Publish,
    Arrive(Tab, Operation, u32),
    Commit(Tab, Operation, u32, u32),
    Ask(Tab, What),
    Read(Tab, What, Position, u32),
    Snapshot(Tab, What, Position, BTreeMap<ConversationId, Stored>),
}

type Tab = (usize, u32);

struct Connection {
    tab: Tab,
    link: Link,
    topics: BTreeSet<Topic>,
    greeted: bool,
    dead: bool,
    up: i64,
    down: i64,
    sent: Vec<Event>,
}

/// How bad it is, as chances.
struct Weather {
    loss: f64,
    duplication: f64,
    delay: i64,
    refusal: f64,
}

/// Everything.
pub struct World {
    rng: SmallRng,
    now: i64,
    number: Number,
    steps: BTreeMap<(i64, Number), Step>,
    server: Server,
    devices: Vec<Device>,
    connections: BTreeMap<Number, Connection>,
    weather: Weather,
    fault: Option<Fault>,
    /// How often what happened.
    pub counts: Counts,
    trace: Option<Vec<String>>,
}

impl World {
    /// Three people with four devices in two conversations.
    pub fn new(seed: u64, fault: Option<Fault>) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed);
        let people = [1, 2, 3].map(|number| AccountId(Uuid::from_u128(number)));
        let stored = |people: &[AccountId]| Stored { people: people.iter().copied().collect(), ..Stored::default() };
        let conversation = |number| ConversationId(Uuid::from_u128(number));
        let conversations = [(conversation(11), stored(&people[..2])), (conversation(12), stored(&people))];
        let pick = |rng: &mut SmallRng, of: [f64; 3]| of[rng.random_range(0..3)];
        let weather = Weather {
            loss: pick(&mut rng, [0.0, 0.1, 0.3]),
            duplication: pick(&mut rng, [0.0, 0.1, 0.3]),
            delay: rng.random_range(20..600),
            refusal: pick(&mut rng, [0.0, 0.05, 0.2]),
        };
        let owners = [people[0], people[0], people[1], people[2]];
        Self {
            rng,
            now: 1_000_000,
            number: 0,
            steps: BTreeMap::new(),
            server: Server::new(conversations.into_iter().collect()),
            devices: owners.map(|account| Device::new(account, fault)).into(),
            connections: BTreeMap::new(),
            weather,
            fault,
            counts: Counts::new(),
            trace: None,
        }
    }

    /// Runs until all agree.
    pub fn run(&mut self) -> Result<(), String> {
        let start = self.now;
        for device in 0..self.devices.len() {
            self.begin(device)?;
            self.after(3_000, Step::Act(device));
        }
        self.after(4_000, Step::Trouble);
        self.until(start + WILD)?;
        self.calm()?;
        let mut verdict = Ok(());
        while self.now < start + WILD + QUIET {
            self.until(self.now + 3_000)?;
            self.give_up_refused()?;
            verdict = judge(&self.server, &self.devices);
            if verdict.is_ok() {
                return Ok(());
            }
        }
        verdict
    }

    /// Writes down what happens from now on.
    pub fn traced(mut self) -> Self {
        self.trace = Some(Vec::new());
        self
    }

    /// What happened, a line each.
    pub fn trace(&self) -> String {
        self.trace.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    fn until(&mut self, end: i64) -> Result<(), String> {
        while let Some(entry) = self.steps.first_entry().filter(|entry| entry.key().0 <= end) {
            let ((at, _), step) = entry.remove_entry();
            self.now = at;
            if let Some(trace) = &mut self.trace {
                trace.push(format!("{at} {step:?}"));
            }
            self.step(step)?;
        }
        self.now = end;
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Tell(tab, input) if self.lives(tab) => self.tell(tab.0, input)?,
            Step::Wake(tab, wake) if self.lives(tab) && self.devices[tab.0].wake == wake => {
                self.tell(tab.0, Input::Tick)?;
            }
            Step::Written(tab) if self.lives(tab) => {
                if let Some(input) = self.devices[tab.0].written() {
                    self.tell(tab.0, input)?;
                }
            }
            Step::Act(device) => self.act(device)?,
            Step::Trouble => self.trouble(),
            Step::Crash(device) => {
                self.count("device crash");
                self.begin(device)?;
            }
            Step::Restart => {
                self.server.up = true;
                self.publish();
            }
            Step::Network(device, there) => {
                self.devices[device].offline = !there;
                self.tell(device, Input::Network(there))?;
            }
            Step::Up(connection, frame) => self.hear(connection, frame),
            Step::Down(connection, frame) => self.deliver(connection, frame)?,
            Step::Publish if self.server.up => self.publish(),
            Step::Arrive(tab, operation, attempt) => self.arrive(tab, operation, attempt),
            Step::Commit(tab, operation, attempt, life) => self.commit(tab, &operation, attempt, life),
            Step::Ask(tab, what) if self.lives(tab) => self.ask(tab, what),
            Step::Read(tab, what, position, life) => self.read(tab, what, position, life),
            Step::Snapshot(tab, what, position, stored) if self.lives(tab) => {
                for input in self.devices[tab.0].read(what, position, stored) {
                    self.tell(tab.0, input)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    // The person

    fn begin(&mut self, device: usize) -> Result<(), String> {
        self.cut_device(device);
        for input in self.devices[device].crash() {
            self.tell(device, input)?;
        }
        self.open(device, What::Inbox);
        for id in self.conversations(device) {
            if self.chance(0.7) {
                self.open(device, What::Room(id));
            }
        }
        Ok(())
    }

    fn open(&mut self, device: usize, what: What) {
        let tab = (device, self.devices[device].life);
        self.devices[device].pages.entry(what).or_default();
        self.after(20, Step::Ask(tab, what));
    }

    fn conversations(&self, device: usize) -> Vec<ConversationId> {
        let account = self.devices[device].account;
        let mine = self.server.conversations.iter().filter(|(_, stored)| stored.people.contains(&account));
        mine.map(|(id, _)| *id).collect()
    }

    fn act(&mut self, device: usize) -> Result<(), String> {
        self.after(4_000, Step::Act(device));
        self.give_up_refused()?;
        let mine = self.conversations(device);
        let id = mine[self.rng.random_range(0..mine.len())];
        match self.rng.random_range(0..10) {
            0..5 => self.write(device, id),
            5..8 => self.mark(device, id),
            8 => {
                let visible = self.chance(0.6);
                self.tell(device, Input::Visible(visible))
            }
            _ if self.devices[device].pages.contains_key(&What::Room(id)) => {
                let input = self.devices[device].close(What::Room(id));
                input.map_or(Ok(()), |input| self.tell(device, input))
            }
            _ => {
                self.open(device, What::Room(id));
                Ok(())
            }
        }
    }

    fn give_up_refused(&mut self) -> Result<(), String> {
        for device in 0..self.devices.len() {
            while let Some(id) = self.devices[device].refused() {
                self.count("refused");
                self.devices[device].gives_up(id);
                self.tell(device, Input::Discard(id))?;
            }
        }
        Ok(())
    }

    fn write(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let mut operations: Vec<_> = (0..self.rng.random_range(1..4)).map(|_| self.message(id)).collect();
        self.devices[device].done.extend(operations.iter().cloned());
        if self.fault == Some(Fault::ReorderedSend) && self.chance(0.3) {
            operations.reverse();
        }
        for operation in operations {
            self.count("messages");
            self.tell_done(device, operation)?;
        }
        Ok(())
    }

    fn mark(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let Some(room) = self.devices[device].pages.get(&What::Room(id)).and_then(|page| page.rooms.get(&id)) else {
            return Ok(());
        };
        let read = room.last();
        let body = json!({"conversation_id": id, "delivered": read, "read": read});
        let operation = self.operation(MARK, format!("marks:{id}"), body);
        self.devices[device].done.push(operation.clone());
        self.count("marks");
        self.tell_done(device, operation)
    }

    fn tell_done(&mut self, device: usize, operation: Operation) -> Result<(), String> {
        self.devices[device].does(&operation);
        self.tell(device, Input::Perform(operation))
    }

    fn message(&mut self, id: ConversationId) -> Operation {
        let refused = self.chance(0.05);
        let body = format!("{}{}", if refused { "!" } else { "" }, self.number);
        self.operation(SEND, format!("conversation:{id}"), json!({"conversation_id": id, "body": body}))
    }

    fn operation(&mut self, kind: &str, object: String, body: Value) -> Operation {
        self.number += 1;
        let id = OperationId(Uuid::from_u128(u128::from(self.number) << 32));
        Operation { v: 1, kind: kind.into(), id, object, expected_version: None, body }
    }

    // The tab

    fn tell(&mut self, device: usize, input: Input) -> Result<(), String> {
        let moment = Moment { now: self.now, chance: self.rng.random() };
        let reconnects = self.devices[device].engine.status().reconnects;
        let marks = matches!(&input, Input::Perform(operation) if operation.kind == MARK);
        let effects = self.devices[device].tell(input, moment)?;
        if self.devices[device].engine.status().reconnects > reconnects {
            self.count("reconnect");
        }
        if marks && effects.iter().any(|effect| matches!(effect, Effect::Forget(_))) {
            self.count("coalesced");
        }
        if std::mem::take(&mut self.devices[device].held) > 0 {
            self.count("held");
        }
        for effect in effects {
            self.act_on(device, effect);
        }
        Ok(())
    }

    fn act_on(&mut self, device: usize, effect: Effect) {
        let tab = (device, self.devices[device].life);
        match effect {
            Effect::Connect(link) => self.connect(tab, link),
            Effect::Close(link) => self.connections.retain(|_, one| (one.tab, one.link) != (tab, link)),
            Effect::Send(link, frame) => self.send(tab, link, frame),
            Effect::Call { operation, attempt } => self.call(tab, &operation, attempt),
            Effect::Keep(operation) => self.write_down(tab, Write::Keep(operation)),
            Effect::Forget(id) => self.write_down(tab, Write::Forget(id)),
            Effect::Refetch(listener) => {
                self.count("refetch");
                if let Some(what) = self.devices[device].outdated(listener) {
                    self.after(20, Step::Ask(tab, what));
                }
            }
            Effect::WakeAt(at) => {
                self.devices[device].wake += 1;
                let wait = (at - self.now).max(0) + self.rng.random_range(1..5);
                self.at(self.now + wait, Step::Wake(tab, self.devices[device].wake));
            }
            Effect::Deliver(..) | Effect::Signal { .. } | Effect::PendingChanged | Effect::StatusChanged => {}
        }
    }

    fn write_down(&mut self, tab: Tab, write: Write) {
        self.devices[tab.0].writes.push_back(write);
        self.after(10, Step::Written(tab));
    }

    fn lives(&self, (device, life): Tab) -> bool {
        self.devices[device].life == life
    }

    // The network

    fn connect(&mut self, tab: Tab, link: Link) {
        let lost = self.chance(self.weather.loss);
        if lost || !self.server.up || self.devices[tab.0].offline {
            if self.chance(0.8) || !lost {
                self.after(self.weather.delay, Step::Tell(tab, Input::Closed(link)));
            }
            return;
        }
        self.number += 1;
        let (topics, sent) = (BTreeSet::new(), Vec::new());
        let connection =
            Connection { tab, link, topics, greeted: false, dead: false, up: self.now, down: self.now, sent };
        self.connections.insert(self.number, connection);
        let at = self.now + self.delay();
        self.connections.entry(self.number).and_modify(|one| one.down = at);
        self.at(at, Step::Tell(tab, Input::Opened(link)));
    }

    fn send(&mut self, tab: Tab, link: Link, frame: ClientFrame) {
        let delay = self.delay();
        let now = self.now;
        let found = self.connections.iter_mut().find(|(_, one)| (one.tab, one.link) == (tab, link));
        if let Some((&number, connection)) = found.filter(|(_, one)| !one.dead) {
            connection.up = connection.up.max(now + delay);
            let at = connection.up;
            self.at(at, Step::Up(number, frame));
        }
    }

    fn reply(&mut self, number: Number, frame: ServerFrame) {
        let delay = self.delay();
        let now = self.now;
        if let Some(connection) = self.connections.get_mut(&number).filter(|one| !one.dead) {
            connection.down = connection.down.max(now + delay);
            let at = connection.down;
            self.at(at, Step::Down(number, frame));
        }
    }

    fn deliver(&mut self, number: Number, frame: ServerFrame) -> Result<(), String> {
        let Some(connection) = self.connections.get(&number).filter(|one| !one.dead) else { return Ok(()) };
        let (tab, link) = (connection.tab, connection.link);
        if self.lives(tab) { self.tell(tab.0, Input::Frame(link, frame)) } else { Ok(()) }
    }

    /// A call leaves: it may be lost, come late, come twice; and so may its answer.
    fn call(&mut self, tab: Tab, operation: &Operation, attempt: u32) {
        if attempt > 1 {
            self.count("repeated call");
        }
        if self.devices[tab.0].offline {
            return self.answer(tab, operation.id, attempt, Err(Error::Offline));
        }
        if self.chance(self.weather.duplication) {
            let late = self.rng.random_range(0..8_000);
            self.at(self.now + late, Step::Arrive(tab, operation.clone(), attempt));
        }
        if self.chance(self.weather.loss) {
            self.count("lost call");
            if self.chance(0.8) {
                self.answer(tab, operation.id, attempt, Err(Error::Offline));
            }
            return;
        }
        self.after(self.weather.delay, Step::Arrive(tab, operation.clone(), attempt));
    }

    fn answer(&mut self, tab: Tab, id: OperationId, attempt: u32, result: Answer<Value>) {
        self.after(self.weather.delay, Step::Tell(tab, Input::Answered { id, attempt, result }));
    }

    fn cut(&mut self, number: Number) {
        let silent = self.chance(0.3);
        if silent && let Some(connection) = self.connections.get_mut(&number) {
            connection.dead = true;
            return self.count("dead");
        }
        if let Some(connection) = self.connections.remove(&number) {
            self.after(self.weather.delay, Step::Tell(connection.tab, Input::Closed(connection.link)));
        }
    }

    fn cut_device(&mut self, device: usize) {
        self.connections.retain(|_, one| one.tab.0 != device);
    }

    // The server

    fn hear(&mut self, number: Number, frame: ClientFrame) {
        let Some(connection) = self.connections.get_mut(&number).filter(|one| !one.dead) else { return };
        match frame {
            ClientFrame::Hello { topics, .. } => {
                assert!(!connection.greeted, "one hello a connection");
                connection.greeted = true;
                let welcome = ServerFrame::Welcome {
                    position: self.server.position(),
                    server_time: Time::from_millis(self.now + 700),
                    node: "a".into(),
                };
                self.reply(number, welcome);
                for subscription in topics {
                    self.subscribe(number, subscription);
                }
            }
            ClientFrame::Subscribe(subscription) => self.subscribe(number, subscription),
            ClientFrame::Unsubscribe { topic } => drop(connection.topics.remove(&topic)),
            ClientFrame::Ping { t } => {
                let server_time = Time::from_millis(self.now + 700);
                self.reply(number, ServerFrame::Pong { t, server_time });
            }
            ClientFrame::Signal { .. } => {}
        }
    }

    fn subscribe(&mut self, number: Number, Subscription { topic, since }: Subscription) {
        let Some(connection) = self.connections.get_mut(&number) else { return };
        connection.topics.insert(topic);
        let account = self.devices[connection.tab.0].account;
        match self.server.missed(account, topic, since) {
            Missed::Events(events) if events.is_empty() => {}
            Missed::Events(events) => {
                self.count("resumed");
                self.tell_events(number, events);
            }
            Missed::TooMuch => self.reply(number, ServerFrame::Refetch { topic, why: "too_old".into() }),
        }
    }

    fn publish(&mut self) {
        let fresh = self.server.publish();
        let numbers: Vec<_> = self.connections.keys().copied().collect();
        for number in numbers {
            let connection = &self.connections[&number];
            let account = self.devices[connection.tab.0].account;
            let mut events = self.server.heard(fresh.clone(), account, &connection.topics);
            if self.fault == Some(Fault::SkippedPosition) && self.chance(0.05) {
                events.pop();
            }
            if self.chance(self.weather.duplication) && !connection_is_new(&self.connections[&number]) {
                self.count("repeated event");
                let sent = &self.connections[&number].sent;
                let place = self.number % u64::try_from(sent.len()).expect("few");
                events.insert(0, sent[usize::try_from(place).expect("less than before")].clone());
            }
            if !events.is_empty() {
                self.tell_events(number, events);
            }
        }
    }

    fn tell_events(&mut self, number: Number, mut events: Vec<Event>) {
        if let Some(connection) = self.connections.get_mut(&number) {
            connection.sent.extend(events.iter().cloned());
        }
        let frame =
            if events.len() == 1 { ServerFrame::Event(events.remove(0)) } else { ServerFrame::Batch { events } };
        self.reply(number, frame);
    }

    fn arrive(&mut self, tab: Tab, operation: Operation, attempt: u32) {
        if !self.server.up {
            return self.answer(tab, operation.id, attempt, Err(Error::Offline));
        }
        if self.chance(self.weather.refusal) {
            let slow = self.chance(0.7);
            self.count(if slow { "slow" } else { "fault" });
            let error = if slow { Error::Slow { retry_after: 1_000 } } else { Error::Fault { id: Uuid::nil() } };
            return self.answer(tab, operation.id, attempt, Err(error));
        }
        self.after(60, Step::Commit(tab, operation, attempt, self.server.life));
    }

    fn commit(&mut self, tab: Tab, operation: &Operation, attempt: u32, life: u32) {
        if self.server.life != life {
            self.count("lost in crash");
            return self.answer(tab, operation.id, attempt, Err(Error::Offline));
        }
        if self.fault == Some(Fault::LostAcknowledgement) && self.chance(0.05) {
            return self.answer(tab, operation.id, attempt, Ok(json!({"id": operation.id})));
        }
        let result = self.server.apply(self.devices[tab.0].account, operation, self.now);
        self.after(5, Step::Publish);
        if self.chance(self.weather.loss) {
            return self.count("lost answer");
        }
        self.answer(tab, operation.id, attempt, result);
    }

    fn ask(&mut self, tab: Tab, what: What) {
        if !self.server.up || self.devices[tab.0].offline || self.chance(self.weather.loss) {
            return self.at(self.now + 700, Step::Ask(tab, what));
        }
        let (position, life) = (self.server.position(), self.server.life);
        self.after(30, Step::Read(tab, what, position, life));
    }

    fn read(&mut self, tab: Tab, what: What, position: Position, life: u32) {
        if self.server.life != life {
            return self.at(self.now + 700, Step::Ask(tab, what));
        }
        let account = self.devices[tab.0].account;
        let wanted = |id: &ConversationId, stored: &Stored| {
            stored.people.contains(&account) && (what == What::Inbox || what == What::Room(*id))
        };
        let found = self.server.conversations.iter().filter(|(id, stored)| wanted(id, stored));
        let found = found.map(|(id, stored)| (*id, stored.clone())).collect();
        self.after(self.weather.delay, Step::Snapshot(tab, what, position, found));
    }

    // Trouble

    fn trouble(&mut self) {
        self.after(2_500, Step::Trouble);
        let device = self.rng.random_range(0..self.devices.len());
        match self.rng.random_range(0..10) {
            0..4 => {
                let numbers: Vec<_> = self.connections.keys().copied().collect();
                if let Some(&number) = numbers.get(device) {
                    self.cut(number);
                }
            }
            4 => self.after(1, Step::Crash(device)),
            5 => self.crash_server(),
            6 => {
                self.after(1, Step::Network(device, false));
                self.cut_device(device);
                self.at(self.now + 3_000, Step::Network(device, true));
            }
            7 => self.server.trim(3),
            8 => {
                if let Some(&number) = self.connections.keys().next() {
                    self.reply(number, ServerFrame::Bye { reason: "slow".into(), retry_after: Some(0.5) });
                }
            }
            _ => {}
        }
    }

    fn crash_server(&mut self) {
        self.count("server crash");
        self.server.up = false;
        self.server.life += 1;
        let numbers: Vec<_> = self.connections.keys().copied().collect();
        for number in numbers {
            self.cut(number);
        }
        self.after(3_000, Step::Restart);
    }

    /// No more trouble: what was lost stays lost, everything else arrives.
    fn calm(&mut self) -> Result<(), String> {
        self.weather = Weather { loss: 0.0, duplication: 0.0, delay: 50, refusal: 0.0 };
        self.steps.retain(|_, step| !matches!(step, Step::Act(_) | Step::Trouble | Step::Crash(_) | Step::Restart));
        self.server.up = true;
        self.publish();
        for device in 0..self.devices.len() {
            self.devices[device].offline = false;
            self.tell(device, Input::Network(true))?;
        }
        Ok(())
    }

    // Chance and time

    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    fn delay(&mut self) -> i64 {
        self.rng.random_range(1..=self.weather.delay)
    }

    fn after(&mut self, at_most: i64, step: Step) {
        let at = self.now + self.rng.random_range(1..=at_most.max(1));
        self.at(at, step);
    }

    fn at(&mut self, at: i64, step: Step) {
        self.number += 1;
        self.steps.insert((at, self.number), step);
    }

    fn count(&mut self, name: &'static str) {
        *self.counts.entry(name).or_default() += 1;
    }
}

fn connection_is_new(connection: &Connection) -> bool {
    connection.sent.is_empty()
}
