//! Whom a person may want to follow, as the server keeps it, and as a tab shows it.

use std::collections::BTreeSet;

use super::own::person;
use crate::{
    features::follows::{
        model::{Suggestion, Suggestions},
        state::{answered_dismissals, dismissed},
    },
    shared::id::AccountId,
    sync::{Input, Pending, PendingState},
};

/// As the server keeps it.
#[derive(Clone, Debug, Default)]
pub struct Suggested {
    pub people: BTreeSet<AccountId>,
    pub dismissed: BTreeSet<AccountId>,
    /// Counts the changes.
    pub version: i64,
}

impl Suggested {
    /// Suggests these people; whether they are others than before.
    pub fn suggest(&mut self, people: BTreeSet<AccountId>) -> bool {
        let is_news = self.people != people;
        self.people = people;
        self.version += i64::from(is_news);
        is_news
    }

    /// Suggests somebody no more; whether they had not been dismissed.
    pub fn dismiss(&mut self, who: AccountId) -> bool {
        let is_news = self.dismissed.insert(who);
        self.people.remove(&who);
        self.version += i64::from(is_news);
        is_news
    }
}

/// As a tab shows it.
#[derive(Default)]
pub struct Suggesting {
    pub read: Suggestions,
    dismissed: BTreeSet<AccountId>,
}

impl Suggesting {
    /// Takes all of it as just read.
    pub fn take(&mut self, Suggested { people, version, .. }: &Suggested) {
        let suggestion = |who: &AccountId| Suggestion { account: person(*who), followed_by: 0, tags: Vec::new() };
        if *version >= self.read.version {
            self.read = Suggestions { people: people.iter().map(suggestion).collect(), version: *version };
        }
    }

    /// Who is seen, without whom the person dismissed.
    pub fn shown(&self, pending: &[Pending]) -> Vec<AccountId> {
        let gone = dismissed(pending);
        let people = self.read.people.iter().map(|one| one.account.id);
        people.filter(|who| !gone.contains(who) && !self.dismissed.contains(who)).collect()
    }

    /// Takes up what the server has answered.
    pub fn settle(&mut self, pending: &[Pending]) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (id, dismissal, state) in answered_dismissals(pending) {
            if matches!(state, PendingState::Acknowledged(_)) {
                self.dismissed.insert(dismissal.account.id);
                inputs.push(Input::Settle(id));
            }
        }
        inputs
    }
}
