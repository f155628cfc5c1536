//! That somebody follows whoever looks.

use leptos::prelude::*;

use crate::{
    features::follows::{hook::use_follows, model::Tie},
    shared::id::AccountId,
};

/// A mark beside the name of who follows the viewer.
#[component]
pub(super) fn FollowsYou(who: AccountId) -> impl IntoView {
    let follows = use_follows();
    let words = move || match follows.tie(who) {
        Tie { follows: true, follows_you: true } => Some("You follow each other"),
        Tie { follows_you: true, .. } => Some("Follows you"),
        Tie { .. } => None,
    };
    view! {
        <span class="shrink-0 rounded-full border border-line px-2 text-xs font-semibold text-muted empty:hidden">
            {words}
        </span>
    }
}
