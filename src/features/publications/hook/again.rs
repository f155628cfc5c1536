//! What was asked for and refused once the server could be reached, for who wants to choose again.

use leptos::prelude::*;

use crate::{
    features::publications::model::NewPublication,
    kit::Toasts,
    shared::{
        Error,
        id::{ConversationId, MessageId},
    },
};

/// The last of what was refused, and what opens the form; a context of pages that have one.
#[derive(Clone, Copy)]
pub struct Again {
    refused: RwSignal<Option<(NewPublication, Error)>>,
    open: Callback<MessageId>,
}

/// Has what is refused be chosen again on this page, where `open` shows the form of a message's thread.
pub fn provide_again(open: Callback<MessageId>) {
    provide_context(Again { refused: RwSignal::new(None), open });
}

/// What was refused of this conversation, and why; once.
#[must_use]
pub fn take_refused(of: ConversationId) -> Option<(NewPublication, Error)> {
    let Again { refused, .. } = use_context()?;
    let is_of = refused.with_untracked(|refused| refused.as_ref().is_some_and(|(new, _)| new.conversation_id == of));
    if is_of { refused.try_update_untracked(Option::take).flatten() } else { None }
}

impl Again {
    /// Says why something was refused, and offers to choose again with all that was chosen.
    pub(super) fn offer(self, toasts: Toasts, words: String, new: NewPublication, error: Error) {
        let message = new.messages.first().copied();
        self.refused.set(Some((new, error)));
        toasts.offer(words, "Choose again", move || {
            if let Some(message) = message {
                self.open.try_run(message);
            }
        });
    }
}
