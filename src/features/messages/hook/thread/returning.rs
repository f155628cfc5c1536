//! How a conversation is left, and stands again when one comes back to that entry of the history.

use leptos::prelude::*;

use super::Thread;
use crate::{
    features::messages::{
        model::Stretch,
        state::{Key, Timeline},
    },
    kit::{Left, keep, kept, put_back},
    shared::id::ConversationId,
};

/// Whether one comes back to a place in a conversation that is not its end: that place is shown again, whatever was said
/// since.
#[must_use]
pub fn returns_to(id: ConversationId) -> bool {
    matches!(kept::<Left<Key>>(&place(id)), Some(Left::At(_)))
}

impl Thread {
    /// What the list of its messages is called among all lists.
    #[must_use]
    pub fn place(self) -> String {
        place(self.id)
    }

    /// Keeps what is seen where that is not the end, and shows it again where it has not been read.
    pub(super) fn keep_seen(self) {
        let [_, name] = parts(self.id);
        keep(&name, move || {
            let lowest = self.scroll.lowest().try_get_untracked().flatten();
            lowest.map(|lowest| self.seen(lowest))
        });
        put_back(&name, move |seen: Option<Stretch>| {
            if let Some(seen) = seen {
                self.state.update(|state| state.show_again(seen));
                self.read_changed();
            }
        });
    }

    fn seen(self, lowest: Key) -> Option<Stretch> {
        let Key::Message(lowest) = lowest else { return None };
        let is_over = self.gone.try_get_untracked() != Some(false);
        let around = |state: &Timeline| {
            let at_end = self.scroll.is_at_end() && !state.newer();
            if at_end || is_over { None } else { state.around(lowest) }
        };
        self.state.try_with_untracked(around).flatten()
    }
}

/// Under which names is kept how it was left: the place in the list, and what was seen there.
pub(super) fn parts(id: ConversationId) -> [String; 2] {
    [place(id), format!("seen {id}")]
}

fn place(id: ConversationId) -> String {
    format!("messages {id}")
}
