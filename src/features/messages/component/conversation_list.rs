//! The conversations, the one last spoken in first.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    conversation_item::ConversationItem,
    drawn::Drawn,
    find_bar::{FindBar, walk},
    further_conversations::{Newest, further, next},
    in_messages::InMessages,
    scheduled_line::ScheduledLine,
};
use crate::{
    features::messages::{
        hook::{Inbox, use_inbox},
        state::{Filter, View},
    },
    kit::{EmptyState, ErrorState, Icon, InfiniteList, Kind, LinkButton, SkeletonRows, Symbol},
};

/// The list with its heading, filter and field to find somebody. Where something stands beside it the page is about that, and
/// the heading of the list is no longer the one to which who comes there is led.
#[component]
pub fn ConversationList() -> impl IntoView {
    let inbox = use_inbox();
    let path = use_location().pathname;
    let is_alone = Memo::new(move |_| path.read().trim_end_matches('/') == "/messages");
    let heading = move || {
        let class = "text-xl font-bold tracking-tight";
        if is_alone.get() {
            view! { <h1 class=class>"Messages"</h1> }.into_any()
        } else {
            view! { <h2 class=class>"Messages"</h2> }.into_any()
        }
    };
    view! {
        <div class="flex items-center justify-between gap-2 px-4 pt-4 pb-2">
            {heading}
            <a
                href="/messages/new"
                aria-label="New conversation"
                title="New conversation"
                class="inline-flex size-10 items-center justify-center rounded-full transition-colors duration-feedback hover:bg-raised touch-target"
            >
                <Symbol icon=Icon::Compose />
            </a>
        </div>
        <ScheduledLine of=None />
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
    inbox.keep_view();
    inbox.walk_by_keys();
    let listed = inbox.listed();
    let drawn = Drawn::of(Memo::new(move |_| listed.with(Vec::len)));
    let item = move |id| {
        let listed = Memo::new(move |before: Option<&_>| {
            let found = listed.with(|all| all.iter().find(|listed| listed.id == id).cloned());
            found.or_else(|| before.cloned().flatten())
        });
        view! { <ConversationItem listed /> }
    };
    view! {
        <FindBar inbox />
        <InMessages inbox />
        <InfiniteList
            label="Conversations"
            what="conversations"
            next=next(inbox, drawn)
            further=further(inbox)
            on_near=Callback::new(move |()| drawn.more_or(|| inbox.more()))
            on_ask=Callback::new(move |()| drawn.more_or(|| inbox.try_again()))
        >
            <Newest inbox />
            <ul class="flex flex-col" on:keydown=move |event| walk(inbox, &event)>
                <For
                    each=move || listed.with(|all| all.iter().take(drawn.get()).map(|listed| listed.id).collect::<Vec<_>>())
                    key=|id| *id
                    children=item
                />
            </ul>
            <Show when=move || listed.with(Vec::is_empty)>
                <Nothing inbox />
            </Show>
        </InfiniteList>
    }
}

#[component]
fn Nothing(inbox: Inbox) -> impl IntoView {
    let words = move || match (inbox.find.read().trim().is_empty(), inbox.filter.get()) {
        (false, _) => "Nobody of this name.",
        (true, Filter::Unread) => "Everything is read.",
        (true, Filter::Groups) => "You are in no group.",
        (true, Filter::Threads) => "You take part in no thread.",
        (true, Filter::Requests) => "Nobody waits for an answer.",
        (true, Filter::Archived) => "Nothing is archived.",
        (true, Filter::All) => "Nothing here.",
    };
    let begins = Memo::new(move |_| inbox.is_whole() && inbox.view() == View::default() && !inbox.is_late());
    let waits = Memo::new(move |_| inbox.trouble().is_none() && !inbox.is_whole());
    move || {
        if waits.get() {
            view! { <SkeletonRows rows=3 /> }.into_any()
        } else if let Some(error) = inbox.trouble() {
            let on_retry = Callback::new(move |()| inbox.try_again());
            view! { <ErrorState error on_retry /> }.into_any()
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
