//! Who is writing, as long as they give signs of it.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    client::Client,
    features::{
        accounts::{hook::use_me, model::Me},
        messages::state::{Typists, typists::SILENCE},
    },
    shared::{
        id::{AccountId, ConversationId},
        time::Time,
    },
};

/// The people who write right now.
#[derive(Clone, Copy)]
pub struct Typing {
    typists: RwSignal<Typists>,
    client: Client,
    me: Signal<Option<Me>>,
}

impl Typing {
    /// Nobody writes.
    pub fn new(client: Client) -> Self {
        Self { typists: RwSignal::default(), client, me: use_me() }
    }

    /// Somebody gave a sign of writing.
    pub fn heard(self, conversation: ConversationId, account: AccountId) {
        self.typists.update(|typists| typists.heard(conversation, account, self.client.now()));
        let forget = move || {
            self.typists.try_update(|typists| typists.forget_silent(self.client.now()));
        };
        set_timeout(forget, Duration::from_millis(SILENCE.unsigned_abs() + 50));
    }

    /// They have said it, then.
    pub fn done(self, conversation: ConversationId, account: AccountId, then: Time) {
        self.typists.maybe_update(|typists| typists.done(conversation, account, then, self.client.now()));
    }

    /// Who writes in a conversation, but for whom the viewer blocked.
    pub fn within(self, conversation: ConversationId) -> Vec<AccountId> {
        let is_welcome = |who: &AccountId| !self.me.read().as_ref().is_some_and(|me| me.blocks(*who));
        self.typists.with(|typists| typists.within(conversation).filter(is_welcome).collect())
    }
}
