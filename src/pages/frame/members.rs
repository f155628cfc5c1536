//! Pages that are a member's own.

use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
    location::Url,
};

use crate::features::accounts::hook::use_me;

/// What members see; a visitor is sent to log in and comes back.
#[component]
pub fn Members() -> impl IntoView {
    if use_me().with_untracked(Option::is_some) {
        return view! { <Outlet /> }.into_any();
    }
    let location = use_location();
    let search = location.search.get_untracked();
    let asked = match search.trim_start_matches('?') {
        "" => location.pathname.get_untracked(),
        search => format!("{}?{search}", location.pathname.get_untracked()),
    };
    view! { <Redirect path=format!("/login?next={}", Url::escape(&asked)) /> }.into_any()
}
