//! Looking for messages: the addresses that it has, and what this device finds by itself in what it keeps.

use std::cmp::Reverse;

use leptos_router::location::Url;

use super::{
    AT, Timeline,
    inbox::title,
    threads::{FOLDED, address},
};
use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Conversation, Found, Message, Stretch, Terms},
    },
    shared::id::{AccountId, ConversationId},
};

/// So many messages this device finds at once.
const MOST: usize = 100;

/// What the address says of what is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// As it was typed.
    pub words: String,
    /// In this conversation and its threads alone.
    pub within: Option<ConversationId>,
    /// Where the page begins, for who has no JavaScript.
    pub cursor: Option<String>,
}

impl Search {
    /// Where these words are looked for.
    #[must_use]
    pub fn address(&self) -> String {
        let within = self.within.map(|within| ("in", within.to_string()));
        let words = Some(("words", Url::escape(&self.words))).filter(|_| !self.words.is_empty());
        let cursor = self.cursor.as_ref().map(|cursor| ("after", Url::escape(cursor)));
        let said = [within, words, cursor].into_iter().flatten().map(|(name, value)| format!("{name}={value}"));
        let query = said.collect::<Vec<_>>().join("&");
        if query.is_empty() { "/messages/search".to_owned() } else { format!("/messages/search?{query}") }
    }
}

/// Where the conversation, or the thread beside one, opens at a message that was found.
#[must_use]
pub fn way_to(found: &Found) -> String {
    format!("{}?{AT}={}", address(found.conversation_id, found.thread_of), found.id)
}

/// Those messages of a conversation that was open which hold what is looked for; where more than two people speak, none of
/// whom the viewer blocked.
#[must_use]
pub fn find_in(terms: &Terms, timeline: &Timeline, blocked: &[Account]) -> Vec<Found> {
    let conversation = timeline.conversation();
    let messages = heard(conversation, timeline.messages().map(|message| &**message), blocked);
    let title = called(conversation, timeline.viewer(), blocked);
    pick(terms, (conversation, &title), messages, |author| timeline.person(author))
}

/// The same in a conversation as it is kept.
#[must_use]
pub fn find_in_copy(
    terms: &Terms,
    kept: &(Conversation, Stretch),
    viewer: AccountId,
    blocked: &[Account],
) -> Vec<Found> {
    let (conversation, history) = kept;
    let person = |author: AccountId| {
        let here = conversation.participants.iter().map(|person| &person.account);
        here.chain(&history.former).find(|account| account.id == author)
    };
    let title = called(conversation, viewer, blocked);
    pick(terms, (conversation, &title), heard(conversation, history.messages.iter(), blocked), person)
}

/// What a conversation is called for who blocked these people: by no words of theirs.
fn called(conversation: &Conversation, viewer: AccountId, blocked: &[Account]) -> String {
    let is_blocked = |author: AccountId| blocked.iter().any(|account| account.id == author);
    let is_folded = conversation.titled_by().is_some_and(is_blocked);
    if is_folded { FOLDED.to_owned() } else { title(conversation, viewer) }
}

/// What the server would look through too: in a group and its threads, nothing of whom the viewer blocked.
fn heard<'a>(
    conversation: &Conversation,
    messages: impl Iterator<Item = &'a Message>,
    blocked: &[Account],
) -> impl Iterator<Item = &'a Message> {
    let is_of_two = conversation.is_of_two();
    messages.filter(move |message| is_of_two || blocked.iter().all(|account| account.id != message.author_id))
}

fn pick<'a>(
    terms: &Terms,
    (conversation, title): (&Conversation, &str),
    messages: impl Iterator<Item = &'a Message>,
    person: impl Fn(AccountId) -> Option<&'a Account>,
) -> Vec<Found> {
    let holding = messages.filter(|message| !message.is_deleted() && terms.are_in(&message.body));
    let found = holding.filter_map(|message| {
        let &Message { id, conversation_id, seq, at, author_id, .. } = message;
        let (author, excerpt) = (person(author_id)?.clone(), terms.excerpt(&message.body));
        let (title, thread_of) = (title.to_owned(), conversation.thread_of);
        Some(Found { id, conversation_id, title, thread_of, seq, at, author, excerpt })
    });
    found.collect()
}

/// What was found here and there, the newest first.
#[must_use]
pub fn newest(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| Reverse((found.at, found.id)));
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::{
        model::{GroupRole, Kind},
        state::world::{ANN, BOB, HERE, World, account},
    };

    #[test]
    fn the_address_says_what_is_looked_for_and_where() {
        let search = |words: &str, within, cursor: Option<&str>| {
            Search { words: words.to_owned(), within, cursor: cursor.map(str::to_owned) }.address()
        };
        assert_eq!(search("", None, None), "/messages/search");
        assert_eq!(search("tea & co", None, None), "/messages/search?words=tea%20%26%20co");
        assert_eq!(search("tea", Some(HERE), Some("on")), format!("/messages/search?in={HERE}&words=tea&after=on"));
    }

    #[test]
    fn what_is_kept_is_searched_as_the_server_would_and_nothing_deleted_is_found() {
        let mut world = World::new();
        world.say(BOB, "Tea at five?");
        world.say(ANN, "Or coffee");
        world.say(BOB, "No more tea");
        world.say(ANN, "Teapots!");
        world.delete(3);
        let last = world.conversation.last_seq;
        let kept = (world.snapshot().data, world.stretch(1, last));
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, last));
        let terms = Terms::of("tea");
        let found = newest(find_in_copy(&terms, &kept, ANN, &[]));
        assert_eq!(found, newest(find_in(&terms, &timeline, &[])));
        let said: Vec<_> = found.iter().map(|found| (found.seq, found.author.id)).collect();
        assert_eq!(said, [(4, ANN), (1, BOB)]);
        assert!(found.iter().all(|found| found.title == title(&world.conversation, ANN)));
        assert_eq!(way_to(&found[1]), format!("/messages/{HERE}?at={}", world.messages[0].id));
        let beside = Found { thread_of: Some(ConversationId(uuid::Uuid::from_u128(9))), ..found[1].clone() };
        let way = format!("/messages/{}/thread/{HERE}?at={}", uuid::Uuid::from_u128(9), beside.id);
        assert_eq!(way_to(&beside), way, "an answer in a thread stands beside its conversation");
        assert!(newest(find_in(&Terms::of("sugar"), &timeline, &[])).is_empty());
    }

    #[test]
    fn in_a_group_nothing_is_found_of_whom_the_viewer_blocked_and_in_a_pair_it_is() {
        let mut world = World::new();
        world.say(BOB, "Tea at five?");
        world.say(ANN, "Tea, then");
        let (terms, blocked) = (Terms::of("tea"), [account(BOB, "bob")]);
        let (nobody, somebody) = (GroupRole::Member, GroupRole::Owner);
        let of_two = [(Kind::Pair, nobody), (Kind::Thread, nobody)].map(|place| (place, vec![2, 1]));
        let of_more = [(Kind::Group, somebody), (Kind::Thread, somebody)].map(|place| (place, vec![2]));
        for ((kind, role), expected) in of_two.into_iter().chain(of_more) {
            world.conversation.kind = kind;
            world.conversation.root_author = (kind == Kind::Thread).then_some(BOB);
            world.conversation.around =
                (kind == Kind::Thread).then_some(if role == nobody { Kind::Pair } else { Kind::Group });
            world.conversation.participants[0].role = role;
            let kept = (world.snapshot().data, world.stretch(1, 2));
            let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 2));
            let is_folded = (kind, role) == (Kind::Thread, somebody);
            for found in [find_in(&terms, &timeline, &blocked), find_in_copy(&terms, &kept, ANN, &blocked)] {
                assert!(found.iter().all(|found| (found.title == FOLDED) == is_folded), "{found:?}");
                assert_eq!(newest(found).iter().map(|found| found.seq).collect::<Vec<_>>(), expected);
            }
        }
    }
}
