//! Whether a person is there, in the words that stand above a conversation too.

use leptos::prelude::*;

use crate::{kit::TimeAgo, shared::time::Time};

/// What the one who looks at a person may know of them. The page fills it in: it knows who tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// At it.
    Online,
    /// Connected, but nobody looks.
    Away,
    /// Not connected.
    Gone {
        /// When they last were.
        last_seen: Time,
    },
}

/// One of the facts below a name; nothing where nothing is known.
#[component]
pub fn PresenceWords(
    /// What is known.
    presence: Signal<Option<Presence>>,
    /// How a fact of that line looks.
    class: &'static str,
) -> impl IntoView {
    move || {
        presence.get().map(|presence| match presence {
            Presence::Online => view! { <span class=class>"online"</span> }.into_any(),
            Presence::Away => view! { <span class=class>"away"</span> }.into_any(),
            Presence::Gone { last_seen } => {
                view! { <span class=class>"last seen " <TimeAgo time=last_seen class="" ago=true /></span> }.into_any()
            }
        })
    }
}
