//! The way on to another page.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

/// Leads on to another page, which takes the place of this one: Back leads to where one came from.
#[component]
pub fn Onward(#[prop(into)] path: String) -> impl IntoView {
    view! { <Redirect path options=NavigateOptions { replace: true, ..NavigateOptions::default() } /> }
}
