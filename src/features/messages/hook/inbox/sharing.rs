//! The same words, said in several conversations.

use leptos::prelude::*;

use super::Inbox;
use crate::{
    features::messages::{model::Draft, state::operation},
    shared::id::{ConversationId, MessageId},
    sync::status::State,
};

/// Conversations to which something is taken at once at most.
pub const MOST_TARGETS: usize = 5;

impl Inbox {
    /// Says something in some conversations, as any other message of one's own, so without a network too. Whether it goes
    /// there now is the answer, or once the server can be reached.
    #[must_use]
    pub fn say_in(self, targets: &[ConversationId], words: &str, forwarded: bool) -> bool {
        for conversation_id in targets.iter().copied().take(MOST_TARGETS) {
            let (id, body) = (MessageId(self.client.new_id()), words.to_owned());
            self.client.perform(operation::send(&Draft { id, conversation_id, body, reply_to: None, forwarded }));
        }
        self.client.status().with_untracked(|status| status.state == State::Online)
    }
}
