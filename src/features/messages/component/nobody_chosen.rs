//! The place of a conversation before one is chosen.

use leptos::prelude::*;

use crate::kit::{EmptyState, LinkButton};

/// Says what will stand here.
#[component]
pub fn NobodyChosen() -> impl IntoView {
    view! {
        <div class="m-auto">
            <EmptyState title="Your messages" words="Choose a conversation, or begin a new one.">
                <LinkButton href="/messages/new">"New conversation"</LinkButton>
            </EmptyState>
        </div>
    }
}
