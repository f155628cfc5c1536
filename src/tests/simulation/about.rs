//! What there is to know of a conversation besides what was said in it and read: who is in it and as what, what it is
//! called, and what each of them chose for themselves. The server keeps it so, and a tab knows it so.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::room::{MARKED, RETITLED};
use crate::{
    features::messages::model::{GroupRole, Mark},
    realtime::Event,
    shared::id::AccountId,
};

#[derive(Clone, Debug, Default)]
pub struct About {
    pub people: BTreeMap<AccountId, GroupRole>,
    pub name: String,
    /// Counts the names.
    pub version: i64,
    chosen: BTreeMap<AccountId, Mark>,
}

impl About {
    /// Of these people, the first of whom owns it.
    pub fn of(people: &[AccountId]) -> Self {
        let role = |place| if place == 0 { GroupRole::Owner } else { GroupRole::Member };
        let people = people.iter().enumerate().map(|(place, account)| (*account, role(place))).collect();
        Self { people, ..Self::default() }
    }

    /// What somebody chose for themselves.
    pub fn chosen_by(&self, account: AccountId) -> Mark {
        self.chosen.get(&account).cloned().unwrap_or_default()
    }

    /// Takes what was read afresh: who is in it as it was read, all else where that is newer.
    pub fn renew(&mut self, read: Self) {
        self.people = read.people;
        self.rename(read.name, read.version);
        for (account, mark) in read.chosen {
            self.choose(account, mark);
        }
    }

    /// Takes an event in. It says nothing of who is in it: that is read.
    pub fn hear(&mut self, account: impl Fn() -> AccountId, event: &Event) {
        let body = &event.body;
        if event.kind == RETITLED {
            let name = body["name"].as_str().expect("ours").to_owned();
            self.rename(name, body["version"].as_i64().expect("ours"));
        } else if event.kind == MARKED
            && let Ok(mark) = Mark::deserialize(&body["mark"])
        {
            self.choose(account(), mark);
        }
    }

    pub fn rename(&mut self, name: String, version: i64) {
        if version > self.version {
            (self.name, self.version) = (name, version);
        }
    }

    pub fn choose(&mut self, account: AccountId, mark: Mark) {
        let known = self.chosen.entry(account).or_default();
        if mark.version > known.version {
            *known = mark;
        }
    }

    /// Somebody goes, and what they chose with them. Who owns it from then on, where it was theirs alone: an admin, or else
    /// anybody.
    pub fn lose(&mut self, account: AccountId) -> Option<AccountId> {
        let Mark { version, .. } = self.chosen_by(account);
        self.choose(account, Mark { version: version + 1, ..Mark::default() });
        self.people.remove(&account);
        if self.people.values().any(|role| *role == GroupRole::Owner) {
            return None;
        }
        let admin = self.people.iter().find(|(_, role)| **role == GroupRole::Admin);
        let heir = admin.or_else(|| self.people.iter().next()).map(|(heir, _)| *heir)?;
        self.people.insert(heir, GroupRole::Owner);
        Some(heir)
    }
}
