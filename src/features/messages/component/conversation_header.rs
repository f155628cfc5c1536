//! Whom one talks to, and whether they are there.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::bar::Back;
use crate::{
    features::messages::{
        hook::{Presence, Thread, use_inbox},
        state::{
            Search,
            inbox::{other, people_words, title},
            threads::beside_in,
        },
    },
    kit::{Avatar, Choice, Icon, IconButton, Menu, Symbol, TimeAgo, Verbatim},
    shared::id::AccountId,
};

/// The name, the face and, under them, what the other one is doing, or how many people a group has. It leads to the other
/// one's profile, and to the details of the conversation.
#[component]
pub fn ConversationHeader(thread: Thread) -> impl IntoView {
    let inbox = use_inbox();
    let conversation = Memo::new(move |_| thread.conversation());
    let viewer = inbox.viewer();
    let other = Memo::new(move |_| other(&conversation.read(), viewer).cloned());
    let name = Signal::derive(move || title(&conversation.read(), viewer));
    let people = Memo::new(move |_| conversation.read().people());
    let under = Signal::derive(move || match people.get() {
        Some(people) => Some(people_words(people)),
        None => other.get().map(|other| format!("@{}", other.handle)),
    });
    let who = other.get_untracked().map(|other| other.id);
    if let Some(who) = who {
        inbox.presences.watch(who);
    }
    let online = Memo::new(move |_| who.and_then(|who| inbox.presences.of(who)) == Some(Presence::Online));
    // The page is about a thread that stands beside it.
    let path = use_location().pathname;
    let is_beside = Memo::new(move |_| beside_in(&path.read()) == Some(thread.id));
    let heading = move || {
        let class = "truncate text-lg leading-6 font-semibold";
        if is_beside.get() {
            view! { <h2 class=class><Verbatim words=name /></h2> }.into_any()
        } else {
            view! { <h1 class=class><Verbatim words=name /></h1> }.into_any()
        }
    };
    let of_group = details_of(thread);
    let address = move || match &*other.read() {
        Some(other) => (!other.deleted).then(|| format!("/u/{}", other.handle)),
        None => people.get().map(|_| of_group.clone()),
    };
    view! {
        <header class="flex min-h-16 shrink-0 items-center gap-2 border-b border-line px-2 py-2 lg:px-4">
            <Back href="/messages" label="Back to conversations" class="lg:hidden" />
            <a href=address class="flex min-w-0 items-center gap-3 rounded-card px-1 py-0.5 text-text no-underline">
                <span class="flex size-12 shrink-0 items-center justify-center">
                    <Avatar id=who.map_or(thread.id.0, |who| who.0) name online decorative=true />
                </span>
                <div class="flex min-w-0 flex-col">
                    {heading}
                    <Doing thread under who />
                </div>
            </a>
            <WaysOn thread />
        </header>
    }
}

/// The ways to a day, to what was said, and to who takes part. On a phone the name needs the room, and a menu has two of them,
/// but for whoever has no JavaScript.
#[component]
fn WaysOn(thread: Thread) -> impl IntoView {
    let search = Search { within: Some(thread.id), ..Search::default() }.address();
    view! {
        <div class="ml-auto flex shrink-0">
            <IconButton
                label="Go to a day"
                icon=Icon::Calendar
                class="still:invisible max-sm:hidden"
                on_click=move |_| thread.ask_for_day(thread.day_in_view())
            />
            <a
                href=search
                aria-label="Search in this conversation"
                title="Search in this conversation"
                class="inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-raised"
            >
                <Symbol icon=Icon::Search />
            </a>
            <a
                href=details_of(thread)
                aria-label="Details"
                title="Details"
                class="hidden size-11 shrink-0 items-center justify-center rounded-full hover:bg-raised sm:inline-flex still:inline-flex"
            >
                <Symbol icon=Icon::Info />
            </a>
            <More thread />
        </div>
    }
}

#[component]
fn More(thread: Thread) -> impl IntoView {
    let navigate = use_navigate();
    let details = Callback::new(move |()| navigate(&details_of(thread), NavigateOptions::default()));
    let day = Callback::new(move |()| thread.ask_for_day(thread.day_in_view()));
    let choice = |label: &str, icon, act| Choice { label: label.to_owned(), icon, danger: false, act };
    let choices = Signal::derive(move || {
        vec![choice("Go to a day", Icon::Calendar, day), choice("Details", Icon::Info, details)]
    });
    view! {
        <div class="flex size-11 shrink-0 items-center justify-center sm:hidden still:hidden">
            <Menu label="More" choices />
        </div>
    }
}

fn details_of(thread: Thread) -> String {
    format!("/messages/{}/details", thread.id)
}

/// Typing, online, away, last seen; where nothing of that is known, the handle or how many people there are.
#[component]
fn Doing(thread: Thread, under: Signal<Option<String>>, who: Option<AccountId>) -> impl IntoView {
    let inbox = use_inbox();
    let typing = Memo::new(move |_| thread.typists());
    let presence = Memo::new(move |_| who.and_then(|who| inbox.presences.of(who)));
    let words = move || {
        match (typing.read().as_slice(), presence.get()) {
        ([], Some(Presence::Online)) => view! { <span>"online"</span> }.into_any(),
        ([], Some(Presence::Away)) => view! { <span>"away"</span> }.into_any(),
        ([], Some(Presence::Offline { last_seen: Some(at) })) => {
            // How long ago that was changes by itself, which is no news.
            view! { <span aria-live="off">"last seen " <TimeAgo time=at class="" ago=true /></span> }.into_any()
        }
        ([], _) => under.get().map(|under| view! { <span>{under}</span> }).into_any(),
        ([name], _) => view! { <span class="text-accent"><Verbatim words=name.clone() /> " is typing…"</span> }.into_any(),
        ([one, two], _) => view! {
            <span class="text-accent"><Verbatim words=one.clone() /> " and " <Verbatim words=two.clone() /> " are typing…"</span>
        }
        .into_any(),
        (_, _) => view! { <span class="text-accent">"Several people are typing…"</span> }.into_any(),
    }
    };
    view! { <span class="truncate text-sm text-muted" aria-live="polite">{words}</span> }
}
