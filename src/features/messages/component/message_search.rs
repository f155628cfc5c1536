//! Finding what was said.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    bar::{Back, Bar},
    found_messages::{FoundMessages, ToldMessages},
    found_people::walk,
};
use crate::{
    features::messages::{
        hook::{Finder, focus_on, focus_where_keys_are, use_finder},
        model::MAX_SOUGHT,
        state::Search,
    },
    kit::{ErrorState, Icon, SkeletonRows, Symbol},
    shared::Error,
};

/// What is said below what this device has found by itself.
const KEPT_ONLY: &str = "Until it can be, only messages that this device keeps are found.";

/// A field, and the messages that hold what stands in it, in one conversation or in all; each leads to its place. Arrows
/// walk from the field through them and back, and Enter goes to the first. Without JavaScript the field is a form that
/// asks for this page again.
#[component]
pub fn MessageSearch(
    /// What to look for at first, and where.
    search: Search,
) -> impl IntoView {
    let within = search.within;
    let finder = use_finder(search);
    let (title, back) = if let Some(id) = within {
        let back = view! { <Back href=format!("/messages/{id}") label="Back to the conversation" /> };
        ("Search in this conversation", back.into_any())
    } else {
        let back = view! { <Back href="/messages" label="Back to conversations" class="lg:hidden" /> };
        ("Search messages", back.into_any())
    };
    view! {
        <Bar title back />
        <div class="mx-auto flex min-h-0 w-full max-w-reading grow flex-col">
            <Find finder />
            <ToldMessages finder />
            <Transition fallback=|| {
                view! { <SkeletonRows rows=3 /> }
            }>
                {move || Suspend::new(async move {
                    let on_retry = Callback::new(move |()| finder.read.refetch());
                    match finder.read.await {
                        Ok(findings) => {
                            let of_copies = findings.of_copies;
                            view! {
                                <FoundMessages finder findings />
                                {of_copies
                                    .then(|| view! { <ErrorState error=Error::Offline on_retry words=KEPT_ONLY /> })}
                            }
                            .into_any()
                        }
                        Err(error) => view! { <ErrorState error on_retry /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Find(finder: Finder) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    focus_where_keys_are(field);
    let enter = move |event: SubmitEvent| {
        event.prevent_default();
        focus_on("#found-messages a");
    };
    let everywhere = move || finder.address(None);
    view! {
        <form method="get" action="/messages/search" role="search" aria-label="Messages" class="p-4" on:submit=enter>
            {finder.within.map(|within| view! { <input type="hidden" name="in" value=within.to_string() /> })}
            <label class="relative flex items-center">
                <span class="sr-only">"Search messages"</span>
                <span class="pointer-events-none absolute left-4 text-muted">
                    <Symbol icon=Icon::Search class="size-5" />
                </span>
                <input
                    node_ref=field
                    id="find-messages"
                    type="search"
                    dir="auto"
                    name="words"
                    value=finder.typed.get_untracked()
                    prop:value=finder.typed
                    placeholder="Words of a message"
                    maxlength=MAX_SOUGHT.to_string()
                    autocomplete="off"
                    class="min-h-12 w-full rounded-full border border-edge bg-surface py-2 pr-4 pl-12 text-text"
                    on:input=move |event| finder.typed.set(event_target_value(&event))
                    on:keydown=move |event| walk(&event, 0, "messages")
                />
            </label>
            {finder
                .within
                .map(|_| {
                    view! {
                        <p class="px-4 pt-2 text-sm">
                            <a href=everywhere class="inline-flex items-center text-accent touch-target">
                                "Search all conversations"
                            </a>
                        </p>
                    }
                })}
        </form>
    }
}
