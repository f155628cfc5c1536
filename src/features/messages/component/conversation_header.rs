//! Whom one talks to, and whether they are there.

use leptos::prelude::*;

use crate::{
    features::messages::{
        hook::{Presence, Thread, use_inbox},
        state::inbox::{other, title},
    },
    kit::{Avatar, Icon, Symbol, TimeAgo},
};

/// The name, the face and, under them, what the other one is doing.
#[component]
pub fn ConversationHeader(thread: Thread) -> impl IntoView {
    let inbox = use_inbox();
    let conversation = Memo::new(move |_| thread.conversation());
    let viewer = inbox.viewer();
    let other = Memo::new(move |_| other(&conversation.read(), viewer).cloned());
    let name = Signal::derive(move || title(&conversation.read(), viewer));
    let who = other.get_untracked().map(|other| other.id);
    if let Some(who) = who {
        inbox.presences.watch(who);
    }
    let online = Memo::new(move |_| who.and_then(|who| inbox.presences.of(who)) == Some(Presence::Online));
    let address =
        move || other.read().as_ref().filter(|other| !other.deleted).map(|other| format!("/u/{}", other.handle));
    view! {
        <header class="flex min-h-16 shrink-0 items-center gap-2 border-b border-line px-2 py-2 lg:px-4">
            <a
                href="/messages"
                aria-label="Back to conversations"
                class="inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-raised lg:hidden"
            >
                <Symbol icon=Icon::Back />
            </a>
            <a href=address class="flex min-w-0 items-center gap-3 rounded-card px-1 py-0.5 text-text no-underline">
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=who.map_or(thread.id.0, |who| who.0) name online decorative=true />
                </span>
                <div class="flex min-w-0 flex-col">
                    <h1 class="truncate text-lg leading-6 font-semibold">
                        <bdi>{name}</bdi>
                    </h1>
                    <Doing thread handle=Signal::derive(move || other.get().map(|other| other.handle)) who />
                </div>
            </a>
        </header>
    }
}

/// Typing, online, away, last seen; the handle where nothing of that is known.
#[component]
fn Doing(thread: Thread, handle: Signal<Option<String>>, who: Option<crate::shared::id::AccountId>) -> impl IntoView {
    let inbox = use_inbox();
    let typing = Memo::new(move |_| thread.typists());
    let presence = Memo::new(move |_| who.and_then(|who| inbox.presences.of(who)));
    let words = move || match (typing.read().as_slice(), presence.get()) {
        ([], Some(Presence::Online)) => view! { <span>"online"</span> }.into_any(),
        ([], Some(Presence::Away)) => view! { <span>"away"</span> }.into_any(),
        ([], Some(Presence::Offline { last_seen: Some(at) })) => {
            view! { <span>"last seen " <TimeAgo time=at class="" ago=true /></span> }.into_any()
        }
        ([], _) => handle.get().map(|handle| view! { <span>"@" {handle}</span> }).into_any(),
        ([name], _) => view! { <span class="text-accent"><bdi>{name.clone()}</bdi> " is typing…"</span> }.into_any(),
        (_, _) => view! { <span class="text-accent">"Several people are typing…"</span> }.into_any(),
    };
    view! { <span class="truncate text-sm text-muted" aria-live="polite">{words}</span> }
}
