//! Lines that lead to what waits for the viewer.

use leptos::prelude::*;

use crate::{
    kit::{Icon, Symbol},
    shared::id::PublicationId,
};

/// What waits: which publication, the address where it is answered, and what the line says.
pub(super) type OpenLine = (PublicationId, String, String);

/// A line for each; nothing where there is none.
#[component]
pub(super) fn OpenLines(
    /// What they are called together.
    label: &'static str,
    /// What waits.
    lines: Memo<Vec<OpenLine>>,
    /// Utility classes, for their place.
    class: &'static str,
) -> impl IntoView {
    let line = |(_, href, words): OpenLine| {
        view! {
            <li>
                <a
                    href=href
                    class="flex min-h-11 items-center gap-3 rounded-card px-4 py-2 text-sm text-text no-underline -outline-offset-2 hover:bg-raised"
                >
                    <Symbol icon=Icon::Question class="size-5" />
                    <span class="min-w-0 wrap-anywhere">{words}</span>
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || !lines.read().is_empty()>
            <ul aria-label=label class=format!("flex max-h-32 shrink-0 flex-col overflow-y-auto border-line {class}")>
                <For each=move || lines.get() key=|line| line.clone() children=line />
            </ul>
        </Show>
    }
}
