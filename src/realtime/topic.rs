//! Topics: what a client can listen to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::shared::id::{AccountId, ConversationId, PostId};

/// Something to listen to, written `me`, `conversation:{id}`, `account:{id}`, `presence:{id}`, `post:{id}`, `feed:latest` or
/// `tag:{name}`.
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
    /// What happens to a post and to what stands below it.
    Post(PostId),
    /// What is published, by whomever.
    Latest,
    /// What is published with a tag.
    Tag(TagName),
}

/// The name of a tag. It stands in place, so that a topic is copied as an id is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagName {
    /// Zero behind the name.
    bytes: [u8; MAX_TAG_BYTES],
    length: u8,
}

/// Bytes that the name of a tag has at most.
pub const MAX_TAG_BYTES: usize = 63;

impl TagName {
    /// The name as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl fmt::Debug for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl FromStr for TagName {
    type Err = Unreadable;

    fn from_str(name: &str) -> Result<Self, Unreadable> {
        let is_spaced = name.contains(|c: char| c.is_whitespace() || c.is_control());
        if name.is_empty() || name.len() > MAX_TAG_BYTES || is_spaced {
            return Err(Unreadable);
        }
        let mut bytes = [0; MAX_TAG_BYTES];
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        Ok(Self { bytes, length: u8::try_from(name.len()).map_err(|_| Unreadable)? })
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::Conversation(id) => write!(f, "conversation:{id}"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Presence(id) => write!(f, "presence:{id}"),
            Self::Post(id) => write!(f, "post:{id}"),
            Self::Latest => f.write_str("feed:latest"),
            Self::Tag(name) => write!(f, "tag:{}", name.as_str()),
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
            "post" => id.parse().map(Self::Post),
            "feed" if id == "latest" => return Ok(Self::Latest),
            "tag" => return id.parse().map(Self::Tag),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_read_as_it_was_written_and_nothing_else_is() {
        let id = "0199a0b0-0000-7000-8000-000000000001";
        let longest = format!("tag:{}", "x".repeat(MAX_TAG_BYTES));
        for text in ["me", "feed:latest", "tag:rust", "tag:übung", &longest, &format!("post:{id}")] {
            assert_eq!(text.parse::<Topic>().map(|topic| topic.to_string()).as_deref(), Ok(text));
        }
        let longer = format!("{longest}x");
        for text in ["", "feed", "feed:top", "tag:", "tag:a b", "tag:a\0", &longer, "post:7", "posts:1"] {
            assert_eq!(text.parse::<Topic>(), Err(Unreadable), "{text}");
        }
    }
}
