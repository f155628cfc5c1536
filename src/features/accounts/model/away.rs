//! Whom somebody keeps away, and how: they block them, or mute them.

use super::{Account, Me};
use crate::shared::id::AccountId;

/// How somebody is kept away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Away {
    /// Each is gone for the other.
    Blocked,
    /// Nothing of them comes by itself any more, which they do not learn.
    Muted,
}

impl Away {
    /// As it is written: the member of an act, and of the answer to it, that says whether it holds.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Muted => "muted",
        }
    }
}

/// The act of keeping somebody away, or of ending that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwayChange {
    /// Who, as the screen calls them until the server has answered.
    pub account: Account,
    /// How.
    pub how: Away,
    /// Whether they are to be kept away.
    pub on: bool,
}

impl AwayChange {
    /// Lays the change over whom somebody keeps away: the person stands last in the list, or not at all.
    pub fn over(&self, me: &mut Me) {
        me.let_back(self.how, self.account.id);
        if self.on {
            me.kept_away_mut(self.how).push(self.account.clone());
        }
    }
}

impl Me {
    /// Whom they keep away so, the latest last.
    #[must_use]
    pub fn kept_away(&self, how: Away) -> &[Account] {
        match how {
            Away::Blocked => &self.blocked,
            Away::Muted => &self.muted,
        }
    }

    fn kept_away_mut(&mut self, how: Away) -> &mut Vec<Account> {
        match how {
            Away::Blocked => &mut self.blocked,
            Away::Muted => &mut self.muted,
        }
    }

    /// Has somebody kept away so no longer.
    pub fn let_back(&mut self, how: Away, who: AccountId) {
        self.kept_away_mut(how).retain(|account| account.id != who);
    }

    /// Whether they keep somebody away so.
    #[must_use]
    pub fn keeps_away(&self, how: Away, who: AccountId) -> bool {
        self.kept_away(how).iter().any(|account| account.id == who)
    }

    /// Whether they blocked somebody.
    #[must_use]
    pub fn blocks(&self, who: AccountId) -> bool {
        self.keeps_away(Away::Blocked, who)
    }
}
