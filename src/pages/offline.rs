//! `/offline`

use leptos::prelude::*;
use leptos_meta::Title;

use crate::kit::{EmptyState, Icon, LinkButton};

/// Shown in the place of a page that was never seen while there is no network.
#[component]
pub fn Offline() -> impl IntoView {
    view! {
        <Title text="Offline" />
        <EmptyState
            alone=true
            icon=Icon::Offline
            title="You are offline"
            words="This page was not opened on this device before. It comes when the network is back."
        >
            <LinkButton href="/">"Try again"</LinkButton>
        </EmptyState>
    }
}
