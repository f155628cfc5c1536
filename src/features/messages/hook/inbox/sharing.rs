//! The same words, said in several conversations.

use leptos::{prelude::*, task::spawn_local};

use super::Inbox;
use crate::{
    features::messages::{
        model::Draft,
        rpc,
        state::{
            inbox::{Goal, To},
            operation,
        },
    },
    shared::{
        Result,
        id::{ConversationId, MessageId},
    },
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

    /// The same where some may be people: the server opens the conversations with them first, and where it does not nothing is
    /// said anywhere. `then` is told how it went; at once where all conversations are there.
    pub fn share_with(self, goals: Vec<Goal>, words: String, then: impl FnOnce(&[Goal], Result<bool>) + 'static) {
        let there = goals.iter().map(Goal::conversation).collect::<Option<Vec<_>>>();
        if let Some(ids) = there {
            return then(&goals, Ok(self.say_in(&ids, &words, false)));
        }
        spawn_local(async move {
            let done = open_all(&goals).await.map(|ids| self.say_in(&ids, &words, false));
            then(&goals, done);
        });
    }
}

/// The conversations of these goals, once all are open.
async fn open_all(goals: &[Goal]) -> Result<Vec<ConversationId>> {
    let mut ids = Vec::new();
    for goal in goals {
        ids.push(match &goal.to {
            To::Conversation(id) => *id,
            To::Person(handle) => rpc::open_conversation(handle.clone(), String::new()).await?,
        });
    }
    Ok(ids)
}
