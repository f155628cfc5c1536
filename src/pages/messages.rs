//! `/messages`, `/messages/new`, `/messages/group`, `/messages/search`, `/messages/{conversation}` and
//! `/messages/{conversation}/details`: one page, so that the list stays while conversations come and go beside it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    LazyRoute,
    hooks::{use_location, use_params_map, use_query_map},
    params::ParamsMap,
};
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
};
use crate::{
    client::use_client,
    features::{
        accounts::hook::use_me,
        messages::{
            component::{
                ConversationDetails, ConversationList, ConversationPanel, MessageSearch, NewConversation, NewGroup,
                NobodyChosen,
            },
            hook::{Asked, Reported, Reporting, provide_inbox, provide_schedules},
            model,
            state::{AT, Filter, Search},
        },
        moderation::{
            component::{ReportDialog, Subject},
            model::About,
        },
    },
    kit::{EmptyState, Icon, Panel, land, succession},
    shared::{id::ConversationId, time::Time},
    sync::status::State,
};

/// Messaging.
pub struct MessagesPage;

impl LazyRoute for MessagesPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
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

/// What the address says of the list. Whom `/messages/new` looks for has another name, `who`.
fn asked(query: &ParamsMap) -> Asked {
    Asked {
        filter: Filter::named(&query.get("show").unwrap_or_default()),
        find: query.get("q").unwrap_or_default(),
        cursor: query.get("cursor"),
    }
}

/// What the address of `/messages/search` says.
fn asked_search(query: &ParamsMap) -> Search {
    Search {
        words: query.get("words").unwrap_or_default(),
        within: query.get_str("in").and_then(|id| id.parse().ok()),
        // The list beside has the other name.
        cursor: query.get("after"),
    }
}

/// Which page of a conversation the address asks for.
fn asked_page(query: &ParamsMap) -> model::From {
    let seq = |name| query.get_str(name).and_then(|seq| seq.parse().ok());
    if let Some(message) = query.get_str(AT).and_then(|id| id.parse().ok()) {
        return model::From::Message(message);
    }
    // As a page of the server tells times.
    if let Some(day) = query.get_str("day").and_then(|day| Time::read(&format!("{day}T00:00:00Z"))) {
        return model::From::Since(day);
    }
    match (seq("before"), seq("after")) {
        (Some(before), _) => model::From::Before(before),
        (None, Some(after)) => model::From::After(after),
        (None, None) if query.get_str("newest").is_some() => model::From::Newest,
        (None, None) => model::From::Unread,
    }
}

/// What the page that finds messages is called in its address.
const SEARCH: &str = "search";

/// What stands beside the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Nobody,
    New,
    NewGroup,
    Search(Search),
    Conversation(ConversationId),
    Details(ConversationId),
    Missing,
}

impl Place {
    /// By the part of the address that names it, whether the details are asked for, and what is looked for there.
    fn of(name: Option<&str>, details: bool, search: impl FnOnce() -> Search) -> Self {
        match name {
            Some(id) if details => id.parse().map_or(Self::Missing, Self::Details),
            None | Some("") => Self::Nobody,
            Some("new") => Self::New,
            Some("group") => Self::NewGroup,
            Some(SEARCH) => Self::Search(search()),
            Some(id) => id.parse().map_or(Self::Missing, Self::Conversation),
        }
    }
}

#[component]
fn Messages() -> impl IntoView {
    let params = use_params_map();
    let (query, path) = (use_query_map(), use_location().pathname);
    let place = Memo::new(move |before: Option<&Place>| {
        let params = params.read();
        let name = params.get_str("conversation");
        // The address is another one before the page is: what it says then is not for this one.
        let is_leaving = name == Some(SEARCH) && !path.read().ends_with(SEARCH);
        let search = || query.with(asked_search);
        match before {
            Some(before) if is_leaving => before.clone(),
            _ => Place::of(name, params.get_str("details").is_some(), search),
        }
    });
    let reported = provide_reporting();
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
        <ReportDialog subject=reported />
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

/// The list, and what stands beside it.
#[component]
fn Columns(place: Memo<Place>) -> impl IntoView {
    // On a phone the list and what stands beside it are screens of their own.
    let alone = move || place.get() == Place::Nobody;
    view! {
        <div class="absolute inset-0 flex overflow-clip">
            <div
                class="w-full min-w-0 flex-col lg:flex lg:w-96 lg:shrink-0 lg:border-r lg:border-line"
                class=("flex", alone)
                class=("hidden", move || !alone())
            >
                <Panel>
                    <ConversationList />
                </Panel>
            </div>
            <section
                aria-label="Conversation"
                class="min-w-0 grow flex-col lg:flex"
                class=("flex", move || !alone())
                class=("hidden", alone)
            >
                {succession(place, |place| view! { <Panel><Beside place /></Panel> }.into_any())}
            </section>
        </div>
    }
}

#[component]
fn Beside(place: Place) -> impl IntoView {
    match place {
        Place::Nobody => view! { <NobodyChosen /> }.into_any(),
        Place::New => view! { <NewConversation /> }.into_any(),
        Place::NewGroup => view! { <NewGroup /> }.into_any(),
        Place::Search(search) => view! { <MessageSearch search /> }.into_any(),
        Place::Missing => view! { <NotFound /> }.into_any(),
        Place::Details(id) => {
            let missing = || view! { <NotFound /> }.into_any();
            view! { <ConversationDetails id missing /> }.into_any()
        }
        Place::Conversation(id) => {
            let page = use_query_map().with_untracked(asked_page);
            let missing = || view! { <NotFound /> }.into_any();
            view! { <ConversationPanel id page missing /> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::id::MessageId;

    #[test]
    fn who_is_looked_for_among_people_does_not_narrow_the_list_beside() {
        for (name, find) in [("who", ""), ("q", "bob")] {
            let mut query = ParamsMap::new();
            query.insert(name, "bob".to_owned());
            assert_eq!(asked(&query).find, find, "{name}");
        }
    }

    #[test]
    fn an_address_says_which_words_to_look_for_and_where() {
        let id = ConversationId(uuid::Uuid::from_u128(7));
        let mut query = ParamsMap::new();
        for (name, value) in [("words", "tea"), ("in", id.to_string().as_str()), ("after", "on")] {
            query.insert(name, value.to_owned());
        }
        let (words, cursor) = ("tea".to_owned(), Some("on".to_owned()));
        assert_eq!(asked_search(&query), Search { words, within: Some(id), cursor });
        query.replace("in", "nowhere".to_owned());
        assert_eq!(asked_search(&query).within, None);
        let Asked { find, cursor, .. } = asked(&query);
        assert_eq!((find.as_str(), cursor), ("", None), "the list beside shows all");
    }

    #[test]
    fn only_a_conversation_has_details() {
        let id = ConversationId(uuid::Uuid::from_u128(7));
        let of = |name: Option<&str>, details| Place::of(name, details, Search::default);
        assert_eq!(of(Some(&id.to_string()), false), Place::Conversation(id));
        assert_eq!(of(Some(&id.to_string()), true), Place::Details(id));
        assert_eq!(of(Some("new"), false), Place::New);
        assert_eq!(of(Some("new"), true), Place::Missing);
        assert_eq!(of(None, false), Place::Nobody);
        assert_eq!(of(Some("search"), false), Place::Search(Search::default()));
        assert_eq!(of(Some("search"), true), Place::Missing);
    }

    #[test]
    fn an_address_says_which_page_of_a_conversation_to_read() {
        for (name, value, page) in [
            ("before", "51", model::From::Before(51)),
            ("after", "50", model::From::After(50)),
            ("newest", "", model::From::Newest),
            ("before", "the flood", model::From::Unread),
            ("act", "send_message", model::From::Unread),
            ("day", "2026-11-21", model::From::Since(Time::from_millis(1_795_219_200_000))),
            ("day", "2026-11-31", model::From::Unread),
            ("at", "the flood", model::From::Unread),
            ("at", "00000000-0000-0000-0000-000000000007", model::From::Message(MessageId(uuid::Uuid::from_u128(7)))),
        ] {
            let mut query = ParamsMap::new();
            query.insert(name, value.to_owned());
            assert_eq!(asked_page(&query), page, "{name}={value}");
        }
    }
}
