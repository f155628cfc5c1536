//! How people and conversations are called in the list.

use leptos::prelude::*;

use super::Inbox;
use crate::{
    client::Incoming,
    features::{
        accounts::model::Me,
        messages::state::{Change, inbox::called},
    },
    realtime::Topic,
    shared::{
        effect::Effect,
        id::{AccountId, ConversationId},
    },
};

/// People whose names are followed at once, those who stand first; a connection holds 200 topics in all, and asks for
/// ten a second.
const MOST: usize = 30;

impl Inbox {
    /// Calls somebody as they are called now until the owner that calls this is cleaned up.
    pub fn follow_name(self, account: AccountId) {
        if self.named.get_value() >= MOST {
            return;
        }
        self.named.update_value(|named| *named += 1);
        on_cleanup(move || {
            self.named.try_update_value(|named| *named -= 1);
        });
        Effect::new(move || {
            let since = self.source.get_value().since.get_untracked();
            self.client.subscribe(Topic::Account(account), since, move |incoming| self.hear_name(&incoming));
        });
    }

    /// What a conversation is called for its reader; nothing where the list does not know it, as one that they are out of.
    pub fn title_of(self, id: ConversationId, me: Option<&Me>) -> Option<String> {
        self.state.with(|list| {
            let conversation = list.as_ref()?.conversations().find(|conversation| conversation.id == id)?;
            Some(called(conversation, self.viewer, me))
        })
    }

    fn hear_name(self, incoming: &Incoming) {
        // Where events cannot bring a name, the list is read afresh for the same reason.
        if let Incoming::Events(events) = incoming {
            self.apply(&Change::renames(events));
        }
    }
}
