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
        <div class="column flex flex-col gap-4 px-4 py-6 sm:py-10">
            <h1 class="text-2xl font-bold tracking-tight text-balance">{title}</h1>
            {children()}
        </div>
    }
}
