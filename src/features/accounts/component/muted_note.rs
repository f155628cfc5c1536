//! What is said on the page of somebody whom one muted.

use leptos::prelude::*;

use super::away_button::door;
use crate::{
    features::accounts::{
        hook::use_is_away,
        model::{Account, Away},
    },
    shared::{form::use_refused, script::apart},
};

/// What it means that somebody is muted, where they are; and why the plain form of the button for it was refused, where
/// this page is the answer to it.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub fn MutedNote(account: Account) -> impl IntoView {
    let is_muted = use_is_away(Away::Muted, account.id);
    let words = format!(
        "You muted {}: what they post stays out of your lists, and you are notified of nothing they do. They are not told.",
        apart(account.name())
    );
    let refused = use_refused(door(Away::Muted)).map(|refused| refused.error.to_string());
    view! {
        <p role="status" class="pt-3 text-sm text-muted empty:hidden">
            {move || is_muted.get().then(|| words.clone())}
        </p>
        <p role="alert" class="pt-3 text-sm text-danger empty:hidden">{refused}</p>
    }
}
