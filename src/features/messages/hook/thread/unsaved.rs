//! The edit that somebody leaves neither saved nor given up: it stands there again when they come back to the conversation,
//! in whatever way, and after a reload.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Thread;
use crate::{
    kit::{keep, put_back},
    shared::{hydration::after_hydration, id::MessageId},
};

/// What a message is to say, and does not yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    message: MessageId,
    words: String,
}

impl Thread {
    /// Keeps the edit, and goes on with the one that was left: as this page knows it, or as the tab does where the page was
    /// loaded anew.
    pub(super) fn keep_edit(self) {
        let name = format!("edit {}", self.id);
        keep(&name, move || Some(self.unsaved()));
        self.go_on_with(self.inbox().left_edit(self.id));
        put_back(&name, move |left: Option<Unsaved>| {
            // What is known in this page is newer than what stood at any entry of its history.
            if !self.inbox().knows_edit(self.id) {
                self.go_on_with(left);
            }
        });
        after_hydration(move || self.inbox().leave_edit(self.id, self.unsaved()));
    }

    /// The edit that is under way; nothing where it is over.
    pub(super) fn unsaved(self) -> Option<Unsaved> {
        let message = self.editing.message.try_get_untracked().flatten()?;
        Some(Unsaved { message, words: self.editing.text.try_get_untracked()? })
    }

    fn go_on_with(self, left: Option<Unsaved>) {
        if let Some(Unsaved { message, words }) = left {
            self.edit_with(message, words);
        }
    }
}
