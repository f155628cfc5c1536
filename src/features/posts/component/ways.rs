//! Ways from an entry to what can be done with it: links that work by themselves, and act at once where there is
//! JavaScript.

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::location::Url;

use crate::features::posts::model::Entry;

/// What a way looks like in a row of them.
pub(super) const WAY: &str = "inline-flex min-h-9 items-center gap-1 rounded-control px-2 text-sm text-muted no-underline \
    hover:bg-raised hover:text-text touch-target";

/// Where a visitor logs in and comes back to a page.
#[must_use]
pub fn log_in(page: &str) -> String {
    format!("/login?next={}", Url::escape(page))
}

/// The address of a page where something is done with an entry that it has.
pub(super) fn way(page: &str, what: &str, entry: Entry) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{what}={0}#{0}", entry.anchor())
}

/// A way to the same page where something is done with an entry.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn Way(
    /// The page, as it has the entry.
    page: String,
    /// What is done, as the address says it.
    what: &'static str,
    /// With what.
    entry: Entry,
    /// The one with which something is done now.
    chosen: RwSignal<Option<Entry>>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let href = way(&page, what, entry);
    let choose = move |event: MouseEvent| {
        event.prevent_default();
        chosen.update(|chosen| *chosen = if *chosen == Some(entry) { None } else { Some(entry) });
    };
    view! {
        <a
            href=href
            rel="nofollow"
            class=WAY
            on:click=choose
        >
            {children()}
        </a>
    }
}
