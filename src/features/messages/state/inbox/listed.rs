//! A conversation as the list shows it.

use super::acquaintances::is_called;
use crate::{
    features::{
        accounts::model::{Account, Me},
        messages::{
            model::{Conversation, Draft, Kind, Mark, Preview},
            state::{
                changing::{answered, last_word, said},
                choosing::chosen,
                operation::{named_at, sending},
                threads,
            },
        },
    },
    shared::{
        id::{AccountId, ConversationId},
        text::folded,
    },
    sync::{Pending, PendingState},
};

/// Characters of a message that the list shows.
pub(super) const PREVIEW: usize = 200;

/// A conversation as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Which.
    pub id: ConversationId,
    /// The conversation beside which a thread stands.
    pub thread_of: Option<ConversationId>,
    /// The other person of a pair.
    pub other: Option<Account>,
    /// A group's name, or the other person's.
    pub title: String,
    /// Whose words that is, where they are folded away for who blocked them.
    pub titled_by: Option<AccountId>,
    /// How many people a group has.
    pub people: Option<usize>,
    /// Whether only two people ever speak in it.
    pub is_of_two: bool,
    /// The last word.
    pub last: Option<Preview>,
    /// Who said it, where that is not plain: in a group, and not the viewer.
    pub speaker: Option<String>,
    /// Whether the viewer said it.
    pub own: bool,
    /// What is on this device alone: still on its way, or refused.
    pub unsent: Option<Unsent>,
    /// How many messages of others are unread.
    pub unread: i64,
    /// What the viewer chose for it.
    pub mark: Mark,
}

/// How the last own word of a conversation stands that is not stored yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// On its way.
    Sending,
    /// Refused.
    Failed,
}

impl Listed {
    /// The conversation with what is pending laid over.
    pub(super) fn new(conversation: &Conversation, viewer: AccountId, pending: &[Pending], unread: i64) -> Self {
        let unsent = unsent(conversation.id, pending);
        let last = match &unsent {
            Some((draft, _)) => Some(Preview {
                author_id: viewer,
                body: said(draft, pending).chars().take(PREVIEW).collect(),
                at: named_at(draft.id),
                version: 0,
            }),
            None => last_word(conversation, pending),
        };
        Self {
            id: conversation.id,
            title: title(conversation, viewer),
            titled_by: conversation.titled_by(),
            thread_of: conversation.thread_of,
            other: other(conversation, viewer).cloned(),
            people: conversation.people(),
            is_of_two: conversation.is_of_two(),
            speaker: last.as_ref().and_then(|last| speaker(conversation, viewer, last)),
            own: last.as_ref().is_some_and(|last| last.author_id == viewer),
            last,
            unsent: unsent.map(|(_, unsent)| unsent),
            unread,
            mark: chosen(conversation.id, &conversation.mark, pending),
        }
    }
}

impl Listed {
    /// What it is called for this person: by no words of somebody whom they blocked.
    #[must_use]
    pub fn called(&self, me: Option<&Me>) -> String {
        let is_folded = self.titled_by.zip(me).is_some_and(|(author, me)| me.blocks(author));
        if is_folded { threads::FOLDED.to_owned() } else { self.title.clone() }
    }
}

/// Whether the title of a conversation, or the name or the handle of somebody else in it, holds this, which is folded. A thread
/// is found by the beginning of its message alone, as the server finds it: it would be found by everybody in a group.
pub(super) fn is_found(conversation: &Conversation, viewer: AccountId, find: &str) -> bool {
    if conversation.kind == Kind::Thread {
        return conversation.name.as_ref().is_some_and(|name| folded(name).contains(find));
    }
    let people = conversation.participants.iter().map(|person| &person.account);
    folded(&title(conversation, viewer)).contains(find)
        || people.filter(|account| account.id != viewer).any(|account| is_called(account, find))
}

/// How many people a group has, in words.
#[must_use]
pub fn people_words(people: usize) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

/// The other person of a pair; nobody in a group.
#[must_use]
pub fn other(conversation: &Conversation, viewer: AccountId) -> Option<&Account> {
    let mut people = conversation.participants.iter().map(|person| &person.account);
    people.find(|account| conversation.kind == Kind::Pair && account.id != viewer)
}

/// What somebody in a group or a thread is called, who is not the viewer; nothing for whoever has left it.
fn speaker(conversation: &Conversation, viewer: AccountId, last: &Preview) -> Option<String> {
    let mut people = conversation.participants.iter().map(|person| &person.account);
    let by = people.find(|account| account.id == last.author_id)?;
    (conversation.kind != Kind::Pair && by.id != viewer).then(|| by.name().to_owned())
}

/// What the conversation is called for this viewer.
#[must_use]
pub fn title(conversation: &Conversation, viewer: AccountId) -> String {
    if conversation.kind == Kind::Thread {
        return threads::title(conversation.name.as_deref());
    }
    match (&conversation.name, other(conversation, viewer)) {
        (Some(name), _) => name.clone(),
        (None, Some(other)) => other.name().to_owned(),
        (None, None) => "Nobody else".to_owned(),
    }
}

/// What the conversation is called for this person: by no words of somebody whom they blocked.
#[must_use]
pub fn called(conversation: &Conversation, viewer: AccountId, me: Option<&Me>) -> String {
    let is_folded = conversation.titled_by().zip(me).is_some_and(|(author, me)| me.blocks(author));
    if is_folded { threads::FOLDED.to_owned() } else { title(conversation, viewer) }
}

/// The place of a conversation in every view: pinned ones first, then by last activity.
pub(super) type Order = (bool, i64, ConversationId);

/// Where a conversation stands.
pub(super) fn order(conversation: &Conversation, pending: &[Pending]) -> Order {
    let stored = conversation.last.as_ref().map_or(conversation.created_at, |last| last.at);
    let written = unsent(conversation.id, pending).map(|(draft, _)| named_at(draft.id));
    let answered = answered(conversation, pending).map(|last| last.at);
    let latest = [written, answered].into_iter().flatten().fold(stored, Ord::max);
    let pinned = chosen(conversation.id, &conversation.mark, pending).pinned;
    (pinned, latest.millis(), conversation.id)
}

/// The last own message that is not stored yet.
fn unsent(id: ConversationId, pending: &[Pending]) -> Option<(Draft, Unsent)> {
    pending.iter().rev().find_map(|pending| {
        let draft = sending(&pending.operation).filter(|draft| draft.conversation_id == id)?;
        match pending.state {
            PendingState::Waiting | PendingState::Slowed => Some((draft, Unsent::Sending)),
            PendingState::Failed(_) => Some((draft, Unsent::Failed)),
            PendingState::Acknowledged(_) => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::{
        model::GroupRole,
        state::world::{ANN, BOB, World, me, participant, pending},
    };

    #[test]
    fn what_is_pending_lies_over_the_conversation() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let listed = |pending: &[Pending]| Listed::new(&world.conversation, ANN, pending, 1);
        let plain = listed(&[]);
        assert_eq!((plain.own, plain.unsent), (false, None));
        let sending = listed(&[pending(0, "hi", PendingState::Waiting)]);
        assert_eq!((sending.own, sending.unsent), (true, Some(Unsent::Sending)));
        assert_eq!(sending.last.map(|last| last.body), Some("hi".to_owned()));
        let failed = listed(&[pending(0, "hi", PendingState::Failed(crate::shared::Error::Missing))]);
        assert_eq!(failed.unsent, Some(Unsent::Failed));
    }

    #[test]
    fn a_group_is_called_by_its_name_and_says_how_many_it_is_and_who_spoke() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let mut group = world.conversation;
        let listed = |group: &Conversation| Listed::new(group, ANN, &[], 1);
        assert_eq!((listed(&group).title, listed(&group).people, listed(&group).speaker), ("Bob".into(), None, None));
        group.kind = Kind::Group;
        group.name = Some("Book club".to_owned());
        group.participants.push(participant(AccountId(uuid::Uuid::from_u128(3)), "eve"));
        let club = listed(&group);
        assert_eq!((club.title.as_str(), club.people, club.other), ("Book club", Some(3), None));
        assert_eq!(club.speaker.as_deref(), Some("Bob"));
        for (find, is_found_by) in [("book", true), ("eve", true), ("bob", true), ("ann", false), ("zoe", false)] {
            assert_eq!(is_found(&group, ANN, find), is_found_by, "{find}");
        }
        assert_eq!((people_words(1), people_words(3)), ("1 person".to_owned(), "3 people".to_owned()));
        group.participants.remove(1);
        assert_eq!(listed(&group).speaker, None, "bob has left");
    }

    #[test]
    fn a_thread_is_found_by_the_words_of_its_message_and_by_nobody_in_it() {
        let mut thread = World::new().conversation;
        (thread.kind, thread.around, thread.name) =
            (Kind::Thread, Some(Kind::Pair), Some("Where do we meet?".to_owned()));
        for (find, is_found_by) in [("meet", true), ("bob", false), ("thread", false)] {
            assert_eq!(is_found(&thread, ANN, find), is_found_by, "{find}");
        }
    }

    #[test]
    fn only_a_thread_in_a_group_is_called_by_words_that_may_be_folded_away() {
        let mut thread = World::new().conversation;
        (thread.kind, thread.around, thread.root_author) = (Kind::Thread, Some(Kind::Pair), Some(BOB));
        assert_eq!((thread.is_of_two(), thread.titled_by()), (true, None), "it hangs on a message of a pair");
        thread.around = Some(Kind::Group);
        assert_eq!((thread.is_of_two(), Listed::new(&thread, ANN, &[], 0).titled_by), (false, Some(BOB)));
        thread.name = Some("buy my book".to_owned());
        assert_eq!(called(&thread, ANN, None), "Thread: buy my book");
        let mut me = me();
        assert_eq!(called(&thread, ANN, Some(&me)), "Thread: buy my book");
        me.blocked =
            thread.participants.iter().map(|person| person.account.clone()).filter(|one| one.id == BOB).collect();
        assert_eq!(called(&thread, ANN, Some(&me)), threads::FOLDED);
    }

    #[test]
    fn the_last_owner_is_followed_by_the_oldest_admin_or_else_by_the_oldest_member() {
        let cleo = AccountId(uuid::Uuid::from_u128(3));
        let mut group = World::new().conversation;
        group.participants.push(participant(cleo, "cleo"));
        let heir = |group: &Conversation| group.heir_of(ANN).map(|heir| heir.id);
        assert_eq!(heir(&group), None, "she owns nothing");
        group.participants[0].role = GroupRole::Owner;
        assert_eq!(heir(&group), Some(BOB));
        group.participants[2].role = GroupRole::Admin;
        assert_eq!(heir(&group), Some(cleo));
        group.participants[1].role = GroupRole::Owner;
        assert_eq!(heir(&group), None, "he owns it already");
        group.participants[1].account.deleted = true;
        assert_eq!(heir(&group), Some(cleo), "nobody owns it by a deleted account");
        group.participants[2].role = GroupRole::Member;
        assert_eq!((heir(&group), group.is_left_to(ANN)), (Some(cleo), false));
        group.participants.truncate(2);
        assert_eq!((heir(&group), group.is_left_to(ANN)), (None, true), "there is nobody but the deleted one");
        group.participants.truncate(1);
        assert_eq!((heir(&group), group.is_left_to(ANN)), (None, true));
    }
}
