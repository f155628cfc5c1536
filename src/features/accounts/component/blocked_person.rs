//! The page of somebody whom one blocked.

use leptos::prelude::*;

use super::away_button::{AwayButton, door};
use crate::{
    features::accounts::model::{Account, Away},
    kit::{EmptyState, Icon, land},
    shared::{form::use_refused, script::apart},
};

/// Says that they are blocked, and offers to end it. Nothing else of them is here.
#[component]
pub fn BlockedPerson(account: Account) -> impl IntoView {
    let title = format!("You blocked {}", apart(account.name()));
    let page = format!("/u/{}", account.handle);
    let refused = use_refused(door(Away::Blocked)).map(|refused| refused.error.to_string());
    view! {
        <EmptyState
            alone=true
            icon=Icon::EyeOff
            title
            words="Neither of you sees the other's profile, or can write to the other. They are not told."
        >
            <AwayButton account how=Away::Blocked page on_done=Callback::new(|()| land("content")) />
        </EmptyState>
        <p role="alert" class="px-6 text-center text-danger empty:hidden">{refused}</p>
    }
}
