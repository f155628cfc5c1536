//! Topics: what a client can listen to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::shared::id::{AccountId, ConversationId};

/// Something to listen to, written `me`, `conversation:{id}`, `account:{id}` or `presence:{id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The listener's own inbox: settings, sessions, membership, marks, and a light line for every
    /// conversation of theirs. What is stored names its owner; on the wire it is just `me`.
    Me,
    /// What happens in one conversation.
    Conversation(ConversationId),
    /// What changes about an account: for others its profile, and how many follow whom; the rows of `me` carry this form too.
    Account(AccountId),
    /// Whether a person is there.
    Presence(AccountId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::Conversation(id) => write!(f, "conversation:{id}"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Presence(id) => write!(f, "presence:{id}"),
        }
    }
}

/// What was read is no topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a topic")]
pub struct Unreadable;

impl FromStr for Topic {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let Some((kind, id)) = text.split_once(':') else {
            return if text == "me" { Ok(Self::Me) } else { Err(Unreadable) };
        };
        match kind {
            "conversation" => id.parse().map(Self::Conversation),
            "account" => id.parse().map(Self::Account),
            "presence" => id.parse().map(Self::Presence),
            _ => return Err(Unreadable),
        }
        .map_err(|_| Unreadable)
    }
}

impl Serialize for Topic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Topic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
