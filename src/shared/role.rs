//! What an account may do beyond its own things.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The part that an account plays in the community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everyone.
    #[default]
    Member,
    /// Looks after what is said.
    Moderator,
    /// Runs the place.
    Administrator,
}

impl Role {
    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Administrator => "administrator",
        }
    }
}

impl FromStr for Role {
    type Err = crate::shared::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Member, Self::Moderator, Self::Administrator]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| crate::shared::Error::invalid("role", "unknown"))
    }
}
