//! How far one's own message came.

use leptos::prelude::*;

use crate::{
    features::messages::state::Progress,
    kit::{Icon, Symbol},
};

/// A clock, one tick, two ticks, a disc with a tick in it: each another shape, as not everybody tells colours apart.
/// Their words for who does not see them.
#[component]
pub fn Ticks(progress: Memo<Option<Progress>>) -> impl IntoView {
    move || {
        progress.get().map(|progress| {
            let (icon, ink, words) = match progress {
                Progress::Sending => (Some(Icon::Clock), "text-muted", "Sending"),
                Progress::Slowed => (Some(Icon::Clock), "text-muted", "Waiting"),
                Progress::Sent => (Some(Icon::Check), "text-muted", "Sent"),
                Progress::Delivered => (Some(Icon::Checks), "text-muted", "Delivered"),
                Progress::Read => (None, "text-accent", "Read"),
                Progress::Failed(_) => (Some(Icon::Alert), "text-danger", "Not sent"),
            };
            let shape = match icon {
                Some(icon) => view! { <Symbol icon class="size-3.5" /> }.into_any(),
                None => view! { <ReadMark /> }.into_any(),
            };
            view! {
                <span role="img" aria-label=words title=words class=format!("inline-flex {ink}")>
                    {shape}
                </span>
            }
        })
    }
}

/// The disc of what was read, in the colour of the text around it and as large as a symbol beside text; the tick in it
/// has the colour of one's own bubble.
#[component]
pub fn ReadMark() -> impl IntoView {
    view! {
        <svg
            class="size-3.5 shrink-0"
            viewBox="0 0 24 24"
            fill="none"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <circle cx="12" cy="12" r="11" fill="currentColor" />
            <path class="stroke-accent-soft" stroke-width="2.75" d="M7 12.5l3.5 3.5L17 8.5" />
        </svg>
    }
}
