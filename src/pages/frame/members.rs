//! Pages that are a member's own.

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location, location::Url};

use crate::{features::accounts::hook::use_me, pages::onward::Onward};

/// What members see; a visitor is sent to log in and comes back.
#[component]
pub fn Members() -> impl IntoView {
    if use_me().with_untracked(Option::is_some) {
        return view! { <Outlet /> }.into_any();
    }
    let location = use_location();
    let path = way_in(&location.pathname.read_untracked(), &location.search.read_untracked());
    view! { <Onward path /> }.into_any()
}

/// Where somebody logs in and comes back to an address.
pub(super) fn way_in(path: &str, search: &str) -> String {
    let address = match search.trim_start_matches('?') {
        "" => path.to_owned(),
        search => format!("{path}?{search}"),
    };
    format!("/login?next={}", Url::escape(&address))
}
