//! `/offline`

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    kit::{EmptyState, Icon, LinkButton},
    shared::hydration::after_hydration,
};

/// Says whether there is a network. The server draws it for who has one.
#[component]
pub fn Offline() -> impl IntoView {
    let away = RwSignal::new(false);
    after_hydration(move || follow(away));
    view! {
        <Title text="Network" />
        {move || {
            if away.get() {
                view! {
                    <EmptyState
                        alone=true
                        icon=Icon::Offline
                        title="You are offline"
                        words="Pages that were not opened on this device before come when the network is back."
                    >
                        <LinkButton href="/">"Try again"</LinkButton>
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! {
                    <EmptyState
                        alone=true
                        icon=Icon::Online
                        title="You are online"
                        words="There is a network on this device."
                    >
                        <LinkButton href="/">"Go on"</LinkButton>
                    </EmptyState>
                }
                    .into_any()
            }
        }}
    }
}

/// Follows what the browser believes of the network.
#[cfg(feature = "hydrate")]
fn follow(away: RwSignal<bool>) {
    use crate::browser::surroundings::{has_network, on_network};

    away.set(!has_network());
    on_network(move |there| {
        away.try_set(!there);
    });
}

/// Only a browser has a network that comes and goes.
#[cfg(not(feature = "hydrate"))]
fn follow(_away: RwSignal<bool>) {}
