//! What is said in one conversation and taken to others.

use leptos::prelude::*;

use super::{Thread, changing::focus_on_row};
use crate::{
    features::messages::{model::Draft, state::operation},
    shared::{
        Error, Result,
        id::{ConversationId, MessageId},
    },
    sync::status::State,
};

/// Conversations to which a message is taken at once at most.
pub const MOST_TARGETS: usize = 5;

impl Thread {
    /// Says in other conversations what a message says, and that it comes from elsewhere: as any other message of one's own,
    /// so without a network too. Nobody is told from where, the server neither: whoever may read it may say it. Whether it
    /// goes there now is the answer, or once the server can be reached.
    ///
    /// # Errors
    /// `Missing` where the message is not there any more: nothing is sent.
    pub fn forward(self, id: MessageId, targets: &[ConversationId]) -> Result<bool> {
        let words = self.words_of(id).filter(|words| !words.is_empty()).ok_or(Error::Missing)?;
        let client = self.inbox().client();
        for conversation_id in targets.iter().copied().take(MOST_TARGETS) {
            let (id, body) = (MessageId(client.new_id()), words.clone());
            client.perform(operation::send(&Draft { id, conversation_id, body, reply_to: None, forwarded: true }));
        }
        focus_on_row(self.log(), id);
        Ok(client.status().with_untracked(|status| status.state == State::Online))
    }
}
