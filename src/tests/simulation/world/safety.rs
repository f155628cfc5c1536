//! How people keep others away: they block or mute them, for a while or for good, and report what they say.

use rand::Rng;

use super::World;
use crate::{
    features::{
        accounts::{
            model::{Away, AwayChange},
            state::{BLOCK, answered, away_change, away_operation, settled_away},
        },
        moderation::{
            model::{About, NewReport, Reason},
            state::make,
        },
    },
    shared::id::{AccountId, ConversationId, MessageId, OperationId, ReportId},
    sync::Input,
    tests::simulation::{Fault, own::person, verdict::is_done_as},
};

impl World {
    /// Somebody is blocked, or not any more.
    pub(super) fn block(&mut self, device: usize) -> Result<(), String> {
        self.count("blocks");
        self.keep_away(device, Away::Blocked)
    }

    /// Somebody is muted, or not any more.
    pub(super) fn mute(&mut self, device: usize) -> Result<(), String> {
        self.count("mutes");
        self.keep_away(device, Away::Muted)
    }

    fn keep_away(&mut self, device: usize, how: Away) -> Result<(), String> {
        let change = AwayChange { account: person(self.somebody_else(device)), how, on: self.chance(0.6) };
        let operation = away_operation(self.next_id(device), &change);
        self.devices[device].done.push(operation.clone());
        self.tell(device, Input::Perform(operation))
    }

    fn somebody_else(&mut self, device: usize) -> AccountId {
        let account = self.devices[device].account;
        let others: Vec<_> = self.server.own.keys().copied().filter(|other| *other != account).collect();
        others[self.rng.random_range(0..others.len())]
    }

    /// Takes up what of either is settled.
    pub(super) fn follow_blocks(&mut self, device: usize) -> Result<(), String> {
        let own = &mut self.devices[device];
        let pending = own.tab.pending();
        let mut settled = settled_away(&own.own.me, &pending);
        if self.fault == Some(Fault::TrustedAnswer) {
            for (id, _) in answered(&pending, BLOCK) {
                let taken = pending.iter().find(|one| one.operation.id == id);
                let change = taken.and_then(|one| away_change(&one.operation));
                if let Some(change) = change {
                    change.over(&mut own.own.me);
                }
                settled.push(id);
            }
        }
        settled.into_iter().try_for_each(|id| self.tell(device, Input::Settle(id)))
    }

    /// Somebody reports a message of somebody else that they see.
    pub(super) fn report(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let account = self.devices[device].account;
        let seen = self.stored_on_screen(device, id, |said| said.author != account);
        if seen.is_empty() {
            return Ok(());
        }
        let message = MessageId(seen[self.rng.random_range(0..seen.len())].0);
        let id = ReportId(self.next_id(device).0);
        let operation =
            make(&NewReport { id, about: About::Message(message), reason: Reason::Spam, words: String::new() });
        self.count("reports");
        self.devices[device].done.push(operation.clone());
        self.tell(device, Input::Perform(operation))
    }

    /// How it counts that something was refused because one of two has blocked the other, where it can be. All of it is
    /// still there: the person has their words.
    pub(super) fn refused_closed(
        &self,
        device: usize,
        id: OperationId,
        place: ConversationId,
    ) -> Result<&'static str, String> {
        let pending = self.devices[device].tab.pending();
        let held = pending.iter().map(|one| &one.operation).find(|operation| operation.id == id);
        let done = self.devices.iter().flat_map(|device| &device.done).find(|operation| operation.id == id);
        if held.is_some_and(|held| done.is_none_or(|done| !is_done_as(held, done, &self.devices))) {
            return Err(format!("{held:?} is not what was done: {done:?}"));
        }
        if self.server.was_closed(place) { Ok("refused closed") } else { Err(format!("{id:?} was refused in {place}")) }
    }
}
