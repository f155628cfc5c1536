//! What people do with what they were told, and with whom they are suggested.

use rand::Rng;

use super::{Step, World};
use crate::{
    features::{
        follows::{model::Dismissal, state::dismiss_operation},
        notifications::state,
    },
    tests::simulation::own::person,
};

impl World {
    /// Somebody reads one of those that they see unread, or all of them.
    pub(super) fn read_notice(&mut self, device: usize) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        let unread: Vec<_> = self.devices[device].own.bell.unread(&pending).into_iter().cloned().collect();
        if unread.is_empty() {
            return Ok(());
        }
        let one = &unread[self.rng.random_range(0..unread.len())];
        let operation = if self.chance(0.6) {
            state::read(self.next_id(device), one)
        } else {
            state::read_all(self.next_id(device), self.devices[device].own.bell.last())
        };
        self.do_in_public(device, operation)
    }

    /// Somebody does not want to be suggested who is, or it is their turn to be suggested others.
    pub(super) fn dismiss(&mut self, device: usize) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        let shown = self.devices[device].own.suggesting.shown(&pending);
        if shown.is_empty() || self.chance(0.5) {
            self.server.suggest_to(self.devices[device].account, self.now);
            self.after(5, Step::Publish);
            return Ok(());
        }
        let whom = shown[self.rng.random_range(0..shown.len())];
        let operation = dismiss_operation(self.next_id(device), &Dismissal { account: person(whom) });
        self.do_in_public(device, operation)
    }

    /// Takes up what the server has answered to either.
    pub(super) fn follow_notices(&mut self, device: usize) -> Result<(), String> {
        let own = &mut self.devices[device];
        let pending = own.tab.pending();
        let mut settled = own.own.bell.settle(&pending);
        settled.extend(own.own.suggesting.settle(&pending));
        settled.into_iter().try_for_each(|input| self.tell(device, input))
    }
}
