//! Where a member can go: one list of links that the styles make a rail or a bar, so that everything is
//! there once.

use leptos::prelude::*;

use super::connection::Status;
use crate::{
    features::accounts::hook::use_me,
    kit::{Icon, Logo, PageLink, Symbol},
};

/// A way that exists.
struct Entry {
    icon: Icon,
    name: &'static str,
    to: String,
}

/// The ways of a member, in the order of the rail. An area stands here once its pages exist.
fn entries(handle: &str) -> [Entry; 3] {
    let entry = |icon, name, to: &str| Entry { icon, name, to: to.to_owned() };
    [
        entry(Icon::Messages, "Messages", "/messages"),
        entry(Icon::Person, "Profile", &format!("/u/{handle}")),
        entry(Icon::Settings, "Settings", "/settings"),
    ]
}

const LOOK: &str = "flex min-w-12 grow flex-col items-center justify-center gap-0.5 rounded-control text-2xs text-muted \
    transition-colors duration-feedback -outline-offset-2 hover:bg-raised hover:text-text \
    aria-[current=page]:font-semibold aria-[current=page]:text-text lg:min-h-12 lg:flex-row lg:gap-4 lg:text-base \
    xl:justify-start xl:px-3";

/// The rail, or the bar.
#[component]
pub(super) fn Ways() -> impl IntoView {
    let handle = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.handle.clone())).unwrap_or_default();
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
                {entries(&handle).into_iter().map(|entry| view! { <Way entry /> }).collect_view()}
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
            <PageLink href=to class=LOOK>
                <Symbol icon />
                <span class="lg:sr-only xl:not-sr-only">{name}</span>
            </PageLink>
        </li>
    }
}
