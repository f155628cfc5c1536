//! Where a member can go: one list of links that the styles make a rail or a bar, so that everything is
//! there once.

use leptos::prelude::*;
use leptos_router::components::A;

use super::connection::Status;
use crate::kit::{Icon, Logo, Symbol};

/// A way that exists. An area stands here once its pages do.
struct Entry {
    icon: Icon,
    name: &'static str,
    to: &'static str,
}

const ENTRIES: [Entry; 2] = [
    Entry { icon: Icon::Messages, name: "Messages", to: "/messages" },
    Entry { icon: Icon::Settings, name: "Settings", to: "/settings" },
];

const LOOK: &str = "flex min-w-12 grow flex-col items-center justify-center gap-0.5 rounded-control text-2xs text-muted \
    transition-colors duration-feedback -outline-offset-2 hover:bg-raised hover:text-text \
    aria-[current=page]:font-semibold aria-[current=page]:text-text lg:min-h-12 lg:flex-row lg:gap-4 lg:text-base \
    xl:justify-start xl:px-3";

/// The rail, or the bar.
#[component]
pub(super) fn Ways() -> impl IntoView {
    view! {
        <nav aria-label="Main" class="frame-ways">
            <a
                href="/"
                aria-label="Tertulia"
                class="m-2 hidden min-h-12 items-center justify-center gap-3 rounded-control text-lg font-bold tracking-tight lg:flex xl:justify-start xl:px-2"
            >
                <Logo />
                <span class="hidden xl:inline">"Tertulia"</span>
            </a>
            <ul class="flex grow justify-around px-1 lg:flex-col lg:justify-start lg:gap-1 lg:px-2">
                {ENTRIES.into_iter().map(|entry| view! { <Way entry /> }).collect_view()}
            </ul>
            <div class="flex items-center justify-center px-1 lg:px-2 xl:justify-stretch">
                <Status />
            </div>
        </nav>
    }
}

#[component]
fn Way(entry: Entry) -> impl IntoView {
    let Entry { icon, name, to } = entry;
    view! {
        <li class="flex grow lg:grow-0">
            <A href={to} {..} class=LOOK>
                <Symbol icon />
                <span class="lg:sr-only xl:not-sr-only">{name}</span>
            </A>
        </li>
    }
}
