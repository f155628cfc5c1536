//! The network: what is sent comes late, twice, or never.

use std::collections::{BTreeSet, VecDeque};

use rand::Rng;
use serde_json::Value;

use super::{Number, Step, Tab, World};
use crate::{
    realtime::{ClientFrame, Event, ServerFrame, Topic},
    shared::{Error, Result as Answer, id::OperationId},
    sync::{Input, Operation, Transport, effect::Link},
};

/// Half of what the server takes in a second: two seconds' frames may arrive in one.
const MOST_FRAMES: usize = 10;

/// A wire between a tab and the server.
pub struct Connection {
    pub tab: Tab,
    pub link: Link,
    pub topics: BTreeSet<Topic>,
    pub greeted: bool,
    pub dead: bool,
    up: i64,
    down: i64,
    pub sent: Vec<Event>,
    /// When the last frames of the tab left.
    left: VecDeque<i64>,
}

impl World {
    pub(super) fn connect(&mut self, tab: Tab, link: Link, transport: Transport) {
        assert!(!self.connections.values().any(|one| one.tab == tab), "one connection a tab");
        if transport == Transport::WebSocket && self.refuses_sockets {
            self.count("socket refused");
            return self.after(self.weather.delay, Step::Tell(tab, Input::Closed(link)));
        }
        let lost = self.chance(self.weather.loss);
        if lost || !self.server.up || self.browser(tab.0).offline {
            if self.chance(0.8) || !lost {
                self.after(self.weather.delay, Step::Tell(tab, Input::Closed(link)));
            }
            return;
        }
        if transport == Transport::EventStream {
            self.count("event stream");
        }
        self.number += 1;
        let (topics, sent) = (BTreeSet::new(), Vec::new());
        let (up, down, left) = (self.now, self.now, VecDeque::new());
        let connection = Connection { tab, link, topics, greeted: false, dead: false, up, down, sent, left };
        self.connections.insert(self.number, connection);
        let at = self.now + self.delay();
        self.connections.entry(self.number).and_modify(|one| one.down = at);
        self.at(at, Step::Tell(tab, Input::Opened(link)));
    }

    pub(super) fn send(&mut self, tab: Tab, link: Link, frame: ClientFrame) {
        let delay = self.delay();
        let now = self.now;
        let found = self.connections.iter_mut().find(|(_, one)| (one.tab, one.link) == (tab, link));
        if let Some((&number, connection)) = found.filter(|(_, one)| !one.dead) {
            connection.left.push_back(now);
            while connection.left.front().is_some_and(|left| now - left >= 1_000) {
                connection.left.pop_front();
            }
            assert!(connection.left.len() <= MOST_FRAMES, "the server would end this connection");
            connection.up = connection.up.max(now + delay);
            let at = connection.up;
            self.at(at, Step::Up(number, frame));
        }
    }

    pub(super) fn reply(&mut self, number: Number, frame: ServerFrame) {
        let delay = self.delay();
        let now = self.now;
        if let Some(connection) = self.connections.get_mut(&number).filter(|one| !one.dead) {
            connection.down = connection.down.max(now + delay);
            let at = connection.down;
            self.at(at, Step::Down(number, frame));
        }
    }

    pub(super) fn deliver(&mut self, number: Number, frame: ServerFrame) -> Result<(), String> {
        let Some(connection) = self.connections.get(&number).filter(|one| !one.dead) else { return Ok(()) };
        let (tab, link) = (connection.tab, connection.link);
        if self.lives(tab) { self.tell(tab.0, Input::Frame(link, frame)) } else { Ok(()) }
    }

    /// A call leaves: it may be lost, come late, come twice; and so may its answer.
    pub(super) fn call(&mut self, tab: Tab, operation: &Operation, attempt: u32) {
        if attempt > 1 {
            self.count("repeated call");
        }
        if self.browser(tab.0).offline {
            return self.answer(tab, operation.id, attempt, Err(Error::Offline));
        }
        if self.chance(self.weather.duplication) {
            // What was decided since must hold, be it long after.
            let longest = if operation.is_change() { self.weather.lasts } else { 8_000 };
            let late = self.rng.random_range(0..longest);
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

    pub(super) fn answer(&mut self, tab: Tab, id: OperationId, attempt: u32, result: Answer<Value>) {
        self.after(self.weather.delay, Step::Tell(tab, Input::Answered { id, attempt, result }));
    }

    pub(super) fn cut(&mut self, number: Number) {
        let silent = self.chance(0.3);
        if silent && let Some(connection) = self.connections.get_mut(&number) {
            connection.dead = true;
            return self.count("dead");
        }
        if let Some(connection) = self.connections.remove(&number) {
            self.after(self.weather.delay, Step::Tell(connection.tab, Input::Closed(connection.link)));
        }
    }

    pub(super) fn cut_device(&mut self, device: usize) {
        self.connections.retain(|_, one| one.tab.0 != device);
    }
}
