//! How far one's own message came.

use leptos::prelude::*;

use crate::{
    features::messages::state::Progress,
    kit::{Icon, Symbol},
};

/// A clock, one tick, two ticks, two coloured ticks; their words for who does not see them.
#[component]
pub fn Ticks(progress: Memo<Option<Progress>>) -> impl IntoView {
    move || {
        progress.get().map(|progress| {
            let (icon, ink, words) = match progress {
                Progress::Sending => (Icon::Clock, "text-muted", "Sending"),
                Progress::Sent => (Icon::Check, "text-muted", "Sent"),
                Progress::Delivered => (Icon::Checks, "text-muted", "Delivered"),
                Progress::Read => (Icon::Checks, "text-accent", "Read"),
                Progress::Failed(_) => (Icon::Alert, "text-danger", "Not sent"),
            };
            view! {
                <span role="img" aria-label=words title=words class=format!("inline-flex {ink}")>
                    <Symbol icon class="size-3.5" />
                </span>
            }
        })
    }
}
