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

const LOOK: &str = "rounded-full px-3 py-1.5 text-sm font-semibold text-muted no-underline hover:bg-raised touch-target \
    aria-[current=page]:bg-accent-soft aria-[current=page]:text-text";

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
        <nav aria-label="Lists">
            <ul class="flex gap-1">{way(Side::Followers, "Followers")} {way(Side::Following, "Following")}</ul>
        </nav>
    }
}
