//! The two lists of somebody, beside each other.

use leptos::prelude::*;

use crate::{
    features::follows::{
        hook::use_follows,
        model::{Side, Stats},
    },
    kit::PageLink,
    shared::id::AccountId,
};

const LOOK: &str = "inline-flex min-h-10 items-center gap-1 border-b-2 border-transparent px-3 font-semibold text-muted \
    no-underline touch-target -outline-offset-2 hover:text-text aria-[current=page]:border-text \
    aria-[current=page]:text-text";

/// The ways to both, each with how many stand in it.
#[component]
pub(super) fn Lists(who: AccountId, handle: String) -> impl IntoView {
    let follows = use_follows();
    let stats = Memo::new(move |_| follows.stats(who));
    let way = move |side: Side, name: &'static str| {
        let count = move || stats.get().map_or(0, |stats: Stats| stats.of(side));
        view! {
            <li>
                <PageLink href=side.address(&handle) class=LOOK>
                    {name}
                    " "
                    <span class="tabular-nums">{count}</span>
                </PageLink>
            </li>
        }
    };
    view! {
        <nav aria-label="Lists" class="border-b border-line px-1">
            <ul class="flex">{way(Side::Followers, "Followers")} {way(Side::Following, "Following")}</ul>
        </nav>
    }
}
