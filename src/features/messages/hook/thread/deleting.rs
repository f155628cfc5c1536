//! Deleting a message for everybody, and thinking better of it (SYN-8).
//!
//! Nobody is asked before: it is shown as deleted at once, and for a while nothing of that reaches the server. Who undoes it
//! meanwhile has the message as it was, and nobody else has ever seen it otherwise. It is deleted all the same where the page
//! goes away first.

use leptos::prelude::*;

use super::{Thread, changing::focus_on_row};
use crate::{
    features::messages::{
        hook::{focus::is_typed_in, keys::on_key},
        model::{Draft, Message},
        state::{
            Line,
            changing::{self, said},
            operation::{self, sending},
        },
    },
    kit::{Offer, Toasts},
    shared::{id::MessageId, script::apart},
};

/// For how long it can be undone, in milliseconds: long enough to read that it can, and to reach the button.
const WHILE: i64 = 8_000;

impl Thread {
    /// Deletes a message for everybody, and offers for a while to undo that.
    pub fn delete(self, id: MessageId, toasts: Toasts) {
        let Some(Line { message, progress, .. }) = self.line(id) else { return };
        if message.seq == 0 {
            self.delete_unsent(&message, toasts);
        } else {
            let words = match progress {
                Some(_) => "Deleted for everybody.".to_owned(),
                None => format!("Deleted for everybody, what {} said.", apart(&self.name_of(message.author_id))),
            };
            self.delete_sent(&message, words, toasts);
        }
        focus_on_row(self.log(), id);
    }

    fn delete_sent(self, message: &Message, words: String, toasts: Toasts) {
        let (client, id, log) = (self.inbox().client(), message.id, self.log());
        let deletion = self.instead_of_refused(changing::delete(self.name(), message));
        let name = deletion.id;
        client.perform_after(WHILE, deletion);
        let undo = move || {
            client.discard(name);
            focus_on_row(log, id);
        };
        let offer = Offer::new("Undo", undo).lasting(move || client.is_postponed(name), move || client.hasten(name));
        toasts.propose(words, offer);
    }

    /// What has not left need not leave at all. It may go at once with what was done to it, so that it is said anew where
    /// somebody wants it back.
    fn delete_unsent(self, message: &Message, toasts: Toasts) {
        let client = self.inbox().client();
        let draft = client.pending().with_untracked(|pending| {
            let draft =
                pending.iter().filter_map(|one| sending(&one.operation)).find(|draft| draft.id == message.id)?;
            Some(Draft { body: said(&draft, pending), ..draft })
        });
        self.perform_change(changing::delete(self.name(), message));
        // It is not there to be answered then.
        if self.answered.get_untracked() == Some(message.id) {
            self.answered.set(None);
        }
        if let Some(draft) = draft {
            toasts.offer("Deleted for everybody.", "Undo", move || {
                client.perform(operation::send(&Draft { id: MessageId(client.new_id()), ..draft.clone() }));
            });
        }
    }

    /// Has Ctrl with Z, or ⌘ with Z, undo the last deletion here that can be undone, where one does not write.
    pub(super) fn undo_by_keys(self) {
        on_key(move |event| {
            let is_meant = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            is_meant && event.key().eq_ignore_ascii_case("z") && !is_typed_in() && self.undo_last()
        });
    }

    /// Whether there was one.
    fn undo_last(self) -> bool {
        let client = self.inbox().client();
        let last = client.pending().with_untracked(|pending| changing::last_undoable(self.id, pending));
        if let Some((name, message)) = last {
            client.discard(name);
            focus_on_row(self.log(), message);
        }
        last.is_some()
    }
}
