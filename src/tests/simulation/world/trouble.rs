//! What goes wrong, and how it ends.

use rand::Rng;

use super::{Step, Weather, World};
use crate::{realtime::ServerFrame, sync::Input};

impl World {
    pub(super) fn trouble(&mut self) -> Result<(), String> {
        self.after(2_500, Step::Trouble);
        let device = self.rng.random_range(0..self.devices.len());
        match self.rng.random_range(0..20) {
            0..4 => {
                let numbers: Vec<_> = self.connections.keys().copied().collect();
                if let Some(&number) = numbers.get(device) {
                    self.cut(number);
                }
            }
            4 => self.after(1, Step::Crash(device)),
            5 => self.crash_server(),
            6 => {
                let browser = self.devices[device].browser;
                self.after(1, Step::Network(browser, false));
                self.tabs(browser).into_iter().for_each(|tab| self.cut_device(tab));
                self.at(self.now + 3_000, Step::Network(browser, true));
            }
            7 => self.server.trim(3),
            8 => {
                if let Some(&number) = self.connections.keys().next() {
                    self.reply(number, ServerFrame::Bye { reason: "slow".into(), retry_after: Some(0.5) });
                }
            }
            11 if self.server.up && self.chance(0.3) => {
                self.publish();
                self.renew();
            }
            9 => self.server.strict = !self.server.strict,
            10 if self.devices[device].frozen <= self.now => return self.leave(device),
            12 | 13 if self.devices[device].frozen < self.now => {
                self.count("frozen");
                self.devices[device].frozen = self.now + self.rng.random_range(1..6_000);
            }
            14 => {
                self.count("browser crash");
                for tab in self.tabs(self.devices[device].browser) {
                    self.after(1, Step::Crash(tab));
                }
            }
            15 if self.chance(0.3) => {
                let tab = (device, self.devices[device].life);
                self.browser(device).break_store(tab);
                self.after(1, Step::Tell(tab, Input::Alone));
            }
            16 if self.tabs(self.devices[device].browser).len() == 1 => self.start_anew(device),
            17..20 if self.server.up => self.regroup(),
            _ => {}
        }
        Ok(())
    }

    /// A device without a network starts anew with its clock set back, and once more before there is a network: what was
    /// done before and after waits in its store. Where several tabs name things at that time their order says nothing.
    fn start_anew(&mut self, device: usize) {
        let browser = self.devices[device].browser;
        self.after(1, Step::Network(browser, false));
        self.cut_device(device);
        self.at(self.now + 4_000, Step::SetBack(device));
        self.at(self.now + 8_000, Step::Crash(device));
        self.at(self.now + 9_000, Step::Network(browser, true));
    }

    /// The clock is set back by more than all of this lasts, and the tab begins anew.
    pub(super) fn set_back(&mut self, device: usize) {
        self.count("clock set back");
        self.browser(device).behind += 100_000;
        self.after(1, Step::Crash(device));
    }

    /// Somebody gets into a conversation or out of it.
    fn regroup(&mut self) {
        let ids: Vec<_> = self.server.conversations.keys().copied().collect();
        let people: Vec<_> = self.server.own.keys().copied().collect();
        let id = ids[self.rng.random_range(0..ids.len())];
        let account = people[self.rng.random_range(0..people.len())];
        let may_end = self.chance(0.5);
        if let Some(comes) = self.server.regroup(id, account, may_end, self.now) {
            self.count(if comes { "joined" } else { "left" });
            if self.server.conversations[&id].about.people.is_empty() {
                self.count("ended");
            }
            self.after(5, Step::Publish);
        }
    }

    /// The tab is put away for a while, and taken out again.
    fn leave(&mut self, device: usize) -> Result<(), String> {
        self.count("left and back");
        let life = self.devices[device].life;
        self.after(6_000, Step::Tell((device, life), Input::Start));
        self.tell(device, Input::Leave)
    }

    pub(super) fn crash_server(&mut self) {
        self.count("server crash");
        self.server.up = false;
        self.server.life += 1;
        let numbers: Vec<_> = self.connections.keys().copied().collect();
        for number in numbers {
            self.cut(number);
        }
        self.after(3_000, Step::Restart);
    }

    /// It comes back, now and then over another database with the same rows.
    pub(super) fn restart(&mut self) {
        self.server.up = true;
        if self.chance(0.2) {
            self.renew();
        }
        self.publish();
    }

    /// Everybody reads afresh: who comes back is told so then, who is here now.
    fn renew(&mut self) {
        self.count("new epoch");
        self.server.renew();
        let numbers: Vec<_> = self.connections.keys().copied().collect();
        for number in numbers {
            let Some(connection) = self.connections.get_mut(&number) else { continue };
            connection.sent.clear();
            for topic in connection.topics.clone() {
                self.count("new epoch under a connection");
                self.reply(number, ServerFrame::Refetch { topic, why: "epoch".into() });
            }
        }
    }

    /// No more trouble: what was lost stays lost, everything else arrives.
    pub(super) fn calm(&mut self) {
        self.weather = Weather { loss: 0.0, duplication: 0.0, delay: 50, refusal: 0.0, lasts: 0 };
        let is_trouble = |step: &Step| match step {
            Step::Act(_) | Step::Trouble | Step::Crash(_) | Step::SetBack(_) | Step::Restart => true,
            Step::Network(_, there) => !there,
            _ => false,
        };
        self.steps.retain(|_, step| !is_trouble(step));
        (self.server.up, self.server.strict) = (true, false);
        self.publish();
        for device in 0..self.devices.len() {
            self.browser(device).offline = false;
            let tab = (device, self.devices[device].life);
            self.at(self.now, Step::Tell(tab, Input::Start));
            self.at(self.now, Step::Tell(tab, Input::Network(true)));
            // Who is alone may have done without a connection until somebody looks.
            if self.browser(device).goes_alone(tab) {
                self.at(self.now, Step::Tell(tab, Input::Visible(true)));
            }
        }
    }
}
