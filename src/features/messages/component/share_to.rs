//! What another application shares with this one: what it is, and the conversations to which it can be taken.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    features::messages::{
        hook::{People, use_inbox},
        state::{Listed, sharing::address},
    },
    kit::{Avatar, ErrorState, SkeletonRows, Verbatim},
};

/// What is shared, until one has chosen with whom.
#[component]
pub(super) fn Shared(words: String) -> impl IntoView {
    view! {
        <section aria-label="What you share" class="mx-4 mt-4 rounded-card border border-line px-4 py-3">
            <p class="mb-1 text-sm text-muted">"Choose whom to share this with. You can change it before you send it."</p>
            // What does not fit is scrolled, by keys too.
            <p tabindex="0" dir="auto" class="max-h-24 overflow-y-auto break-words whitespace-pre-wrap">
                {words}
            </p>
        </section>
    }
}

/// The conversations of the viewer, each a way to take there what is shared.
#[component]
pub(super) fn ShareTo(people: People) -> impl IntoView {
    let inbox = use_inbox();
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match inbox.ready().await {
                    Ok(()) => view! { <Ways people /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| inbox.again());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Ways(people: People) -> impl IntoView {
    let listed = use_inbox().listed().get_untracked();
    view! {
        <ul aria-label="Share with" class="flex flex-col">
            {listed.into_iter().map(|listed| view! { <Way people listed /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Way(people: People, listed: Listed) -> impl IntoView {
    let Listed { id, other, title, .. } = listed;
    let face = other.as_ref().map_or(id.0, |other| other.id.0);
    let href = address(id, &people.shared().unwrap_or_default());
    let go = move |event: MouseEvent| {
        // Another tab or window is the browser's to open.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            people.go_to(id);
        }
    };
    view! {
        <li>
            <a
                href=href
                class="flex items-center gap-3 rounded-card px-2 py-2.5 text-text no-underline -outline-offset-2 hover:bg-raised"
                on:click=go
            >
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=face name=title.clone() decorative=true />
                </span>
                <span class="flex min-w-0 flex-col">
                    <Verbatim words=title class="truncate font-semibold" />
                    {other.map(|other| view! { <span class="truncate text-sm text-muted">"@" {other.handle}</span> })}
                </span>
            </a>
        </li>
    }
}
