//! The people with whom the viewer is in a conversation, as far as the list knows them: who they are can be told without
//! asking anybody.

use std::{cmp::Reverse, collections::HashSet};

use super::{Filter, Inbox, View, order, other};
use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Conversation, Kind},
    },
    shared::{
        id::{AccountId, ConversationId},
        text::folded,
    },
};

/// So many people are found at once, as the server would.
const MOST: usize = 20;

impl Inbox {
    /// Those whose handle or name holds what was typed, whom the viewer talked to last first. Nobody for nothing, and never
    /// the viewer.
    #[must_use]
    pub fn acquaintances(&self, typed: &str) -> Vec<Account> {
        let View { find, .. } = View::new(Filter::All, typed);
        if find.is_empty() {
            return Vec::new();
        }
        let mut known: Vec<_> = self.conversations().collect();
        known.sort_by_key(|conversation| Reverse(order(conversation, &[])));
        let mut told = HashSet::from([self.viewer]);
        let people = known.into_iter().flat_map(|known| &known.participants).map(|person| &person.account);
        people
            .filter(|account| !account.deleted && is_called(account, &find) && told.insert(account.id))
            .take(MOST)
            .cloned()
            .collect()
    }

    /// The conversation of the viewer and this one alone.
    #[must_use]
    pub fn pair_with(&self, account: AccountId) -> Option<ConversationId> {
        let is_it = |known: &&Conversation| {
            known.kind == Kind::Pair && other(known, self.viewer).is_some_and(|other| other.id == account)
        };
        self.conversations().find(is_it).map(|known| known.id)
    }
}

pub(super) fn is_called(account: &Account, find: &str) -> bool {
    account.handle.contains(find) || folded(account.name()).contains(find)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, HERE, World, participant};

    const EVE: AccountId = AccountId(Uuid::from_u128(3));

    /// Ann talks to bob, and since then to bob and eve in a group.
    fn inbox() -> Inbox {
        let mut inbox = Inbox::new(ANN);
        let pair = World::with(1).conversation;
        let mut group = World::with(9).conversation;
        group.id = ConversationId(Uuid::from_u128(101));
        group.kind = Kind::Group;
        group.participants.insert(0, participant(EVE, "eve"));
        inbox.insert(pair);
        inbox.insert(group);
        inbox
    }

    fn found(typed: &str) -> Vec<String> {
        inbox().acquaintances(typed).into_iter().map(|account| account.handle).collect()
    }

    #[test]
    fn those_one_writes_with_are_found_by_handle_and_name_and_each_once() {
        assert_eq!(found(" @BO"), ["bob"]);
        assert_eq!(found("Eve"), ["eve"]);
        assert_eq!(found("e"), ["eve"], "bob has none in his name");
        assert_eq!(found("b"), ["bob"], "he stands in both");
        assert_eq!(found("zoe"), [""; 0]);
        assert_eq!(found("ann"), [""; 0], "nobody finds themselves");
        assert_eq!(found(" "), [""; 0]);
    }

    #[test]
    fn whose_account_is_gone_is_found_no_longer() {
        let mut inbox = Inbox::new(ANN);
        let mut world = World::with(1);
        world.conversation.participants[1].account.deleted = true;
        inbox.insert(world.conversation);
        assert!(inbox.acquaintances("bob").is_empty() && inbox.acquaintances("deleted").is_empty());
    }

    #[test]
    fn the_conversation_with_somebody_alone_is_no_group_in_which_they_are() {
        assert_eq!(inbox().pair_with(BOB), Some(HERE));
        assert_eq!(inbox().pair_with(EVE), None);
        assert_eq!(inbox().pair_with(ANN), None);
    }
}
