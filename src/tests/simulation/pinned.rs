//! What is pinned in a conversation, as the server keeps it and as a device has it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::shared::id::{ConversationId, OperationId};

/// Pinned messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// What was pinned last first.
    pub messages: Vec<OperationId>,
    /// Counts the changes, from 0.
    pub version: i64,
}

impl Pinned {
    /// Pins a message, or unpins it; whether that changes anything.
    pub fn set(&mut self, message: OperationId, on: bool) -> bool {
        let is_news = self.messages.contains(&message) != on;
        if is_news && on {
            self.messages.insert(0, message);
        } else if is_news {
            self.messages.retain(|pinned| *pinned != message);
        }
        self.version += i64::from(is_news);
        is_news
    }

    /// Takes another reading where that is newer.
    pub fn take(&mut self, other: Self) {
        if other.version > self.version {
            *self = other;
        }
    }

    pub fn json(&self, conversation: ConversationId) -> Value {
        let mut value = json!(self);
        value["conversation_id"] = json!(conversation);
        value
    }
}
