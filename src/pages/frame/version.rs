//! The application as this device keeps it, and the newer version of it that waits there.
//!
//! Nobody is taken from what they are writing: a newer version comes when they ask for it and everything is sent, or
//! with the next navigation where it has taken over meanwhile, in another tab.

#[cfg(feature = "hydrate")]
mod life;

use leptos::prelude::*;

use crate::kit::{NOTICE_ACT, Notice};
#[cfg(feature = "hydrate")]
use life::follow;

/// What is known of a newer version; a context.
#[derive(Clone, Copy)]
struct Version {
    /// Whether there is one.
    newer: RwSignal<bool>,
    /// Whether the person wants it.
    wanted: RwSignal<bool>,
}

/// Has this device keep the application, once the page is alive, and lets the frame say when a newer version is there.
/// `routing` says whether one is on the way to another page.
pub fn keep_version(routing: Signal<bool>) {
    let version = Version { newer: RwSignal::new(false), wanted: RwSignal::new(false) };
    provide_context(version);
    follow(version, routing);
}

/// Only a browser keeps it.
#[cfg(not(feature = "hydrate"))]
fn follow(_version: Version, _routing: Signal<bool>) {}

/// Offers the newer version, if there is one.
#[component]
pub(super) fn NewVersion() -> impl IntoView {
    let Version { newer, wanted } = expect_context();
    let words = Memo::new(move |_| {
        let words = if wanted.get() { "Reloading as soon as everything is sent…" } else { "A new version is ready." };
        newer.get().then(|| words.to_owned())
    });
    let offered = move || newer.get() && !wanted.get();
    let reload = move || {
        view! {
            <button type="button" class=NOTICE_ACT on:click=move |_| wanted.set(true)>
                "Reload"
            </button>
        }
    };
    view! { <Notice words>{move || offered().then(reload)}</Notice> }
}
