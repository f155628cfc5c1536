//! The conversations, the one last spoken in first.

use leptos::{ev::MouseEvent, prelude::*, web_sys::Element};
use leptos_router::location::Url;

use super::{conversation_item::ConversationItem, find_bar::FindBar};
use crate::{
    features::messages::{
        hook::{Inbox, use_inbox},
        state::{Filter, View},
    },
    kit::{EmptyState, ErrorState, Icon, Kind, LinkButton, SkeletonRows, Symbol},
};

/// The list with its heading, filter and field to find somebody.
#[component]
pub fn ConversationList() -> impl IntoView {
    let inbox = use_inbox();
    view! {
        <div class="flex items-center justify-between gap-2 px-4 pt-4 pb-2">
            <h1 class="text-xl font-bold tracking-tight">"Messages"</h1>
            <a
                href="/messages/new"
                aria-label="New conversation"
                title="New conversation"
                class="inline-flex size-10 items-center justify-center rounded-full transition-colors duration-feedback hover:bg-raised touch-target"
            >
                <Symbol icon=Icon::Compose />
            </a>
        </div>
        <Suspense fallback=|| view! { <SkeletonRows /> }>
            {move || Suspend::new(async move {
                match inbox.ready().await {
                    Ok(()) => view! { <Conversations inbox /> }.into_any(),
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
fn Conversations(inbox: Inbox) -> impl IntoView {
    let listed = inbox.listed();
    let item = move |id| {
        let listed = Memo::new(move |before: Option<&_>| {
            let found = listed.with(|all| all.iter().find(|listed| listed.id == id).cloned());
            found.or_else(|| before.cloned().flatten())
        });
        view! { <ConversationItem listed /> }
    };
    view! {
        <FindBar inbox />
        <nav
            aria-label="Conversations"
            class="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-4"
            on:scroll=move |event| read_on(inbox, &event_target::<Element>(&event))
        >
            <Newest inbox />
            <ul class="flex flex-col">
                <For
                    each=move || listed.with(|all| all.iter().map(|listed| listed.id).collect::<Vec<_>>())
                    key=|id| *id
                    children=item
                />
            </ul>
            <Show when=move || listed.with(Vec::is_empty)>
                <Nothing inbox />
            </Show>
            <More inbox />
        </nav>
    }
}

/// How near the end of the list the next page is read, in pixels.
const NEAR: i32 = 900;

fn read_on(inbox: Inbox, list: &Element) {
    if list.scroll_height() - list.scroll_top() - list.client_height() < NEAR {
        inbox.more();
    }
}

/// The way back from a page that began further down.
#[component]
fn Newest(inbox: Inbox) -> impl IntoView {
    inbox.is_late().then(|| {
        view! {
            <p class="flex justify-center py-2">
                <a href=address(&inbox.view(), None) rel="external" class=WAY>
                    "Newest conversations"
                </a>
            </p>
        }
    })
}

/// The way to older conversations.
#[component]
fn More(inbox: Inbox) -> impl IntoView {
    let next = Memo::new(move |_| inbox.next());
    let words = move || match (inbox.trouble(), inbox.reading()) {
        (Some(_), _) => "More conversations could not be loaded. Try again.",
        (None, true) => "Loading more conversations…",
        (None, false) => "More conversations",
    };
    move || {
        next.get().map(|next| {
            let read = move |event: MouseEvent| {
                event.prevent_default();
                inbox.more();
            };
            view! {
                <p class="flex justify-center py-2">
                    <a href=address(&inbox.view(), Some(&next)) class=WAY on:click=read>
                        {words}
                    </a>
                </p>
            }
        })
    }
}

const WAY: &str = "rounded-full px-4 py-2 text-sm font-semibold text-accent no-underline hover:bg-raised touch-target";

/// The address of a page of the list.
fn address(view: &View, cursor: Option<&str>) -> String {
    let find = Some(Url::escape(&view.find)).filter(|find| !find.is_empty()).map(|find| format!("&q={find}"));
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}"));
    format!("/messages?show={}{}{}", view.filter.name(), find.unwrap_or_default(), cursor.unwrap_or_default())
}

#[component]
fn Nothing(inbox: Inbox) -> impl IntoView {
    let words = move || match (inbox.find.read().trim().is_empty(), inbox.filter.get()) {
        (false, _) => "Nobody of this name.",
        (true, Filter::Unread) => "Everything is read.",
        (true, Filter::Archived) => "Nothing is archived.",
        (true, Filter::All) => "Nothing here.",
    };
    let begins = Memo::new(move |_| inbox.is_whole() && inbox.view() == View::default() && !inbox.is_late());
    let waits = Memo::new(move |_| inbox.trouble().is_none() && !inbox.is_whole());
    move || {
        if waits.get() {
            view! { <SkeletonRows rows=3 /> }.into_any()
        } else if let Some(error) = inbox.trouble() {
            view! { <ErrorState error /> }.into_any()
        } else if begins.get() {
            view! {
                <EmptyState title="No conversations yet" words="Find somebody and write the first message.">
                    <LinkButton kind=Kind::Primary href="/messages/new">
                        "New conversation"
                    </LinkButton>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <p class="px-4 py-10 text-center text-muted">{words}</p> }.into_any()
        }
    }
}
