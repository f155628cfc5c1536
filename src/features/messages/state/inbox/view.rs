//! What of the conversations is looked at, and how far down it was read.

use serde::{Deserialize, Serialize};

use super::listed::{Listed, Order, is_found};
use crate::{
    features::messages::model::Conversation,
    shared::{id::AccountId, text::folded},
};

/// Which conversations to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Filter {
    /// All that are not put away.
    #[default]
    All,
    /// Those in which something is unread, also muted ones, which no number counts: whoever looks for what they have not
    /// read finds all of it.
    Unread,
    /// Groups that are not put away.
    Groups,
    /// Threads that are not put away.
    Threads,
    /// What people wrote whom the viewer does not know, as long as that is neither accepted nor declined.
    Requests,
    /// Those that were put away.
    Archived,
}

impl Filter {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::All, Self::Requests, Self::Unread, Self::Groups, Self::Threads, Self::Archived];

    /// As the address of a page names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unread => "unread",
            Self::Groups => "groups",
            Self::Threads => "threads",
            Self::Requests => "requests",
            Self::Archived => "archived",
        }
    }

    /// The one of this name; all for any other.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.name() == name).unwrap_or_default()
    }
}

/// A filter and what is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct View {
    /// Which conversations.
    pub filter: Filter,
    /// What their titles, or the names or handles of their people, have to hold, folded; empty for any. Of threads the beginning of
    /// their message has to.
    pub find: String,
}

impl View {
    /// The view for what somebody typed.
    #[must_use]
    pub fn new(filter: Filter, typed: &str) -> Self {
        Self { filter, find: folded(typed.trim().trim_start_matches('@')) }
    }

    /// Whether to show those that were put away: who looks for somebody finds them there too.
    #[must_use]
    pub fn archived(&self) -> Option<bool> {
        match self.filter {
            Filter::All if !self.find.is_empty() => None,
            filter => Some(filter == Filter::Archived),
        }
    }

    /// Whether to show requests: they stand apart, but for who looks for somebody; those that were declined were put away.
    #[must_use]
    pub fn requested(&self) -> Option<bool> {
        match self.filter {
            Filter::All if !self.find.is_empty() => None,
            Filter::Archived => None,
            filter => Some(filter == Filter::Requests),
        }
    }

    /// Whether to show only those with something unread.
    #[must_use]
    pub fn unread(&self) -> bool {
        self.filter == Filter::Unread
    }

    /// Whether to show only groups.
    #[must_use]
    pub fn groups(&self) -> bool {
        self.filter == Filter::Groups
    }

    /// Whether to show only threads.
    #[must_use]
    pub fn threads(&self) -> bool {
        self.filter == Filter::Threads
    }

    /// Whether it shows a conversation, which is listed like this.
    pub(super) fn shows(&self, conversation: &Conversation, viewer: AccountId, listed: &Listed) -> bool {
        self.archived().is_none_or(|archived| archived == listed.mark.archived)
            && self.requested().is_none_or(|requested| requested == listed.mark.requested)
            && (!self.unread() || listed.unread > 0)
            && (!self.groups() || listed.people.is_some())
            && (!self.threads() || listed.thread_of.is_some())
            && (self.find.is_empty() || is_found(conversation, viewer, &self.find))
    }
}

/// How far down a view was read. What is known of conversations below is not shown: between them others
/// are missing.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    until: Option<Order>,
    next: Option<String>,
    /// Where each page ended that another one follows, and where that begins.
    ends: Vec<(Order, String)>,
}

impl Reach {
    /// One more page was read.
    pub fn extend(&mut self, lowest: Option<Order>, next: Option<String>) {
        self.until = match (self.until, lowest) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.ends.extend(self.until.zip(next.clone()));
        self.next = next;
    }

    /// Where the next page begins; nothing at the end.
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// The beginning of what was read that has `most` of these places at most: how many it has, and where the next page
    /// begins. It ends where a page did, and is the first one where that has more.
    pub fn beginning(&self, places: &[Order], most: usize) -> (usize, Option<&str>) {
        if places.len() <= most {
            return (places.len(), self.next());
        }
        let ends = self.ends.iter().map(|(until, next)| {
            let count = places.iter().filter(|place| *place >= until).count();
            (count, Some(next.as_str()))
        });
        let first = ends.clone().next().unwrap_or((places.len(), self.next()));
        ends.rev().find(|(count, _)| *count <= most).unwrap_or(first)
    }

    /// Whether a place lies within what was read.
    pub fn holds(&self, order: Order) -> bool {
        self.next.is_none() || self.until.is_none_or(|until| order >= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::{
        model::Kind,
        state::world::{ANN, World},
    };

    fn shows(filter: Filter, typed: &str, conversation: &Conversation) -> bool {
        View::new(filter, typed).shows(conversation, ANN, &Listed::new(conversation, ANN, &[], 1))
    }

    #[test]
    fn a_filter_is_found_by_its_name_and_any_other_name_means_all() {
        for filter in Filter::ALL {
            assert_eq!(Filter::named(filter.name()), filter);
        }
        assert_eq!(Filter::named("nonsense"), Filter::All);
    }

    #[test]
    fn whoever_looks_for_somebody_looks_among_those_put_away_too() {
        let archived = |filter, typed| View::new(filter, typed).archived();
        assert_eq!(archived(Filter::All, " "), Some(false));
        assert_eq!(archived(Filter::All, "@Bob"), None);
        assert_eq!(archived(Filter::Unread, "bob"), Some(false));
        assert_eq!(archived(Filter::Archived, ""), Some(true));
        assert_eq!(View::new(Filter::All, " @Bob ").find, "bob");
    }

    #[test]
    fn people_are_found_by_name_and_handle() {
        let mut conversation = World::new().conversation;
        for (typed, found) in [("", true), (" BO ", true), ("@bob", true), ("bób", true), ("eve", false)] {
            assert_eq!(shows(Filter::All, typed, &conversation), found, "{typed}");
        }
        conversation.participants[1].account.display_name = "Ágnes Nagy-Kovács".into();
        for (typed, found) in [("kovac", true), ("Kovács", true), ("y-k", true), ("kovacz", false)] {
            assert_eq!(shows(Filter::All, typed, &conversation), found, "{typed}");
        }
    }

    #[test]
    fn groups_stand_apart_from_pairs_unless_they_were_put_away() {
        let mut conversation = World::new().conversation;
        assert!(!shows(Filter::Groups, "", &conversation));
        conversation.kind = Kind::Group;
        conversation.name = Some("Book club".into());
        assert!(shows(Filter::Groups, "", &conversation) && shows(Filter::All, "", &conversation));
        assert!(shows(Filter::Groups, "book", &conversation) && !shows(Filter::Groups, "cook", &conversation));
        conversation.mark.archived = true;
        assert!(!shows(Filter::Groups, "", &conversation));
    }

    #[test]
    fn threads_are_among_all_and_stand_apart_where_only_they_are_asked_for() {
        let mut conversation = World::new().conversation;
        assert!(!shows(Filter::Threads, "", &conversation));
        (conversation.kind, conversation.thread_of) = (Kind::Thread, Some(conversation.id));
        assert!(shows(Filter::Threads, "", &conversation) && shows(Filter::All, "", &conversation));
        assert!(!shows(Filter::Groups, "", &conversation));
        conversation.mark.archived = true;
        assert!(!shows(Filter::Threads, "", &conversation));
    }

    #[test]
    fn what_was_put_away_is_shown_where_it_was_put_and_to_who_looks_for_it() {
        let mut world = World::new();
        world.conversation.mark.archived = true;
        for (filter, typed, shown) in [
            (Filter::All, "", false),
            (Filter::All, "bob", true),
            (Filter::Unread, "", false),
            (Filter::Archived, "", true),
            (Filter::Archived, "eve", false),
        ] {
            assert_eq!(shows(filter, typed, &world.conversation), shown, "{filter:?} {typed}");
        }
    }

    #[test]
    fn a_request_stands_apart_until_it_is_accepted_and_is_put_away_where_it_is_declined() {
        let mut world = World::new();
        world.conversation.mark.requested = true;
        for (filter, typed, shown) in [
            (Filter::All, "", false),
            (Filter::All, "bob", true),
            (Filter::Unread, "", false),
            (Filter::Requests, "", true),
            (Filter::Archived, "", false),
        ] {
            assert_eq!(shows(filter, typed, &world.conversation), shown, "{filter:?} {typed}");
        }
        world.conversation.mark.archived = true;
        assert!(!shows(Filter::Requests, "", &world.conversation) && shows(Filter::Archived, "", &world.conversation));
        (world.conversation.mark.archived, world.conversation.mark.requested) = (false, false);
        assert!(!shows(Filter::Requests, "", &world.conversation) && shows(Filter::All, "", &world.conversation));
    }
}
