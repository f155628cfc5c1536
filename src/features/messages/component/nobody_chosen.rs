//! The place of a conversation before one is chosen.

use leptos::prelude::*;

use crate::kit::{EmptyState, LinkButton};

/// Says what will stand here and, on a desk, which keys lead there.
#[component]
pub fn NobodyChosen() -> impl IntoView {
    view! {
        <div class="m-auto">
            <EmptyState title="Your messages" words="Choose a conversation, or begin a new one.">
                <LinkButton href="/messages/new">"New conversation"</LinkButton>
            </EmptyState>
            <p class="hidden justify-center gap-4 px-6 text-2xs text-muted lg:flex noscript:hidden">
                <span>
                    <kbd class="font-mono">"Ctrl K"</kbd>
                    " or "
                    <kbd class="font-mono">"⌘ K"</kbd>
                    " finds a conversation"
                </span>
                <span>
                    <kbd class="font-mono">"Alt ↑ ↓"</kbd>
                    " leads from one to the next"
                </span>
            </p>
        </div>
    }
}
