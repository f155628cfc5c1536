//! The page of somebody whom one blocked.

use leptos::{prelude::*, server_fn::ServerFn};

use super::block_button::BlockButton;
use crate::{
    features::accounts::{model::Account, rpc::BlockPerson},
    kit::{EmptyState, Icon},
    shared::{form::use_refused, script::apart},
};

/// Says that they are blocked, and offers to end it. Nothing else of them is here.
#[component]
pub fn BlockedPerson(account: Account) -> impl IntoView {
    let title = format!("You blocked {}", apart(account.name()));
    let page = format!("/u/{}", account.handle);
    let refused = use_refused(BlockPerson::url()).map(|refused| refused.error.to_string());
    view! {
        <EmptyState
            alone=true
            icon=Icon::EyeOff
            title
            words="Neither of you sees the other's profile, or can write to the other. They are not told."
        >
            <BlockButton account block=false page />
        </EmptyState>
        <p role="alert" class="px-6 text-center text-danger empty:hidden">{refused}</p>
    }
}
