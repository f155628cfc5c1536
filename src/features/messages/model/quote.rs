//! What stands of a message above those that answer it.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::shared::id::{AccountId, MessageId};

/// Characters that are quoted of a message at most.
pub const MAX_QUOTE: usize = 200;

/// The beginning of a message that is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Which message.
    pub id: MessageId,
    /// Its place in the conversation; 0 where it is not stored yet.
    pub seq: i64,
    /// Who said it.
    pub author_id: AccountId,
    /// At most [`MAX_QUOTE`] characters; empty where it was deleted.
    pub body: String,
    /// The version of the message that it is of.
    pub version: i64,
}

impl Quote {
    /// Of a message as it is.
    #[must_use]
    pub fn of(message: &Message) -> Self {
        let Message { id, seq, author_id, version, .. } = *message;
        Self { id, seq, author_id, body: message.body.chars().take(MAX_QUOTE).collect(), version }
    }

    /// Whether the message was deleted for everybody.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.body.is_empty()
    }
}
