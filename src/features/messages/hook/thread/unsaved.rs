//! What somebody leaves in a conversation neither sent, nor saved, nor given up: an edit, and which message is answered. It
//! stands there again when they come back to the conversation, in whatever way, and after a reload.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Thread;
use crate::{
    kit::{Toasts, keep, put_back},
    shared::{
        hydration::after_hydration,
        id::{ConversationId, MessageId},
    },
};

/// What is left in a conversation, or that nothing is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    edit: Option<Edit>,
    /// Which message is answered by what is written; the words are kept as a draft.
    answered: Option<MessageId>,
}

/// What a message is to say, and does not yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Edit {
    message: MessageId,
    words: String,
}

impl Thread {
    /// Keeps it, and goes on with what was left: as this page knows it, or as the tab does where the page was loaded anew.
    pub(super) fn keep_unsaved(self) {
        let name = part(self.id);
        keep(&name, move || self.unsaved());
        if let Some(left) = self.inbox().unsaved_in(self.id) {
            self.go_on_with(left);
        }
        put_back(&name, move |left: Unsaved| {
            // What is known in this page is newer than what stood at any entry of its history.
            if self.inbox().unsaved_in(self.id).is_none() {
                self.go_on_with(left);
            }
        });
        after_hydration(move || {
            if let Some(left) = self.unsaved() {
                self.inbox().keep_unsaved(self.id, left);
            }
        });
    }

    /// What is left right now; nothing where the conversation is closed, or the viewer out of it.
    pub(super) fn unsaved(self) -> Option<Unsaved> {
        if self.gone.try_get_untracked() != Some(false) {
            return None;
        }
        let (message, words) = (self.editing.message.try_get_untracked()?, self.editing.text.try_get_untracked()?);
        let edit = message.map(|message| Edit { message, words });
        Some(Unsaved { edit, answered: self.answered.try_get_untracked()? })
    }

    /// Leaves the message that is being edited as it is. Words that were changed can be had back for a while; where one has
    /// left the conversation by then, they stand there when one comes back.
    pub fn give_up_edit(self, toasts: Toasts) {
        let (left, inbox) = (self.unsaved(), self.inbox());
        self.end_edit();
        let Some(Unsaved { edit: Some(edit), answered }) = left else { return };
        if self.words_of(edit.message).is_some_and(|said| said == edit.words) {
            return;
        }
        toasts.offer("Your changes were not saved.", "Undo", move || {
            let edit = edit.clone();
            match self.gone.try_get_untracked() {
                Some(false) => {
                    // What is being edited by now is not lost for it.
                    self.give_up_edit(toasts);
                    self.edit_with(edit.message, edit.words);
                }
                Some(true) => {}
                None => inbox.keep_unsaved(self.id, Unsaved { edit: Some(edit), answered }),
            }
        });
    }

    fn go_on_with(self, left: Unsaved) {
        self.answered.set(left.answered);
        if let Some(Edit { message, words }) = left.edit {
            self.edit_with(message, words);
        }
    }
}

/// Under which name it is kept at an entry of the history.
pub(super) fn part(id: ConversationId) -> String {
    format!("unsaved {id}")
}
