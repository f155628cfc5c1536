//! `/notifications`: what others did that the viewer is told of.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, hooks::use_query_map};
use wasm_split_helpers::wasm_split;

use super::chunk::{Gone, drawn, fetched};
use crate::{
    client::use_client,
    features::{
        accounts::hook::use_me,
        notifications::{component::NotificationList, hook::Asked},
    },
    kit::{EmptyState, Icon, Panel, land, succession},
    shared::effect::Effect,
    sync::status::State,
};

/// Notifications.
pub struct NotificationsPage;

impl LazyRoute for NotificationsPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("notifications_page", fetch, draw).await
    }
}

#[wasm_split(notifications_page, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    // Visitors have been sent to log in.
    let is_member = use_me().with_untracked(Option::is_some);
    Ok(is_member.then(|| view! { <Notifications /> }).into_any())
}

#[component]
fn Notifications() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        let only_unread = query.get_str("show") == Some("unread");
        Asked { only_unread, cursor: query.get("cursor") }
    });
    let health = use_client().status();
    let is_over = Memo::new(move |_| health.read().state == State::SignedOut);
    view! {
        <Title text="Notifications" />
        {succession(
            is_over,
            move |is_over| {
                if is_over { view! { <Over /> }.into_any() } else { view! { <Column asked /> }.into_any() }
            },
        )}
    }
}

#[component]
fn Column(asked: Memo<Asked>) -> impl IntoView {
    view! {
        <div class="column flex flex-col py-4 sm:py-8">
            <h1 class="flex min-h-11 items-center px-4 text-2xl font-bold tracking-tight">"Notifications"</h1>
            <Panel>
                <NotificationList asked />
            </Panel>
        </div>
    }
}

/// What is left on the screen of whose session has ended: nothing that anybody else should read there.
#[component]
fn Over() -> impl IntoView {
    Effect::new(|| land("content"));
    view! {
        <EmptyState
            alone=true
            icon=Icon::LogOut
            title="You are logged out"
            words="Log in to see your notifications again."
        />
    }
}
