//! What a program may do that comes with a person's access token.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A part of what a person may do, lent to a program of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// To read what the person may read, and to hear it live.
    Read,
    /// To say and change what the person may say and change; the answers tell what was changed as it stands then.
    Write,
    /// To do either with the rights of the person's role beyond a member's.
    Admin,
}

impl Scope {
    /// In the order in which a token names them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Scope {
    type Err = crate::shared::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| crate::shared::Error::invalid("scopes", "unknown"))
    }
}
