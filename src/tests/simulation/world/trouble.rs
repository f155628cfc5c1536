//! What goes wrong, and how it ends.

use rand::Rng;

use super::{Step, Weather, World};
use crate::{realtime::ServerFrame, sync::Input};

impl World {
    pub(super) fn trouble(&mut self) {
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

    /// No more trouble: what was lost stays lost, everything else arrives.
    pub(super) fn calm(&mut self) -> Result<(), String> {
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
}
