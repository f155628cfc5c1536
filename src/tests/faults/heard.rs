//! What a device holds: a message waits for the one before it, and one that comes again changes nothing.

use std::collections::BTreeMap;

use super::Said;
use crate::{features::messages::model::Message, shared::id::ConversationId};

/// The messages of somebody's conversations.
#[derive(Clone)]
pub struct Heard {
    said: Said,
    early: BTreeMap<(ConversationId, usize), Message>,
    repeated: u32,
}

impl Heard {
    /// Nothing yet of these conversations.
    pub fn of(conversations: Vec<ConversationId>) -> Self {
        let said = conversations.into_iter().map(|id| (id, Vec::new())).collect();
        Self { said, early: BTreeMap::new(), repeated: 0 }
    }

    /// Everything from the first message to the last one before a hole.
    pub fn said(&self) -> &Said {
        &self.said
    }

    /// How many messages that is.
    pub fn count(&self) -> usize {
        self.said.values().map(Vec::len).sum()
    }

    /// How many came again.
    pub fn repeated(&self) -> u32 {
        self.repeated
    }

    /// Takes in what was told. Two messages in one place, or one of somebody else's, cannot be.
    pub fn take(&mut self, message: Message) {
        let id = message.conversation_id;
        let Some(messages) = self.said.get_mut(&id) else { panic!("a conversation of others: {message:?}") };
        let place = usize::try_from(message.seq - 1).expect("seq counts from 1");
        if let Some((known, _)) = messages.get(place) {
            assert_eq!(*known, message.id, "two messages with seq {}", message.seq);
            self.repeated += 1;
            return;
        }
        self.early.insert((id, place), message);
        while let Some(message) = self.early.remove(&(id, messages.len())) {
            messages.push((message.id, message.body));
        }
    }
}
