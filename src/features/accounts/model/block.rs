//! Blocking somebody, and who may begin a conversation.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Account;
use crate::shared::{Error, Result, id::AccountId};

/// Who may begin a conversation with somebody, and bring them into groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessagesFrom {
    /// Whoever has an account.
    #[default]
    Everyone,
    /// Those to whom they said something before, and those who are in a group with them.
    Acquaintances,
    /// They begin every conversation themselves.
    Nobody,
}

impl MessagesFrom {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Everyone, Self::Acquaintances, Self::Nobody];

    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Acquaintances => "acquaintances",
            Self::Nobody => "nobody",
        }
    }
}

impl FromStr for MessagesFrom {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|from| from.as_str() == text)
            .ok_or_else(|| Error::invalid("messages_from", "unknown"))
    }
}

/// What holds between the viewer and somebody whom they blocked, or do not block any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Who.
    pub account_id: AccountId,
    /// Whether they are blocked.
    pub blocked: bool,
    /// Later for whatever was done later, by the clock of the database.
    pub version: i64,
}

/// The act of blocking somebody, or of ending that, as it is kept until the server has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockChange {
    /// Who, as the screen calls them until the server has answered.
    pub account: Account,
    /// Whether they are to be blocked.
    pub blocked: bool,
}

impl BlockChange {
    /// The list of whom somebody blocked with the change laid over it.
    pub fn over(&self, blocked: &mut Vec<Account>) {
        set_among(blocked, &self.account, self.blocked);
    }
}

/// Has somebody stand last in a list of people, or not at all.
pub(super) fn set_among(people: &mut Vec<Account>, account: &Account, on: bool) {
    people.retain(|one| one.id != account.id);
    if on {
        people.push(account.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::role::Role;

    fn account(handle: &str) -> Account {
        let (handle, display_name) = (handle.to_owned(), handle.to_uppercase());
        Account { id: AccountId::new(), handle, display_name, role: Role::Member, deleted: false }
    }

    #[test]
    fn whoever_is_blocked_stands_in_the_list_once_and_until_they_are_not() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut blocked = vec![bob.clone()];
        for account in [&bob, &cleo] {
            BlockChange { account: account.clone(), blocked: true }.over(&mut blocked);
        }
        assert_eq!(blocked, [bob.clone(), cleo.clone()]);
        BlockChange { account: bob, blocked: false }.over(&mut blocked);
        assert_eq!(blocked, [cleo]);
    }

    #[test]
    fn who_may_begin_a_conversation_is_read_as_it_is_written() {
        for from in MessagesFrom::ALL {
            assert_eq!(from.as_str().parse(), Ok(from));
            assert_eq!(serde_json::json!(from), from.as_str());
        }
        assert_eq!("friends".parse::<MessagesFrom>(), Err(Error::invalid("messages_from", "unknown")));
    }
}
