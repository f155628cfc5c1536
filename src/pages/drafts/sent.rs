//! What is on its way to be published.

use leptos::prelude::*;

use super::{TIME, item::beginning};
use crate::{
    features::posts::state::unfinished::Waiting,
    kit::{TimeAgo, Verbatim},
};

/// What goes out by itself once the server can be reached, above all that is begun still; nothing where nothing waits.
#[component]
pub(super) fn Sent(waiting: Memo<Vec<Waiting>>) -> impl IntoView {
    view! {
        <ul aria-label="Waiting" class="flex flex-col divide-y divide-line border-b border-line empty:hidden">
            <For each=move || waiting.get() key=|one| one.id children=|waiting| view! { <Row waiting /> } />
        </ul>
    }
}

/// What it is, the beginning of what it says, and that it waits; it leads to its thread where it stands in one.
#[component]
fn Row(waiting: Waiting) -> impl IntoView {
    let Waiting { name, address, words, at, .. } = waiting;
    let name = match address {
        Some(address) => view! {
            <a
                href=address
                class="truncate font-semibold text-text no-underline after:absolute after:inset-0 after:content-['']"
            >
                <Verbatim words=name />
            </a>
        }
        .into_any(),
        None => view! { <Verbatim words=name class="truncate font-semibold" /> }.into_any(),
    };
    view! {
        <li class="relative flex min-w-0 flex-col py-3">
            <span class="flex items-baseline gap-2">{name} <TimeAgo time=at class=TIME /></span>
            <span class="line-clamp-2 text-muted wrap-anywhere" dir="auto">
                {beginning(&words)}
            </span>
            <span class="text-sm text-muted">"Waits to be published"</span>
        </li>
    }
}
