//! Somebody in a list.

use leptos::prelude::*;

use super::{follow_button::FollowButton, follows_you::FollowsYou};
use crate::{
    features::accounts::model::Account,
    kit::{Avatar, Verbatim},
};

/// Who they are, whether they follow who looks, and the way to follow them.
#[component]
pub(super) fn PersonRow(
    account: Account,
    /// The page that the list stands on.
    page: String,
) -> impl IntoView {
    let (who, name) = (account.id, account.name().to_owned());
    let (href, handle) = (format!("/u/{}", account.handle), format!("@{}", account.handle));
    view! {
        <li
            data-item=""
            tabindex="-1"
            class="flex items-center gap-3 rounded-card px-2 py-1.5 hover:bg-raised"
        >
            <a href=href data-open="" class="flex min-w-0 grow items-center gap-3 py-1 text-text no-underline -outline-offset-2">
                <Avatar id=who.0 name=name.clone() decorative=true />
                <span class="flex min-w-0 flex-col">
                    <Verbatim words=name class="truncate font-semibold" />
                    <span class="flex flex-wrap items-center gap-x-2">
                        <span class="truncate text-sm text-muted">{handle}</span>
                        <FollowsYou who />
                    </span>
                </span>
            </a>
            <FollowButton account page />
        </li>
    }
}
