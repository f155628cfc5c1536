//! How many follow somebody, and how many they follow.

use leptos::prelude::*;

use super::follows_you::FollowsYou;
use crate::{
    features::follows::{hook::use_follows, model::Side},
    shared::id::AccountId,
};

/// Both counts, which lead to the lists, and whether they follow who looks.
#[component]
pub fn Counts(
    /// Whose; known by now.
    who: AccountId,
    /// How they are called in addresses.
    handle: String,
) -> impl IntoView {
    let counts =
        [Side::Followers, Side::Following].map(move |side| view! { <Count who side href=side.address(&handle) /> });
    view! {
        <p class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">{counts.collect_view()} <FollowsYou who /></p>
    }
}

#[component]
fn Count(who: AccountId, side: Side, href: String) -> impl IntoView {
    let follows = use_follows();
    let count = Memo::new(move |_| follows.stats(who).map_or(0, |stats| stats.of(side)));
    let what = move || match (side, count.get()) {
        (Side::Followers, 1) => " follower",
        (Side::Followers, _) => " followers",
        (Side::Following, _) => " following",
    };
    view! {
        <a href=href class="text-muted hover:underline">
            <span class="font-semibold text-text tabular-nums">{count}</span>
            {what}
        </a>
    }
}
