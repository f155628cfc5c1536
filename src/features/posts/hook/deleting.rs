//! Deleting an entry, and thinking better of it (SYN-8).
//!
//! Nobody is asked before: it is shown as deleted at once, wherever it stands, and for a while nothing of that reaches the
//! server, nor the entry itself where that has not left. Who undoes it meanwhile has the entry as it was and where it was, and
//! nobody else has ever seen it otherwise. It is deleted all the same where the page goes away first.

use leptos::prelude::*;

use super::OpenThread;
use crate::{
    features::posts::{
        model::Entry,
        state::{acts, settling},
    },
    kit::{Offer, focus_on},
};

impl OpenThread {
    /// Deletes an entry, and offers for a while to undo that, also where the thread is not on the screen any more.
    pub fn delete(self, entry: Entry) {
        let refused = self.pending.with_untracked(|pending| settling::refused_edit(entry, pending));
        let deletion = acts::delete(self.name(), self.id, entry).in_place_of(refused.map(|(id, ..)| id));
        let (client, name) = (self.client, deletion.id);
        self.deleting.set(None);
        self.remember_own(name);
        client.perform_undoable(deletion);
        let back = move || {
            client.discard(name);
            focus_where_it_stands(entry);
        };
        let offer = Offer::undo(back, move || client.is_postponed(name), move || client.hasten(name));
        let is_question = matches!(entry, Entry::Post(_)) && self.talk.with_untracked(|talk| talk.post.is_question());
        let kind = if is_question { "question" } else { entry.kind() };
        self.toasts.propose(format!("Your {kind} was deleted."), offer);
        self.focus(entry);
    }

    /// What somebody else has deleted meanwhile cannot be had back: that is offered no longer.
    pub(super) fn let_go_of_what_is_gone(self) {
        let gone = self.pending.with(|pending| self.talk.with(|talk| settling::beyond_undoing(talk, pending)));
        for id in gone {
            self.client.hasten(id);
        }
    }
}

/// Gives the focus to an entry, once the page has followed what was done to it: in its thread, or a post in a list; where it
/// stands in neither, to the page.
fn focus_where_it_stands(entry: Entry) {
    request_animation_frame(move || {
        let places = [format!("[id='{}']", entry.anchor()), format!("[data-key='{}']", entry.id())];
        if !places.iter().any(|place| focus_on(place)) {
            focus_on("main");
        }
    });
}
