//! Pages that are a member's own.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location, location::Url};

use crate::{
    features::accounts::{hook::use_me, model::comes_along},
    kit::{EmptyState, Icon, Kind, LinkButton},
    pages::onward::Onward,
    shared::{Error, answer_with},
};

/// What members see; a visitor is sent to log in and comes back.
#[component]
pub fn Members() -> impl IntoView {
    if use_me().with_untracked(Option::is_some) {
        return view! { <Outlet /> }.into_any();
    }
    let location = use_location();
    let address = address(&location.pathname.read_untracked(), &location.search.read_untracked());
    if comes_along(&address) {
        view! { <Onward path=log_in(&address) /> }.into_any()
    } else {
        view! { <Waiting /> }.into_any()
    }
}

/// Where somebody logs in and comes back to an address: the address itself where that is too long to come along.
pub(super) fn way_in(path: &str, search: &str) -> String {
    let address = address(path, search);
    if comes_along(&address) { log_in(&address) } else { address }
}

fn address(path: &str, search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => path.to_owned(),
        search => format!("{path}?{search}"),
    }
}

fn log_in(address: &str) -> String {
    format!("/login?next={}", Url::escape(address))
}

/// What another application shares may be long. It stands in the address of this page, which waits with it.
#[component]
fn Waiting() -> impl IntoView {
    answer_with(&Error::SignIn);
    view! {
        <Title text="Log in" />
        <EmptyState
            alone=true
            icon=Icon::Lock
            title="Log in to go on"
            words="What you bring along is too long to come with you to the log-in. It waits here: log in in a new tab, then go on."
        >
            <LinkButton href="/login" kind=Kind::Primary target="_blank">
                "Log in in a new tab"
            </LinkButton>
            <LinkButton href="" target="_self">
                "Go on"
            </LinkButton>
        </EmptyState>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_in_leads_back_to_the_address_and_waits_there_with_what_is_too_long() {
        assert_eq!(way_in("/messages", ""), "/login?next=%2Fmessages");
        assert_eq!(way_in("/messages", "?show=unread"), "/login?next=%2Fmessages%3Fshow%3Dunread");
        let long = format!("text={}", "a".repeat(2048));
        assert_eq!(way_in("/messages/new", &long), format!("/messages/new?{long}"));
    }
}
