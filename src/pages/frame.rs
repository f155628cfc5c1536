//! What stands around a page: the way to the other pages.
//!
//! From 1024 pixels a rail on the left, with words from 1280; below that a bar at the bottom. It is one list
//! of links that the styles move, so that everything is there once.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::kit::{Icon, Logo, Symbol};

/// A way that exists.
struct Entry {
    icon: Icon,
    name: &'static str,
    to: &'static str,
}

/// In the order of the rail. An area stands here once its pages exist.
const ENTRIES: [Entry; 2] = [
    Entry { icon: Icon::Messages, name: "Messages", to: "/messages" },
    Entry { icon: Icon::Settings, name: "Settings", to: "/settings" },
];

/// The frame of a page. What stands in it has all the room that is left: messages fill it (`h-page` is its
/// height), text goes into [`Reading`].
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    // On a phone a conversation needs the room that the bar would take; its own Back leads out.
    let bare = move || path.read().starts_with("/messages/");
    view! {
        <div class="frame flex min-h-dvh flex-col lg:flex-row" class=("frame-bare", bare)>
            <Ways />
            <main id="content" tabindex="-1" class="min-w-0 grow lg:order-last">
                {children()}
            </main>
        </div>
    }
}

#[component]
fn Ways() -> impl IntoView {
    view! {
        <nav aria-label="Main" class="frame-ways">
            <a href="/" aria-label="Tertulia" class="hidden items-center gap-3 p-4 text-lg font-bold lg:flex">
                <Logo />
                <span class="hidden xl:inline" aria-hidden="true">
                    "Tertulia"
                </span>
            </a>
            <ul class="flex grow justify-around lg:flex-col lg:justify-start lg:gap-1 lg:px-2">
                {ENTRIES.into_iter().map(|entry| view! { <Way entry /> }).collect_view()}
            </ul>
        </nav>
    }
}

#[component]
fn Way(entry: Entry) -> impl IntoView {
    let Entry { icon, name, to } = entry;
    view! {
        <li class="flex grow lg:grow-0">
            <A
                href={to}
                {..}
                class="flex grow flex-col items-center justify-center gap-0.5 rounded-control text-2xs text-muted transition-colors duration-feedback hover:bg-raised hover:text-text aria-[current=page]:text-text lg:min-h-12 lg:flex-row lg:gap-4 lg:text-base xl:justify-start xl:px-3"
            >
                <Symbol icon />
                <span class="lg:sr-only xl:not-sr-only">{name}</span>
            </A>
        </li>
    }
}

/// A column of text of at most 640 pixels under its heading.
#[component]
pub fn Reading(
    /// The heading of the page.
    #[prop(into)]
    title: Signal<String>,
    /// What stands under it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="mx-auto flex max-w-reading flex-col gap-4 px-4 py-6 sm:px-6 sm:py-10">
            <h1 class="text-2xl font-bold tracking-tight text-balance">{title}</h1>
            {children()}
        </div>
    }
}
