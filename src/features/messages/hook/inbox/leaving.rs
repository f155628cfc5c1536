//! What stays of a conversation that is closed, and of one that the viewer is out of.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::Inbox;
use crate::{
    features::messages::{
        hook::{copies::forget_thread, thread::Unsaved},
        state::{Change, Timeline},
    },
    shared::id::ConversationId,
};

impl Inbox {
    /// Puts what is known of a conversation aside until it is opened again.
    pub(in crate::features::messages::hook) fn keep(self, timeline: Timeline) {
        self.shelf.keep(timeline);
    }

    /// Puts aside what is left in a conversation, or that nothing is.
    pub(in crate::features::messages::hook) fn keep_unsaved(self, id: ConversationId, left: Unsaved) {
        self.shelf.keep_unsaved(id, left);
    }

    /// What was left in a conversation that was open in this page; nothing where it was not.
    pub(in crate::features::messages::hook) fn unsaved_in(self, id: ConversationId) -> Option<Unsaved> {
        self.shelf.unsaved_in(id)
    }

    /// The viewer is out of a conversation: nothing of it is drawn from what was known.
    pub(in crate::features::messages::hook) fn lose(self, id: ConversationId) {
        self.shelf.forget(id);
        forget_thread(self.client, id);
        self.apply(&[Change::Left(id)]);
    }

    /// The conversations that the viewer went out of since the list stands there, or was removed from.
    pub(in crate::features::messages::hook) const fn left(self) -> RwSignal<BTreeSet<ConversationId>> {
        self.left
    }

    /// Whether the viewer went out of a conversation, or was removed from it.
    pub(in crate::features::messages::hook) fn has_left(self, id: ConversationId) -> Memo<bool> {
        Memo::new(move |_| self.left.read().contains(&id))
    }

    /// Whether the list knows a conversation, which it does as long as the viewer is in it and it was read.
    #[must_use]
    pub fn is_listed(self, id: ConversationId) -> Memo<bool> {
        Memo::new(move |_| self.state.read().as_ref().is_some_and(|state| state.known(id).is_some()))
    }

    /// What was known of a conversation when it was last open.
    #[must_use]
    pub fn kept(self, id: ConversationId) -> Option<Timeline> {
        self.shelf.kept(id)
    }
}
