//! What a visitor sees around a public page.

use leptos::prelude::*;

use crate::kit::{Kind, LinkButton, Logo};

/// The name of the place and the way in.
#[component]
pub(super) fn Head() -> impl IntoView {
    view! {
        <header class="pt-safe">
        <div class="flex items-center justify-between gap-2 px-4 py-3 sm:px-6">
            <a
                href="/"
                class="flex min-h-11 items-center gap-2.5 rounded-control text-lg font-bold tracking-tight"
            >
                <Logo />
                "Tertulia"
            </a>
            <nav aria-label="Main" class="flex items-center gap-2">
                <LinkButton kind=Kind::Quiet href="/questions" class="max-sm:hidden">
                    "Questions"
                </LinkButton>
                <LinkButton kind=Kind::Quiet href="/login">
                    "Log in"
                </LinkButton>
            </nav>
        </div></header>
    }
}

/// What else there is.
#[component]
pub(super) fn Foot() -> impl IntoView {
    let look = "inline-flex min-h-11 items-center rounded-control px-2 hover:text-text hover:underline";
    view! {
        <footer class="flex flex-wrap justify-center gap-x-4 px-4 pt-6 pb-[calc(1.5rem+env(safe-area-inset-bottom,0px))] text-sm text-muted">
            <a class=look href="/about">
                "About"
            </a>
            <a class=look href="/api/docs" rel="external">
                "Public API"
            </a>
            <a class=look href="/feed.atom" rel="external">
                "Atom feed"
            </a>
        </footer>
    }
}
