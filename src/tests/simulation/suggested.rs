//! Whom a person may want to follow, as the server keeps it, and as a tab shows it.

use std::collections::BTreeSet;

use super::own::person;
use crate::{
    features::follows::{
        model::{Suggestion, Suggestions},
        state::{answered_dismissals, dismissed, suggest_afresh},
    },
    realtime::{Position, Snapshot},
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
    /// Nothing before it was read.
    pub read: Option<Snapshot<Suggestions>>,
    dismissed: BTreeSet<AccountId>,
}

impl Suggesting {
    /// Takes all of it as just read up to a position.
    pub fn take(&mut self, Suggested { people, version, .. }: &Suggested, position: Position) {
        let suggestion =
            |who: &AccountId| Suggestion { account: person(*who), followed_by: 0, tags: Vec::new(), followers: 0 };
        let data = Suggestions { people: people.iter().map(suggestion).collect(), version: *version };
        let read = Snapshot { position, data };
        match &mut self.read {
            Some(known) => suggest_afresh(known, read),
            None => self.read = Some(read),
        }
    }

    /// Who is seen, without whom the person dismissed.
    pub fn shown(&self, pending: &[Pending]) -> Vec<AccountId> {
        let gone = dismissed(pending);
        let people = self.read.iter().flat_map(|read| &read.data.people).map(|one| one.account.id);
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
