//! The conversations to which something can be taken.

use std::collections::HashSet;

use super::{
    View,
    listed::{Listed, order},
};
use crate::{features::messages::model::Conversation, shared::id::AccountId, sync::Pending};

/// So many stand there at once; the others are found by name.
const MOST: usize = 50;

/// Those of the conversations that a view shows, in the order of the list: without threads, each of which is about one
/// message, and without those in which nobody reads any more what is said.
#[must_use]
pub fn targets<'a>(
    viewer: AccountId,
    conversations: impl Iterator<Item = &'a Conversation>,
    view: &View,
    pending: &[Pending],
) -> Vec<Listed> {
    let mut seen = HashSet::new();
    let mut shown: Vec<_> = conversations
        .filter(|conversation| conversation.thread_of.is_none() && seen.insert(conversation.id))
        .filter(|conversation| !conversation.is_left_to(viewer))
        .map(|conversation| (conversation, Listed::new(conversation, viewer, pending, 0)))
        .filter(|(conversation, listed)| view.shows(conversation, viewer, listed))
        .map(|(conversation, listed)| (order(conversation, pending), listed))
        .collect();
    shown.sort_by(|(one, _), (other, _)| other.cmp(one));
    shown.into_iter().take(MOST).map(|(_, listed)| listed).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::messages::{
            model::Kind,
            state::{
                Filter,
                world::{ANN, World},
            },
        },
        shared::{id::ConversationId, time::Time},
    };

    fn club() -> Conversation {
        let pair = World::new().conversation;
        let (id, name) = (ConversationId(Uuid::from_u128(7)), Some("Book club".to_owned()));
        Conversation { id, kind: Kind::Group, name, created_at: Time::from_millis(9), ..pair }
    }

    fn titles(all: &[&Conversation], typed: &str) -> Vec<String> {
        let found = targets(ANN, all.iter().copied(), &View::new(Filter::All, typed), &[]);
        found.into_iter().map(|listed| listed.title).collect()
    }

    #[test]
    fn they_stand_as_in_the_list_each_once_and_are_found_by_name() {
        let (pair, club) = (World::new().conversation, club());
        let all = [&pair, &club, &pair];
        assert_eq!(titles(&all, ""), ["Book club", "Bob"]);
        assert_eq!(titles(&all, "clu"), ["Book club"]);
        assert_eq!(titles(&all, "zoe"), [""; 0]);
    }

    #[test]
    fn what_nobody_else_reads_is_none() {
        let mut pair = World::new().conversation;
        pair.participants[1].account.deleted = true;
        assert_eq!(titles(&[&pair], ""), [""; 0]);
    }

    #[test]
    fn nothing_is_taken_to_a_thread() {
        let pair = World::new().conversation;
        let (id, thread_of) = (ConversationId(Uuid::from_u128(8)), Some(pair.id));
        let thread = Conversation { id, kind: Kind::Thread, thread_of, ..pair.clone() };
        assert_eq!(titles(&[&thread, &pair], ""), ["Bob"]);
    }

    #[test]
    fn what_was_put_away_is_found_by_who_looks_for_it() {
        let mut pair = World::new().conversation;
        pair.mark.archived = true;
        assert_eq!(titles(&[&pair], ""), [""; 0]);
        assert_eq!(titles(&[&pair], "bob"), ["Bob"]);
    }
}
