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
    // One state with two sets of words: who has the focus on its link keeps it when the network comes or goes.
    let said = move |online: &'static str, offline: &'static str| {
        Signal::derive(move || if away.get() { offline } else { online }.to_owned())
    };
    let icon = Signal::derive(move || if away.get() { Icon::Offline } else { Icon::Online });
    let title = said("You are online", "You are offline");
    let words = said(
        "There is a network on this device.",
        "Pages that were not opened on this device before come when the network is back.",
    );
    let onward = said("Go on", "Try again");
    view! {
        <Title text="Network" />
        <EmptyState alone=true icon title words>
            <LinkButton href="/">{onward}</LinkButton>
        </EmptyState>
    }
}

/// Follows what the browser believes of the network, until the owner that calls this is cleaned up.
#[cfg(feature = "hydrate")]
fn follow(away: RwSignal<bool>) {
    use crate::browser::surroundings::{has_network, on_network};

    away.set(!has_network());
    let listening = on_network(move |there| away.set(!there));
    on_cleanup(move || listening.into_iter().for_each(WindowListenerHandle::remove));
}

/// Only a browser has a network that comes and goes.
#[cfg(not(feature = "hydrate"))]
fn follow(_away: RwSignal<bool>) {}
