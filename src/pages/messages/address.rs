//! What an address of messages asks for.

use leptos_router::params::ParamsMap;

use crate::{
    features::messages::{
        hook::Asked,
        model,
        state::{AT, Filter, Search},
    },
    shared::{
        id::{ConversationId, MessageId},
        time::Time,
    },
};

/// What the address says of the list. Whom `/messages/new` looks for has another name, `who`.
pub fn asked(query: &ParamsMap) -> Asked {
    Asked {
        filter: Filter::named(&query.get("show").unwrap_or_default()),
        find: query.get("q").unwrap_or_default(),
        cursor: query.get("cursor"),
    }
}

/// What the address of `/messages/search` says.
pub fn asked_search(query: &ParamsMap) -> Search {
    Search {
        words: query.get("words").unwrap_or_default(),
        within: query.get_str("in").and_then(|id| id.parse().ok()),
        // The list beside has the other name.
        cursor: query.get("after"),
    }
}

/// Which page of a conversation the address asks for.
pub fn asked_page(query: &ParamsMap) -> model::From {
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
pub const SEARCH: &str = "search";

/// What the page of what is to be published is called in its address.
pub const PUBLISHING: &str = "publishing";

/// Of which message's thread the address of that page wants something to be published.
pub fn asked_publishing(query: &ParamsMap) -> Option<MessageId> {
    query.get_str("message").and_then(|id| id.parse().ok())
}

/// What stands beside the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Nobody,
    Conversation(ConversationId),
    /// The thread of a message, beside this conversation.
    Thread(ConversationId, ConversationId),
    Aside(Aside),
    Missing,
}

/// What stands in the place of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aside {
    New,
    NewGroup,
    Search(Search),
    Details(ConversationId),
    /// All that is to be published, or the form that asks for what was said in the thread of a message.
    Publishing(Option<MessageId>),
}

impl Place {
    /// By the part of the address that names it, whether the details are asked for, which message's thread is, and what is
    /// looked for there.
    pub fn of(name: Option<&str>, details: bool, thread: Option<&str>, search: impl FnOnce() -> Search) -> Self {
        if let Some(thread) = thread {
            let ids = name.and_then(|name| name.parse().ok()).zip(thread.parse().ok());
            return ids.map_or(Self::Missing, |(around, thread)| Self::Thread(around, thread));
        }
        match name {
            Some(id) if details => id.parse().map_or(Self::Missing, |id| Self::Aside(Aside::Details(id))),
            None | Some("") => Self::Nobody,
            Some("new") => Self::Aside(Aside::New),
            Some("group") => Self::Aside(Aside::NewGroup),
            Some(SEARCH) => Self::Aside(Aside::Search(search())),
            Some(PUBLISHING) => Self::Aside(Aside::Publishing(None)),
            Some(id) => id.parse().map_or(Self::Missing, Self::Conversation),
        }
    }

    /// What stands first beside the list, and which thread after it: where there is no room for both, the thread alone.
    pub fn columns(self, is_wide: bool) -> (Option<Self>, Option<Self>) {
        match self {
            Self::Thread(around, _) => (is_wide.then_some(Self::Conversation(around)), Some(self)),
            place => (Some(place), None),
        }
    }
}

/// Whether the path of an address leads to what stands in the place of a conversation, or may do so.
#[cfg(any(test, feature = "hydrate"))]
pub fn is_aside(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    if parts.next() != Some("messages") {
        return false;
    }
    let (name, below) = (parts.next(), parts.next());
    let thread = parts.next().filter(|_| below == Some("thread"));
    // What is read as nothing known here may be written in a way that the router understands.
    let place = Place::of(name, below.is_some(), thread, Search::default);
    !matches!(place, Place::Nobody | Place::Conversation(_) | Place::Thread(..))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let of = |name: Option<&str>, details| Place::of(name, details, None, Search::default);
        assert_eq!(of(Some(&id.to_string()), false), Place::Conversation(id));
        assert_eq!(of(Some(&id.to_string()), true), Place::Aside(Aside::Details(id)));
        assert_eq!(of(Some("new"), false), Place::Aside(Aside::New));
        assert_eq!(of(Some("new"), true), Place::Missing);
        assert_eq!(of(None, false), Place::Nobody);
        assert_eq!(of(Some("search"), false), Place::Aside(Aside::Search(Search::default())));
        assert_eq!(of(Some("search"), true), Place::Missing);
    }

    #[test]
    fn a_thread_stands_beside_its_conversation_where_there_is_room_and_else_alone() {
        let [id, thread] = [7, 8].map(|number| ConversationId(uuid::Uuid::from_u128(number)));
        let of = |name: &str, thread: &str| Place::of(Some(name), false, Some(thread), Search::default);
        let place = of(&id.to_string(), &thread.to_string());
        assert_eq!(place, Place::Thread(id, thread));
        assert_eq!(place.clone().columns(true), (Some(Place::Conversation(id)), Some(place.clone())));
        assert_eq!(place.clone().columns(false), (None, Some(place)));
        assert_eq!(Place::Conversation(id).columns(true), (Some(Place::Conversation(id)), None));
        for (name, thread) in [("new", thread.to_string()), (&*id.to_string(), "the flood".to_owned())] {
            assert_eq!(of(name, &thread), Place::Missing, "{name}");
        }
    }

    #[test]
    fn a_path_tells_whether_something_else_than_a_conversation_stands_beside_the_list() {
        let id = uuid::Uuid::from_u128(7);
        for path in ["/messages/new", "/messages/group/", "/messages/search", "/messages/publishing", "/messages/n%65w"]
        {
            assert!(is_aside(path), "{path}");
        }
        assert!(is_aside(&format!("/messages/{id}/details")));
        for path in ["/messages", "/messages/", "/about", "/u/new", "/"] {
            assert!(!is_aside(path), "{path}");
        }
        assert!(!is_aside(&format!("/messages/{id}")));
        assert!(!is_aside(&format!("/messages/{id}/thread/{id}")));
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
