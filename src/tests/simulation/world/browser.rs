//! The tabs of a browser among each other: who leads, and what they say.

use super::{Step, Tab, World, person::name};
use crate::{
    sync::{
        Input,
        tab::word::{TabId, Word},
    },
    tests::simulation::browser::Browser,
};

impl World {
    pub(super) fn browser(&mut self, device: usize) -> &mut Browser {
        &mut self.browsers[self.devices[device].browser]
    }

    /// The devices of a browser.
    pub(super) fn tabs(&self, browser: usize) -> Vec<usize> {
        (0..self.devices.len()).filter(|device| self.devices[*device].browser == browser).collect()
    }

    /// A tab waits for the lead.
    pub(super) fn stand(&mut self, tab: Tab) {
        let browser = self.devices[tab.0].browser;
        let found = &mut self.browsers[browser];
        if found.leader != Some(tab) && !found.waiting.contains(&tab) {
            found.waiting.push_back(tab);
        }
        self.after(3, Step::Elect(browser));
    }

    /// The browser gives the lead to who waits longest, where nobody has it.
    pub(super) fn elect(&mut self, browser: usize) {
        if self.browsers[browser].leader.is_some() {
            return;
        }
        if let Some(tab) = self.browsers[browser].waiting.pop_front() {
            self.count("elected");
            self.browsers[browser].leader = Some(tab);
            self.after(3, Step::Tell(tab, Input::Elected));
        }
    }

    /// A tab takes the lead from whoever has it.
    pub(super) fn steal(&mut self, tab: Tab) {
        let browser = self.devices[tab.0].browser;
        let robbed = self.browsers[browser].leader.replace(tab);
        self.browsers[browser].waiting.retain(|waiting| *waiting != tab);
        if robbed == Some(tab) {
            return;
        }
        self.count("stolen");
        if let Some(robbed) = robbed {
            self.after(3, Step::Tell(robbed, Input::Deposed));
        }
        self.after(3, Step::Tell(tab, Input::Elected));
    }

    /// A tab leaves the others for good: its locks are free, as if it had ended.
    pub(super) fn part(&mut self, tab: Tab) {
        self.count("alone");
        let browser = self.devices[tab.0].browser;
        self.browsers[browser].alone.insert(tab);
        self.browsers[browser].give_back(tab);
        self.free(tab, name(tab));
    }

    pub(super) fn resign(&mut self, tab: Tab) {
        let browser = self.devices[tab.0].browser;
        self.browsers[browser].give_back(tab);
        self.after(3, Step::Elect(browser));
    }

    /// A tab has ended: the locks that it had are free.
    pub(super) fn end(&mut self, tab: Tab, id: TabId) {
        let browser = self.devices[tab.0].browser;
        self.browsers[browser].lose(tab);
        self.free(tab, id);
    }

    fn free(&mut self, tab: Tab, id: TabId) {
        let browser = self.devices[tab.0].browser;
        self.after(3, Step::Elect(browser));
        let watchers: Vec<_> = self.browsers[browser].watches.iter().filter(|(_, of)| *of == id).copied().collect();
        for watch in watchers {
            self.count("tab gone");
            self.browsers[browser].watches.remove(&watch);
            self.after(3, Step::Tell(watch.0, Input::Gone(id)));
        }
    }

    /// All other tabs of the browser hear a word, each in the order of who says it.
    pub(super) fn say(&mut self, speaker: usize, word: &Word) {
        let browser = self.devices[speaker].browser;
        if matches!(word, Word::Give { .. }) {
            self.count("followed");
        }
        for listener in self.tabs(browser).into_iter().filter(|listener| *listener != speaker) {
            let soonest = self.spoken.get(&(speaker, listener)).copied().unwrap_or_default();
            let at = soonest.max(self.now + self.number.cast_signed() % 8 + 1);
            self.spoken.insert((speaker, listener), at);
            self.at(at, Step::Heard((listener, self.devices[listener].life), word.clone()));
        }
    }

    /// The network of a browser comes or goes.
    pub(super) fn network(&mut self, browser: usize, there: bool) {
        self.browsers[browser].offline = !there;
        for device in self.tabs(browser) {
            let tab = (device, self.devices[device].life);
            self.at(self.now, Step::Tell(tab, Input::Network(there)));
        }
    }
}
