//! What a person chooses for a conversation, for themselves alone: done at once, the server follows.

use leptos::prelude::*;

use super::Inbox;
use crate::{
    features::messages::{
        model::{Choice, Mark},
        state::{Change, Filter, choosing},
    },
    kit::Toasts,
    shared::{
        Error,
        effect::Effect,
        id::{ConversationId, OperationId},
        json::typed,
    },
    sync::PendingState,
};

impl Inbox {
    /// Mutes a conversation, or lets it be heard again.
    pub fn mute(self, id: ConversationId, muted: bool) {
        self.choose(id, Choice { muted: Some(muted), ..Choice::default() });
    }

    /// Keeps a conversation on top of the list, or lets it go where it belongs.
    pub fn pin(self, id: ConversationId, pinned: bool) {
        self.choose(id, Choice { pinned: Some(pinned), ..Choice::default() });
    }

    /// Puts a conversation away until somebody writes, or takes it back into the list.
    pub fn archive(self, id: ConversationId, archived: bool) {
        self.choose(id, Choice { archived: Some(archived), ..Choice::default() });
    }

    /// Takes a request among the conversations, which are shown again where requests were.
    pub fn accept(self, id: ConversationId) {
        self.choose(id, Choice { requested: Some(false), ..Choice::default() });
        if self.filter.get_untracked() == Filter::Requests {
            self.filter.set(Filter::All);
        }
    }

    /// Has a thread stand in the list and call for the viewer, or do neither until they answer in it.
    pub fn follow(self, id: ConversationId, follows: bool) {
        self.choose(id, Choice { muted: Some(!follows), archived: Some(!follows), ..Choice::default() });
    }

    fn choose(self, id: ConversationId, choice: Choice) {
        self.client.perform(choosing::choose(OperationId(self.client.new_id()), id, choice));
    }

    /// The viewer's mark in a conversation with what they chose laid over it.
    #[must_use]
    pub fn chosen(self, id: ConversationId, mark: &Mark) -> Mark {
        choosing::chosen(id, mark, &self.client.pending().read())
    }

    /// Takes what the server answered to choices: what holds now, or why it does not.
    pub(super) fn settle_choices(self) {
        let (toasts, pending) = (use_context::<Toasts>(), self.client.pending());
        Effect::new(move || {
            // What is chosen is laid over what is known: without that nobody could take it up.
            if self.state.with(Option::is_none) {
                return;
            }
            for (operation, id, answer) in pending.with(|pending| choosing::answered(pending)) {
                match answer {
                    PendingState::Acknowledged(answer) => {
                        if let Ok(mark) = typed::<Mark>(&answer) {
                            self.take_mark(id, &mark);
                        }
                        self.client.settle(operation);
                    }
                    PendingState::Failed(error) => {
                        if let Some(toasts) = toasts.filter(|_| error != Error::Missing) {
                            toasts.warn(format!("The conversation stays as it was. {error}"));
                        }
                        self.client.discard(operation);
                    }
                    PendingState::Waiting | PendingState::Slowed => {}
                }
            }
        });
    }

    fn take_mark(self, id: ConversationId, mark: &Mark) {
        self.unread.mark(id, mark);
        let is_news = self.state.with_untracked(|state| {
            let known = state.as_ref().and_then(|state| state.mark_in(id));
            known.is_some_and(|known| known.version < mark.version)
        });
        if is_news {
            self.apply(&[Change::Marked(id, mark.clone())]);
        }
    }
}
