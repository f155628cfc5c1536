//! A column of text.

use leptos::prelude::*;

/// A column of at most 640 pixels under its heading.
#[component]
pub fn Reading(
    /// The heading of the page.
    #[prop(into)]
    title: Signal<String>,
    /// What stands under it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="column flex flex-col gap-4 px-4 py-4 sm:py-8">
            // As high as where something can be done beside it: on every page it stands at the same place.
            <h1 class="flex min-h-11 items-center text-2xl font-bold tracking-tight text-balance">{title}</h1>
            {children()}
        </div>
    }
}
