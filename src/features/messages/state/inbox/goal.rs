//! To where something can be taken.

use std::collections::HashSet;

use uuid::Uuid;

use super::listed::{Listed, people_words};
use crate::{features::accounts::model::Account, shared::id::ConversationId};

/// A conversation, or somebody with whom one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Which.
    pub to: To,
    /// What it is called.
    pub title: String,
    /// What tells it from others of that name: a handle, or how many people are in it.
    pub under: Option<String>,
    /// Whose face stands for it: somebody and the conversation with them alone have one.
    pub face: Uuid,
}

/// What a goal leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A conversation that is there.
    Conversation(ConversationId),
    /// The one with the person of this handle, which may not be there yet.
    Person(String),
}

impl Goal {
    /// The conversation, where it is there.
    #[must_use]
    pub const fn conversation(&self) -> Option<ConversationId> {
        match self.to {
            To::Conversation(id) => Some(id),
            To::Person(_) => None,
        }
    }
}

impl From<Listed> for Goal {
    fn from(Listed { id, other, title, people, .. }: Listed) -> Self {
        let face = other.as_ref().map_or(id.0, |other| other.id.0);
        let under = other.map(|other| format!("@{}", other.handle)).or(people.map(people_words));
        Self { to: To::Conversation(id), title, under, face }
    }
}

impl From<Account> for Goal {
    fn from(person: Account) -> Self {
        let (title, under, face) = (person.name().to_owned(), Some(format!("@{}", person.handle)), person.id.0);
        Self { to: To::Person(person.handle), title, under, face }
    }
}

/// These conversations, and behind them those people with whom none of them is.
#[must_use]
pub fn goals(conversations: Vec<Listed>, people: impl Iterator<Item = Account>) -> Vec<Goal> {
    let mut goals: Vec<_> = conversations.into_iter().map(Goal::from).collect();
    let known: HashSet<_> = goals.iter().map(|goal| goal.face).collect();
    goals.extend(people.map(Goal::from).filter(|goal| !known.contains(&goal.face)));
    goals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::messages::state::{
            Filter, View,
            inbox::targets,
            world::{ANN, World, account},
        },
        shared::id::AccountId,
    };

    #[test]
    fn somebody_stands_once_by_the_conversation_with_them_where_there_is_one() {
        let pair = World::new().conversation;
        let bob = pair.participants.iter().map(|one| one.account.clone()).find(|one| one.id != ANN).expect("the other");
        let eve = account(AccountId(Uuid::from_u128(77)), "eve");
        let listed = targets(ANN, [&pair].into_iter(), &View::new(Filter::All, ""), &[]);
        let goals = goals(listed, [bob, eve].into_iter());
        let led: Vec<_> = goals.iter().map(|goal| (&*goal.title, goal.conversation())).collect();
        assert_eq!(led, [("Bob", Some(pair.id)), ("Eve", None)]);
        assert_eq!((&goals[1].to, goals[1].under.as_deref()), (&To::Person("eve".to_owned()), Some("@eve")));
    }
}
