//! Why something was refused that the person has to decide about.

use super::room::{NEVER, NOT_NOW};
use crate::shared::id::ConversationId;

/// Why something was refused.
pub enum Refusal {
    /// It never can be stored.
    Never,
    /// It can at another time.
    NotNow,
    /// The person is out of the conversation.
    Outside(ConversationId),
    /// The message that it is about is not there, or not any more.
    Gone,
    /// One of the two who talk there has blocked the other.
    Closed(ConversationId),
}

impl Refusal {
    /// What words say themselves of whether they can be stored.
    pub fn of(body: &str) -> Self {
        match body.chars().next() {
            Some(NEVER) => Self::Never,
            Some(NOT_NOW) => Self::NotNow,
            _ => panic!("{body} is nothing to refuse"),
        }
    }
}
