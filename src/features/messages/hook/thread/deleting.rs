//! Deleting a message for everybody, and thinking better of it (SYN-8).
//!
//! Nobody is asked before: it is shown as deleted at once, and for a while nothing of that reaches the server, nor the message
//! itself where that has not left. Who undoes it meanwhile has the message as it was and where it was, and nobody else has ever
//! seen it otherwise. It is deleted all the same where the page goes away first.

use leptos::prelude::*;

use super::{Thread, changing::focus_on_row};
use crate::{
    features::messages::state::{Line, changing},
    kit::{Offer, Toasts},
    shared::{id::MessageId, script::apart},
};

impl Thread {
    /// Deletes a message for everybody, and offers for a while to undo that, also where the conversation is not on the screen
    /// any more.
    pub fn delete(self, id: MessageId, toasts: Toasts) {
        let Some(Line { message, progress, .. }) = self.line(id) else { return };
        let words = match progress {
            Some(_) => "Deleted for everybody.".to_owned(),
            None => format!("Deleted for everybody, what {} said.", apart(&self.name_of(message.author_id))),
        };
        // What has not left may never do: it is not there to be answered then.
        if message.seq == 0 && self.answered.get_untracked() == Some(id) {
            self.answered.set(None);
        }
        let deletion = self.instead_of_refused(changing::delete(self.name(), &message));
        let (client, log, name) = (self.inbox().client(), self.log(), deletion.id);
        client.perform_undoable(deletion);
        let back = move || {
            client.discard(name);
            focus_on_row(log, id);
        };
        let offer = Offer::undo(back, move || client.is_postponed(name), move || client.hasten(name));
        toasts.propose(words, offer);
        focus_on_row(log, id);
    }
}
