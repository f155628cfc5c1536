//! Time, the network between devices and the server, and what happens to all of them.
//!
//! A step that is due is handed to `person`, `talking` (what people say), `scheduling` (what they say later), `previewing`
//! (the pages that this leads to), `grouping` (what they do with conversations as such), `own` (what they change of their
//! own), `safety` (whom they keep away), `consenting` (what they make public of what was said), `square` (what they do in
//! public), `noticing` (what they do with what they are told), `tab`, `browser`, `network`, `center` (the server) or
//! `trouble`, which plan further steps.

mod browser;
mod center;
mod consenting;
mod grouping;
mod network;
mod noticing;
mod own;
mod person;
mod previewing;
mod refused;
mod safety;
mod scheduling;
mod square;
mod tab;
mod talking;
mod trouble;

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng, rngs::SmallRng};
use uuid::Uuid;

use super::{
    Counts, Fault,
    about::About,
    browser::Browser,
    device::Device,
    lineage::Lineage,
    page::{Reading, What},
    server::{Server, Stored},
    verdict::judge,
};
use crate::{
    features::messages::model::KeptDraft,
    realtime::{ClientFrame, Position, ServerFrame},
    shared::id::{AccountId, ConversationId},
    sync::{Input, Operation, tab::word::Word},
};
use {network::Connection, previewing::Visit, scheduling::Work};

/// Milliseconds of trouble, now and then long enough for whoever waits to lose patience, and of quiet
/// after it that must be enough: an event that no page hears is waited for by the engine, then by the tab.
const WILD: [i64; 8] = [12_000, 12_000, 12_000, 12_000, 12_000, 15_000, 15_000, 40_000];
const QUIET: i64 = 300_000;
/// Of so many worlds, one has something on the way that lets no WebSocket through.
const SOCKETS_REFUSED: u64 = 5;

type Number = u64;

/// Which browser each tab is in, of which person, and which browsers have locks.
const TABS: [(usize, usize); 6] = [(0, 0), (0, 0), (1, 0), (2, 1), (2, 1), (3, 2)];
const HAS_LOCKS: [bool; 4] = [true, true, true, false];

/// Something that happens at a time. A tab is a device's index and its life; what is meant for an earlier
/// life never happens.
#[derive(Debug)]
enum Step {
    Tell(Tab, Input),
    Wake(Tab, u64),
    Stored(usize),
    Heard(Tab, Word),
    Elect(usize),
    Act(usize),
    Trouble,
    Crash(usize),
    SetBack(usize),
    Restart,
    Network(usize, bool),
    Up(Number, ClientFrame),
    Down(Number, ServerFrame),
    Publish,
    Arrive(Tab, Operation, u32),
    Commit(Tab, Operation, u32, u32),
    Ask(Tab, What, u32),
    Read(Tab, What, u32, Position, u32),
    Snapshot(Tab, What, Reading),
    Look(Tab, ConversationId),
    Looked(Tab, KeptDraft),
    Open([AccountId; 2], ConversationId),
    Work(Work),
    Visit(Visit),
}

pub type Tab = (usize, u32);

/// How bad it is, as chances.
struct Weather {
    loss: f64,
    duplication: f64,
    delay: i64,
    refusal: f64,
    /// How long it lasts, in milliseconds.
    lasts: i64,
}

/// Everything.
pub struct World {
    rng: SmallRng,
    now: i64,
    number: Number,
    /// Numbers the steps that waited for a frozen tab.
    waited: Number,
    steps: BTreeMap<(i64, Number), Step>,
    server: Server,
    browsers: Vec<Browser>,
    devices: Vec<Device>,
    /// When the last word of a tab reaches another one: words keep their order.
    spoken: BTreeMap<(usize, usize), i64>,
    connections: BTreeMap<Number, Connection>,
    weather: Weather,
    refuses_sockets: bool,
    fault: Option<Fault>,
    lineage: Lineage,
    /// How often what happened.
    pub counts: Counts,
    trace: Option<Vec<String>>,
}

impl World {
    /// Three people with six tabs in four browsers, in two conversations.
    pub fn new(seed: u64, fault: Option<Fault>) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed);
        let people = [1, 2, 3].map(|number| AccountId(Uuid::from_u128(number)));
        let stored = |people: &[AccountId]| Stored { about: About::of(people), ..Stored::default() };
        let conversation = |number| ConversationId(Uuid::from_u128(number));
        let conversations = [(conversation(11), stored(&people[..2])), (conversation(12), stored(&people))];
        let tabs_of = |browser| TABS.iter().filter(|(of, _)| *of == browser).count();
        let browser = |number: usize| Browser::new(HAS_LOCKS[number], tabs_of(number));
        let pick = |rng: &mut SmallRng, of: [f64; 3]| of[rng.random_range(0..3)];
        let weather = Weather {
            loss: pick(&mut rng, [0.0, 0.1, 0.3]),
            duplication: pick(&mut rng, [0.0, 0.1, 0.3]),
            delay: rng.random_range(20..600),
            refusal: pick(&mut rng, [0.0, 0.05, 0.2]),
            lasts: WILD[rng.random_range(0..WILD.len())],
        };
        let mut server = Server::new(conversations.into_iter().collect());
        server.fault = fault;
        Self {
            rng,
            now: 1_000_000,
            number: 1 << 32,
            waited: 0,
            steps: BTreeMap::new(),
            server,
            browsers: (0..HAS_LOCKS.len()).map(browser).collect(),
            devices: TABS.map(|(browser, person)| Device::new(people[person], browser, fault)).into(),
            spoken: BTreeMap::new(),
            connections: BTreeMap::new(),
            weather,
            refuses_sockets: seed % SOCKETS_REFUSED == 4,
            fault,
            lineage: Lineage::default(),
            counts: Counts::new(),
            trace: None,
        }
    }

    /// Runs until all agree.
    pub fn run(&mut self) -> Result<(), String> {
        let wild = self.now + self.weather.lasts;
        for device in 0..self.devices.len() {
            self.begin(device)?;
            self.after(3_000, Step::Act(device));
        }
        self.after(4_000, Step::Trouble);
        self.until(wild)?;
        self.calm();
        let mut verdict = Ok(());
        while self.now < wild + QUIET {
            self.until(self.now + 3_000)?;
            self.decide_on_refused()?;
            verdict = judge(&self.server, &self.browsers, &self.devices, &self.lineage)
                .and_then(|()| self.is_among_members());
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
            if let Some(thaw) = self.thaw(&step) {
                // Before whatever comes at that time: what waited keeps its order.
                self.waited += 1;
                self.steps.insert((thaw, self.waited), step);
                continue;
            }
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
            Step::Stored(browser) => {
                if let Some((tab, input)) = self.browsers[browser].work() {
                    self.at(self.now, Step::Tell(tab, input));
                }
            }
            Step::Heard(tab, word) if self.lives(tab) && !self.devices[tab.0].is_away => {
                self.tell(tab.0, Input::Heard(word))?;
            }
            Step::Elect(browser) => self.elect(browser),
            Step::Act(device) => self.act(device)?,
            Step::Trouble => self.trouble()?,
            Step::Crash(device) => {
                self.count("device crash");
                self.begin(device)?;
            }
            Step::SetBack(device) => self.set_back(device),
            Step::Restart => self.restart(),
            Step::Network(browser, there) => self.network(browser, there),
            Step::Up(connection, frame) => self.hear(connection, frame),
            Step::Down(connection, frame) => self.deliver(connection, frame)?,
            Step::Publish if self.server.up => self.publish(),
            Step::Arrive(tab, operation, attempt) => self.arrive(tab, operation, attempt),
            Step::Commit(tab, operation, attempt, life) => self.commit(tab, &operation, attempt, life),
            Step::Ask(tab, what, number) if self.lives(tab) => self.ask(tab, what, number),
            Step::Read(tab, what, number, position, life) => self.read(tab, what, number, position, life),
            Step::Snapshot(tab, what, reading) if self.lives(tab) => self.show(tab.0, what, reading)?,
            Step::Look(tab, id) if self.lives(tab) => self.look(tab, id),
            Step::Looked(tab, draft) if self.lives(tab) => self.looked(tab.0, draft)?,
            Step::Open(pair, id) if self.server.up => self.opened(pair, id),
            Step::Work(work) => self.work(work),
            Step::Visit(visit) => self.visit(visit),
            _ => {}
        }
        Ok(())
    }

    /// When a step can happen that a frozen tab is to take.
    fn thaw(&self, step: &Step) -> Option<i64> {
        let tab = match step {
            Step::Down(connection, _) => self.connections.get(connection)?.tab,
            Step::Tell(tab, _)
            | Step::Wake(tab, _)
            | Step::Heard(tab, _)
            | Step::Ask(tab, ..)
            | Step::Snapshot(tab, ..)
            | Step::Look(tab, _)
            | Step::Looked(tab, _) => *tab,
            _ => return None,
        };
        let thaw = self.devices[tab.0].frozen;
        (thaw > self.now && self.lives(tab)).then_some(thaw)
    }

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
