//! What people decide about what was refused.

use super::World;
use crate::{
    shared::id::{ConversationId, OperationId},
    sync::Input,
    tests::simulation::refusal::Refusal,
};

impl World {
    /// What can never be stored is given up, the rest is tried again, in whichever tab the person looks.
    pub(super) fn decide_on_refused(&mut self) -> Result<(), String> {
        for device in 0..self.devices.len() {
            if self.devices[device].frozen > self.now {
                continue;
            }
            for (id, refusal) in self.devices[device].refused() {
                let why = match refusal {
                    Refusal::NotNow => {
                        self.count("tried again");
                        self.browser(device).tries_again(id);
                        self.tell(device, Input::Retry(id))?;
                        continue;
                    }
                    Refusal::Never => "refused",
                    Refusal::Gone => "refused of nothing",
                    Refusal::Outside(place) => self.refused_outside(device, place)?,
                    Refusal::Closed(place) => self.refused_closed(device, id, place)?,
                };
                self.count(why);
                self.give_up(device, id);
                self.tell(device, Input::Discard(id))?;
            }
            for input in self.devices[device].take_up() {
                self.tell(device, input)?;
            }
            self.decide_on_own(device)?;
        }
        Ok(())
    }

    /// How that counts, where it can be: the person was out of the conversation.
    pub(super) fn refused_outside(&self, device: usize, id: ConversationId) -> Result<&'static str, String> {
        let account = self.devices[device].account;
        let around = self.server.around(id).unwrap_or(id);
        let was_out = [id, around].iter().any(|place| self.server.was_out.contains(&(*place, account)));
        if was_out { Ok("refused outside") } else { Err(format!("{account:?} was refused in {id}")) }
    }

    pub(super) fn give_up(&mut self, device: usize, id: OperationId) {
        let browser = self.devices[device].browser;
        self.browsers[browser].gives_up(device, id);
        for tab in self.tabs(browser) {
            self.devices[tab].need_not_show(id);
        }
    }
}
