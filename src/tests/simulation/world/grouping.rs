//! What people do with conversations as such: choosing how they see them, naming them, giving roles, opening and leaving.

use rand::Rng;
use uuid::Uuid;

use super::{Step, World};
use crate::{
    features::messages::{
        model::{Choice, GroupRole},
        state::choosing::choose,
    },
    realtime::Topic,
    shared::id::{AccountId, ConversationId},
    sync::Input,
};

impl World {
    /// A conversation is muted, pinned or put away for whoever does so, or not any more.
    pub(super) fn choose_for(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let on = Some(self.chance(0.5));
        let choice = match self.rng.random_range(0..3) {
            0 => Choice { muted: on, ..Choice::default() },
            1 => Choice { pinned: on, ..Choice::default() },
            _ => Choice { archived: on, ..Choice::default() },
        };
        self.count("choices");
        let operation = choose(self.next_id(device), id, choice);
        self.devices[device].done.push(operation.clone());
        self.tell(device, Input::Perform(operation))
    }

    /// Takes up what was answered to choices. Of what was refused the person is told, and no more comes of it.
    pub(super) fn follow_choices(&mut self, device: usize) -> Result<(), String> {
        let settled = self.devices[device].settle_choices();
        for input in settled.inputs {
            self.tell(device, input)?;
        }
        for (id, place) in settled.refused {
            self.refused_outside(device, place)?;
            self.count("choice refused outside");
            self.give_up(device, id);
            self.tell(device, Input::Discard(id))?;
        }
        Ok(())
    }

    /// Whoever runs a group names it, or gives somebody a role: by a call, so not while the server is away.
    pub(super) fn run_group(&mut self, device: usize, id: ConversationId) {
        if !self.server.up || self.browser(device).offline {
            return;
        }
        let (by, now) = (self.devices[device].account, self.now);
        let what = if self.chance(0.5) {
            self.number += 1;
            self.server.rename(id, by, &self.number.to_string(), now).then_some("named")
        } else {
            let people: Vec<_> = self.server.conversations[&id].about.people.keys().copied().collect();
            let account = people[self.rng.random_range(0..people.len())];
            let roles = [GroupRole::Member, GroupRole::Admin, GroupRole::Owner];
            let role = roles[self.rng.random_range(0..roles.len())];
            self.server.promote(id, by, (account, role), now).then_some("roles")
        };
        if let Some(what) = what {
            self.count(what);
            self.after(5, Step::Publish);
        }
    }

    /// Two people open the conversation with each other, now and then both at once.
    pub(super) fn open_pair(&mut self, device: usize) {
        let account = self.devices[device].account;
        let others: Vec<_> = self.server.own.keys().copied().filter(|other| *other != account).collect();
        let other = others[self.rng.random_range(0..others.len())];
        self.ask_to_open(account, other);
        if self.chance(0.5) {
            self.ask_to_open(other, account);
        }
    }

    /// Each under a name that they give it.
    fn ask_to_open(&mut self, account: AccountId, other: AccountId) {
        self.number += 1;
        let id = ConversationId(Uuid::from_u128(u128::from(self.number) << 32));
        self.after(self.weather.delay, Step::Open([account, other], id));
    }

    /// The call has come, unless there is nobody to take it.
    pub(super) fn opened(&mut self, pair: [AccountId; 2], id: ConversationId) {
        let is_new = self.server.open(pair, id, self.now);
        self.count(match is_new {
            Some(true) => "opened",
            Some(false) => "opened before",
            None => "not opened",
        });
        self.after(5, Step::Publish);
    }

    /// Whether whoever is out of a conversation has lost its topic on every connection.
    pub(super) fn is_among_members(&self) -> Result<(), String> {
        for connection in self.connections.values() {
            let account = self.devices[connection.tab.0].account;
            let is_over = |topic: &&Topic| matches!(topic, Topic::Conversation(id) if !self.server.is_in(*id, account));
            if let Some(topic) = connection.topics.iter().find(is_over) {
                return Err(format!("{account:?} still hears {topic}"));
            }
        }
        Ok(())
    }
}
