//! Who may begin a conversation.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::shared::{Error, Result};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_begin_a_conversation_is_read_as_it_is_written() {
        for from in MessagesFrom::ALL {
            assert_eq!(from.as_str().parse(), Ok(from));
            assert_eq!(serde_json::json!(from), from.as_str());
        }
        assert_eq!("friends".parse::<MessagesFrom>(), Err(Error::invalid("messages_from", "unknown")));
    }
}
