//! What is pinned in a conversation, for all its people.

use serde::{Deserialize, Serialize};

use crate::shared::{
    id::{AccountId, ConversationId, MessageId},
    time::Time,
};

/// A pinned message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Pin {
    /// Which message.
    pub id: MessageId,
    /// Its place in the conversation; 0 where it is not stored yet.
    pub seq: i64,
    /// Who pinned it, be it that they are not in the conversation any more.
    pub by: AccountId,
    /// When they did.
    pub at: Time,
}

/// All that is pinned in a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Pins {
    /// At most 50, what was pinned last first. None of them was deleted.
    pub messages: Vec<Pin>,
    /// Counts the changes, from 0.
    pub version: i64,
}

/// All that is pinned in a conversation, as it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPins {
    /// Where.
    pub conversation_id: ConversationId,
    /// What was pinned last first.
    pub messages: Vec<Pin>,
    /// Counts the changes.
    pub version: i64,
}

impl NewPins {
    /// Takes it over where it is newer than what is known; whether it was.
    pub fn renew(&self, pins: &mut Option<Pins>) -> bool {
        let is_news = pins.as_ref().is_none_or(|known| known.version < self.version);
        if is_news {
            *pins = Some(Pins { messages: self.messages.clone(), version: self.version });
        }
        is_news
    }
}
