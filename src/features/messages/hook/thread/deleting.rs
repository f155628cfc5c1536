//! Deleting a message for everybody, and thinking better of it (SYN-8).
//!
//! Nobody is asked before: it is shown as deleted at once, and for a while nothing of that reaches the server, nor the message
//! itself where that has not left. Who undoes it meanwhile has the message as it was and where it was, and nobody else has ever
//! seen it otherwise. It is deleted all the same where the page goes away first.

use leptos::prelude::*;

use super::{Thread, announcing::Announcing, changing::focus_on_row};
use crate::{
    client::Client,
    features::messages::{
        hook::{
            focus::is_typed_in,
            keys::{is_key, on_key},
        },
        state::{Line, changing},
    },
    kit::{Offer, Toasts},
    shared::{
        id::{MessageId, OperationId},
        script::apart,
    },
};

/// The way back from a deletion, which outlives the conversation on the screen.
#[derive(Clone, Copy)]
struct WayBack {
    client: Client,
    log: &'static str,
    announcing: StoredValue<Announcing>,
}

impl Thread {
    /// Deletes a message for everybody, and offers for a while to undo that.
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
        let (name, way_back) = (deletion.id, self.way_back());
        let client = way_back.client;
        client.perform_undoable(deletion);
        let offer = Offer::new("Undo", move || way_back.take(name, id))
            .lasting(move || client.is_postponed(name), move || client.hasten(name));
        toasts.propose(words, offer);
        focus_on_row(self.log(), id);
    }

    /// Has Ctrl with Z, or ⌘ with Z, undo the last deletion here that can be undone, where one does not write.
    pub(super) fn undo_by_keys(self) {
        on_key(move |event| {
            let is_meant = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            is_meant && is_key('z', &event.key(), &event.code()) && !is_typed_in() && self.undo_last()
        });
    }

    /// Whether there was one.
    fn undo_last(self) -> bool {
        let way_back = self.way_back();
        let last = way_back.client.pending().with_untracked(|pending| changing::last_undoable(self.id, pending));
        if let Some((name, message)) = last {
            way_back.take(name, message);
        }
        last.is_some()
    }

    fn way_back(self) -> WayBack {
        WayBack { client: self.inbox().client(), log: self.log(), announcing: self.announcing }
    }
}

impl WayBack {
    /// The message stands there again, which is said.
    fn take(self, deletion: OperationId, message: MessageId) {
        self.client.discard(deletion);
        if let Some(announcing) = self.announcing.try_get_value() {
            announcing.say(vec!["Restored.".to_owned()]);
        }
        focus_on_row(self.log, message);
    }
}
