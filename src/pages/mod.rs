//! One file a route: composes features, owns no state.

pub mod messages;

use leptos::prelude::*;

/// `/`
#[component]
pub fn Home() -> impl IntoView {
    let (count, set) = signal(0);
    view! { <h1 class="text-2xl">"Tertulia"</h1> <button on:click=move |_| set.update(|c| *c += 1)>{count}</button> <a href="/messages">"Messages"</a> }
}

/// Any address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <h1>"Not found"</h1> }
}
