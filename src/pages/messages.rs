//! `/messages`, `/messages/new`, `/messages/group`, `/messages/search`, `/messages/publishing`, `/messages/{conversation}`,
//! `/messages/{conversation}/details` and `/messages/{conversation}/thread/{message}`: one page, so that the list stays
//! while conversations come and go beside it, and a conversation while threads do.
//!
//! A thread has the id of its message, so `/messages/{message}` shows it too, alone.

mod address;
mod rare;

use futures::future::join;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    LazyRoute,
    hooks::{use_location, use_params_map, use_query_map},
};
use wasm_split_helpers::wasm_split;

pub use rare::share;

use address::{Aside, PUBLISHING, Place, SEARCH, asked, asked_page, asked_publishing, asked_search};

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
};
use crate::{
    client::use_client,
    features::{
        accounts::hook::use_me,
        messages::{
            component::{ConversationList, ConversationPanel, NobodyChosen},
            hook::{Publishing, Reported, Reporting, provide_inbox, provide_schedules},
            model,
            state::threads::open_in,
        },
        moderation::{component::Subject, model::About},
        publications::{hook::provide_again, state::PAGE as PUBLISHING_PAGE},
    },
    kit::{EmptyState, Icon, NoticesWithin, Panel, land, succession, use_wide},
    shared::{effect::Effect, hydration::is_served, id::ConversationId},
    sync::status::State,
};

/// Messaging.
pub struct MessagesPage;

impl LazyRoute for MessagesPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        join(fetched(fetch), rare::fetch_for_address()).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("messages_page", fetch, draw).await
    }
}

#[wasm_split(messages_page, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    // Visitors have been sent to log in.
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    let view = viewer.map(|viewer| {
        provide_inbox(viewer, use_query_map().with_untracked(asked));
        provide_schedules();
        view! { <Messages /> }
    });
    Ok(view.into_any())
}

#[component]
fn Messages() -> impl IntoView {
    let params = use_params_map();
    let (query, path) = (use_query_map(), use_location().pathname);
    let place = Memo::new(move |before: Option<&Place>| {
        let params = params.read();
        let name = params.get_str("conversation");
        // The address is another one before the page is: what it says then is not for this one.
        let is_of_query = |page| name == Some(page) && !path.read().ends_with(page);
        let is_leaving = is_of_query(SEARCH) || is_of_query(PUBLISHING);
        let search = || query.with(asked_search);
        match before {
            Some(before) if is_leaving => before.clone(),
            _ => match Place::of(name, params.get_str("details").is_some(), params.get_str("message"), search) {
                Place::Aside(Aside::Publishing(_)) => Place::Aside(Aside::Publishing(query.with(asked_publishing))),
                place => place,
            },
        }
    });
    let reported = provide_reporting();
    let published = RwSignal::new(None);
    provide_context(Publishing(published));
    provide_again(Callback::new(move |message| _ = published.try_set(Some(message))));
    rare::fetch_when_idle();
    let health = use_client().status();
    let is_over = Memo::new(move |_| health.read().state == State::SignedOut);
    view! {
        <Title text="Messages" />
        {succession(
            is_over,
            move |is_over| {
                if is_over { view! { <Over /> }.into_any() } else { view! { <Columns place /> }.into_any() }
            },
        )}
        {rare::report(reported)}
        {rare::publish(published)}
    }
}

/// Lets messages be reported on this page; what is to be is what the dialog asks about.
fn provide_reporting() -> RwSignal<Option<Subject>> {
    let (reporting, reported) = (RwSignal::new(None), RwSignal::new(None));
    provide_context(Reporting(reporting));
    Effect::new(move || {
        if let Some(asked) = reporting.get() {
            let Reported { message, author } = asked;
            reported.set(Some(Subject { about: About::Message(message), person: author }));
            reporting.set(None);
        }
    });
    reported
}

/// What is left on the screen of whose session has ended, or who is drawn from copies and turns out to have none: nothing
/// that anybody else should read there. What waits to be sent is kept as everywhere, and so is what was being written.
/// Where the focus went with what is gone, the heading has it.
#[component]
fn Over() -> impl IntoView {
    Effect::new(|| land("content"));
    view! {
        <EmptyState
            alone=true
            icon=Icon::LogOut
            title="You are logged out"
            words="Log in to see your messages again."
        />
    }
}

/// The list, and what stands beside it. What stands there stays while a thread comes and goes at its side.
#[component]
fn Columns(place: Memo<Place>) -> impl IntoView {
    // On a phone the list and what stands beside it are screens of their own.
    let alone = move || place.get() == Place::Nobody;
    let is_wide = use_wide();
    let first = Memo::new(move |_| place.get().columns(is_wide.get()).0);
    let thread = Memo::new(move |_| place.get().columns(is_wide.get()).1);
    let has_thread = move || thread.read().is_some();
    view! {
        <div class="absolute inset-0 flex overflow-clip">
            <div
                class="w-full min-w-0 flex-col lg:flex lg:w-96 lg:shrink-0 lg:border-r lg:border-line"
                class=("flex", alone)
                class=("hidden", move || !alone())
                class=("xl:w-72", has_thread)
            >
                {rare::publications(None)}
                {plain_way(PUBLISHING_PAGE.to_owned(), "To be published")}
                <Panel>
                    <ConversationList />
                </Panel>
                // At its foot the list is only shorter by it.
                <Show when=alone>
                    <NoticesWithin />
                </Show>
            </div>
            <section aria-label="Conversation" class=move || first_column(first.read().is_some(), alone(), has_thread())>
                {succession(
                    first,
                    |place| place.map(|place| view! { <Panel><Beside place /></Panel> }).into_any(),
                )}
            </section>
            <section aria-label="Thread" class=move || thread_column(has_thread())>
                {succession(
                    thread,
                    |place| place.map(|place| view! { <Panel><Beside place /></Panel> }).into_any(),
                )}
            </section>
        </div>
    }
}

/// How what stands first beside the list is laid out. Where a thread stands at its side, or will as soon as the page knows that
/// there is room for both, the room is kept; no script, no room.
const fn first_column(is_there: bool, alone: bool, has_thread: bool) -> &'static str {
    match (is_there, alone, has_thread) {
        (false, _, false) => "hidden",
        (false, _, true) => "hidden min-w-0 grow flex-col xl:flex noscript:hidden",
        (true, false, _) => "flex min-w-0 grow flex-col",
        (true, true, _) => "hidden min-w-0 grow flex-col lg:flex",
    }
}

/// How a thread is laid out: alone, or at the side of its conversation where there is room for both.
const fn thread_column(is_there: bool) -> &'static str {
    if is_there {
        "flex min-w-0 grow flex-col border-line xl:w-96 xl:shrink-0 xl:grow-0 xl:border-l noscript:w-auto noscript:grow"
    } else {
        "hidden"
    }
}

#[component]
fn Beside(place: Place) -> impl IntoView {
    match place {
        Place::Nobody => view! { <NobodyChosen /> }.into_any(),
        Place::Aside(aside) => rare::aside(aside),
        Place::Missing => view! { <NotFound /> }.into_any(),
        Place::Conversation(id) => view! { <Open id around=None /> }.into_any(),
        Place::Thread(around, id) => {
            let ask = plain_way(format!("{PUBLISHING_PAGE}?message={id}"), "Turn into a question or an answer");
            view! {
                <Open id around=Some(around) />
                {ask}
            }
            .into_any()
        }
    }
}

/// Leads to what is to be published, for who has no JavaScript: with it lines, menus and dialogs do.
fn plain_way(href: String, words: &'static str) -> impl IntoView {
    is_served().then(|| {
        view! {
            <noscript>
                <a href=href class="inline-flex min-h-11 items-center px-4 text-sm text-accent">
                    {words}
                </a>
            </noscript>
        }
    })
}

/// A conversation, or a thread around which another one stands.
#[component]
fn Open(id: ConversationId, around: Option<ConversationId>) -> impl IntoView {
    // Beside a thread a conversation is as it was left: the address asks for something in the thread.
    let is_named = open_in(&use_location().pathname.read_untracked()).is_none_or(|named| named == id);
    let query = use_query_map();
    let page = if is_named { query.with_untracked(asked_page) } else { model::From::Unread };
    let missing = || view! { <NotFound /> }.into_any();
    let below = |id| rare::publications(Some(id));
    view! { <ConversationPanel id page around missing below /> }
}
