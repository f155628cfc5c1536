//! A tab: what it is told, and what it then wants.

use rand::Rng;

use super::{Step, Tab, World};
use crate::{
    sync::{Effect, Input, Moment, Stored, Transport},
    tests::simulation::{Fault, browser::Job, room::MARK},
};

impl World {
    pub(super) fn tell(&mut self, device: usize, input: Input) -> Result<(), String> {
        self.told(device, input).map(drop)
    }

    /// Tells the engine, sees to what it wants, and returns what that was.
    pub(super) fn told(&mut self, device: usize, input: Input) -> Result<Vec<Effect>, String> {
        let moment = Moment { now: self.now, chance: self.rng.random() };
        let (reconnects, by) = (self.reconnects(device), self.devices[device].tab.status().transport);
        let marks = matches!(&input, Input::Perform(operation) if operation.kind == MARK);
        let (event, hides) = (matches!(input, Input::Frame(..)), input == Input::Visible(false));
        self.find_refused(device, &input);
        let effects = self.devices[device].tell(input, moment)?;
        self.only_asked(device, &effects)?;
        if event && effects.iter().any(|effect| matches!(effect, Effect::Forget(_))) {
            self.count("event before answer");
        }
        if self.reconnects(device) > reconnects {
            self.count("reconnect");
        }
        if hides && effects.iter().any(|effect| matches!(effect, Effect::Close(_))) {
            self.count("stream given up");
        }
        let is_trying = |effect: &Effect| matches!(effect, Effect::Connect(_, Transport::WebSocket));
        if by == Some(Transport::EventStream) && effects.iter().any(is_trying) {
            self.count("socket tried again");
        }
        if marks && effects.iter().any(|effect| matches!(effect, Effect::Forget(_))) {
            self.count("coalesced");
        }
        if std::mem::take(&mut self.devices[device].held) > 0 {
            self.count("held");
        }
        for effect in &effects {
            self.act_on(device, effect.clone());
        }
        for id in std::mem::take(&mut self.devices[device].regrouped) {
            self.regrouped(device, id)?;
        }
        for what in std::mem::take(&mut self.devices[device].moved) {
            let is_open = self.devices[device].pages.contains_key(&what);
            if is_open && self.fault != Some(Fault::ForgottenMember) {
                self.reread(device, what);
            }
        }
        if self.devices[device].own.take_changed() || effects.contains(&Effect::PendingChanged) {
            self.follow_own(device)?;
            self.follow_choices(device)?;
            self.follow_plans(device)?;
            self.follow_blocks(device)?;
            self.follow_notices(device)?;
        }
        if self.devices[device].square.take_changed() || effects.contains(&Effect::PendingChanged) {
            self.follow_square(device)?;
        }
        self.reread_outdated(device);
        Ok(effects)
    }

    /// What a tab reads to be refused, and does not know otherwise.
    fn find_refused(&mut self, device: usize, input: &Input) {
        let Input::Loaded(stored) = input else { return };
        let tab = (device, self.devices[device].life);
        let pending = self.devices[device].tab.pending();
        let is_known = |id| pending.iter().any(|one| one.operation.id == id || one.operation.is_instead_of(id));
        let refused: Vec<_> = stored
            .iter()
            .filter(|one| one.refused.is_some())
            .map(|one| one.operation.id)
            .filter(|id| !is_known(*id))
            .collect();
        for id in refused {
            self.count("refused over a crash");
            self.browser(device).finds_refused(tab, id);
        }
    }

    /// Nothing that was refused before leaves by itself.
    fn only_asked(&self, device: usize, effects: &[Effect]) -> Result<(), String> {
        let own = &self.devices[device];
        let called = effects.iter().filter_map(|effect| match effect {
            Effect::Call { operation, .. } => Some(operation.id),
            _ => None,
        });
        let mut unasked = called.filter(|id| self.browsers[own.browser].is_unasked((device, own.life), *id));
        unasked.next().map_or(Ok(()), |id| Err(format!("device {device} sends {id:?} again, unasked")))
    }

    fn reconnects(&self, device: usize) -> u32 {
        self.devices[device].tab.status().reconnects
    }

    pub(super) fn act_on(&mut self, device: usize, effect: Effect) {
        let tab = (device, self.devices[device].life);
        match effect {
            Effect::Connect(link, transport) => self.connect(tab, link, transport),
            Effect::Close(link) => {
                self.connections.retain(|_, one| (one.tab, one.link) != (tab, link));
                // A wire that was closed says nothing more.
                let says = |step: &Step| match step {
                    Step::Tell(of, Input::Opened(named) | Input::Closed(named)) => (*of, *named) == (tab, link),
                    _ => false,
                };
                self.steps.retain(|_, step| !says(step));
            }
            Effect::Send(link, frame) => self.send(tab, link, frame),
            Effect::Call { operation, attempt } => {
                self.browser(device).called.insert(operation.id);
                self.call(tab, &operation, attempt);
            }
            Effect::Keep(operation) => self.have_stored(tab, Job::Keep(Box::new(operation.into()))),
            Effect::Refuse(operation, error) => {
                self.have_stored(tab, Job::Keep(Box::new(Stored { operation, refused: Some(error) })));
            }
            Effect::Forget(id) => self.have_stored(tab, Job::Forget(id)),
            Effect::GiveUp(id) => {
                self.count("withdrawn");
                self.give_up(device, id);
                self.have_stored(tab, Job::Forget(id));
            }
            Effect::Load => self.have_stored(tab, Job::Load),
            Effect::Stand => self.stand(tab),
            Effect::Steal => self.steal(tab),
            Effect::Resign => self.resign(tab),
            Effect::Watch(other) => drop(self.browser(device).watches.insert((tab, other))),
            Effect::Tell(word) => self.say(device, &word),
            Effect::Part => self.part(tab),
            Effect::Refetch(listener) => {
                self.count("refetch");
                if let Some(what) = self.devices[device].outdated(listener) {
                    self.reread(device, what);
                    self.reread_public(device, what);
                }
            }
            Effect::WakeAt(at) => {
                self.devices[device].wake += 1;
                let wait = (at - self.now).max(0) + self.rng.random_range(1..5);
                self.at(self.now + wait, Step::Wake(tab, self.devices[device].wake));
            }
            Effect::Release
            | Effect::Deliver(..)
            | Effect::CaughtUp(_)
            | Effect::Signal { .. }
            | Effect::PendingChanged
            | Effect::StatusChanged => {}
        }
    }

    fn have_stored(&mut self, tab: Tab, job: Job) {
        let browser = self.devices[tab.0].browser;
        self.browsers[browser].jobs.push_back((tab, job));
        let slow = self.chance(0.05);
        self.after(if slow { 1_000 } else { 10 }, Step::Stored(browser));
    }

    pub(super) fn lives(&self, (device, life): Tab) -> bool {
        self.devices[device].life == life
    }
}
