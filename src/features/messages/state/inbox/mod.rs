//! The list of conversations: the last word of each, what is unread, and what is pending laid over.
//!
//! `view` is what of it is looked at and how far down that was read, `listed` a conversation as it is shown,
//! `entry` what is known of one, `acquaintances` who stands in them, `targets` those to which something can be taken, and
//! `goal` people besides.

mod acquaintances;
mod entry;
mod goal;
mod listed;
mod targets;
mod view;

use std::collections::{BTreeMap, HashMap};

use super::{Change, change, copies};
use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Conversation, Mark},
    },
    shared::{
        id::{AccountId, ConversationId},
        page::Page,
    },
    sync::Pending,
};

use entry::Entry;
pub use goal::{Goal, To, goals};
use listed::order;
pub use listed::{Listed, Unsent, called, other, people_words, title};
pub use targets::targets;
use view::Reach;
pub use view::{Filter, View};

/// What this device knows of the viewer's conversations.
#[derive(Clone, Debug)]
pub struct Inbox {
    viewer: AccountId,
    conversations: BTreeMap<ConversationId, Entry>,
    /// How far each view was read.
    reached: HashMap<View, Reach>,
    /// How far conversations were read on this device, confirmed or not.
    ahead: BTreeMap<ConversationId, i64>,
    /// What arrived for conversations that are not read yet.
    early: BTreeMap<ConversationId, Vec<Change>>,
    versions: HashMap<AccountId, i64>,
}

impl Inbox {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(viewer: AccountId) -> Self {
        Self {
            viewer,
            conversations: BTreeMap::new(),
            reached: HashMap::new(),
            ahead: BTreeMap::new(),
            early: BTreeMap::new(),
            versions: HashMap::new(),
        }
    }

    /// All conversations that are known, in no order that means something.
    pub fn conversations(&self) -> impl Iterator<Item = &Conversation> {
        self.conversations.values().map(|entry| &entry.conversation)
    }

    /// The conversations in which words of others are not known to have reached a device, and up to where
    /// they now have.
    pub fn undelivered(&self) -> impl Iterator<Item = (ConversationId, i64)> {
        self.conversations().filter_map(|conversation| {
            let own = conversation.participants.iter().find(|person| person.account.id == self.viewer)?;
            (own.delivered_seq < conversation.last_seq && conversation.unread() > 0)
                .then_some((conversation.id, conversation.last_seq))
        })
    }

    /// The conversations of which something was heard before they were read.
    pub fn missing(&self) -> impl Iterator<Item = ConversationId> {
        self.early.keys().copied()
    }

    /// How many messages of others are unread in a conversation; 0 where it is not known.
    #[must_use]
    pub fn unread_in(&self, id: ConversationId) -> i64 {
        self.conversations.get(&id).map_or(0, |entry| self.unread(&entry.conversation))
    }

    /// The viewer's marks in a conversation; nothing where it is not known.
    #[must_use]
    pub fn mark_in(&self, id: ConversationId) -> Option<&Mark> {
        self.conversations.get(&id).map(|entry| &entry.conversation.mark)
    }

    /// A conversation as a reading would give it now, with what was read on this device.
    pub(super) fn as_read(&self, id: ConversationId) -> Option<Conversation> {
        let mut conversation = self.conversations.get(&id)?.conversation.clone();
        let ahead = self.ahead.get(&id).copied().unwrap_or_default();
        conversation.mark = copies::read_to(&conversation.mark, ahead, conversation.last_seq);
        Some(conversation)
    }

    /// The beginning of a view as a reading would give it now; nothing where it was not read. Of what was read in several
    /// pages the last ones are left out where all have more than `most`.
    pub(super) fn beginning(&self, view: &View, most: usize) -> Option<Page<Conversation>> {
        let reach = self.reached.get(view)?;
        let listed = self.listed(&[], view);
        let known = listed.iter().filter_map(|listed| self.known(listed.id));
        let places: Vec<_> = known.map(|conversation| order(conversation, &[])).collect();
        let (count, next) = reach.beginning(&places, most);
        let items = listed.iter().take(count).filter_map(|listed| self.as_read(listed.id)).collect();
        Some(Page { items, next: next.map(str::to_owned), total: None })
    }

    /// What is known of a conversation.
    #[must_use]
    pub fn known(&self, id: ConversationId) -> Option<&Conversation> {
        self.conversations.get(&id).map(|entry| &entry.conversation)
    }

    /// How many conversations of a view are here as far down as it was read.
    #[must_use]
    pub fn depth(&self, view: &View) -> usize {
        self.listed(&[], view).len()
    }

    /// Takes the next page of a view as just read, or its first one.
    pub fn take_page(&mut self, view: View, page: Page<Conversation>) {
        let lowest = page.items.iter().map(|conversation| order(conversation, &[])).min();
        self.reached.entry(view).or_default().extend(lowest, page.next);
        page.items.into_iter().for_each(|conversation| self.insert(conversation));
    }

    /// Takes the beginning of a view as just read, in the place of all that was known. What events brought while it
    /// was on its way is newer than it and stays.
    pub fn snapshot(&mut self, view: View, page: Page<Conversation>) {
        let (ahead, early) = (std::mem::take(&mut self.ahead), std::mem::take(&mut self.early));
        let known = std::mem::take(&mut self.conversations);
        *self = Self { ahead, early, ..Self::new(self.viewer) };
        self.take_page(view, page);
        for (id, known) in known {
            if let Some(read) = self.conversations.get_mut(&id) {
                read.catch_up(known, self.viewer);
            }
        }
    }

    /// Whether everything that a view shows first is here.
    #[must_use]
    pub fn covers(&self, view: &View) -> bool {
        self.reached.contains_key(view)
    }

    /// Where the next page of a view begins; nothing at its end.
    #[must_use]
    pub fn next(&self, view: &View) -> Option<String> {
        self.reached.get(view)?.next().map(str::to_owned)
    }

    /// The viewer has read up to here on this device; the server is being told.
    pub fn read_ahead(&mut self, id: ConversationId, seq: i64) {
        let ahead = self.ahead.entry(id).or_default();
        *ahead = seq.max(*ahead);
    }

    /// Takes one conversation as just read, and then what had arrived for it too early.
    pub fn insert(&mut self, mut conversation: Conversation) {
        let id = conversation.id;
        conversation.leave_out_silent(self.viewer);
        let mut entry = Entry::new(conversation);
        if let Some(known) = self.conversations.remove(&id) {
            entry.catch_up(known, self.viewer);
        }
        self.conversations.insert(id, entry);
        for change in self.early.remove(&id).unwrap_or_default() {
            self.take(id, &change);
        }
    }

    /// There is no such conversation for the viewer (any more).
    pub fn remove(&mut self, id: ConversationId) {
        self.conversations.remove(&id);
        self.early.remove(&id);
    }

    /// Takes what happened.
    pub fn apply(&mut self, change: &Change) {
        match (change, change.conversation()) {
            (Change::Left(_), Some(id)) => self.remove(id),
            (Change::Joined(_), Some(id)) if self.conversations.contains_key(&id) => {}
            (Change::Joined(_) | Change::Regrouped(_), Some(id)) => drop(self.early.entry(id).or_default()),
            (Change::Renamed(account, version), _) => self.rename(account, *version),
            (_, Some(id)) => self.take(id, change),
            (_, None) => {}
        }
    }

    fn take(&mut self, id: ConversationId, change: &Change) {
        match self.conversations.get_mut(&id) {
            Some(entry) => entry.apply(change, self.viewer),
            None => self.early.entry(id).or_default().push(change.clone()),
        }
    }

    fn rename(&mut self, account: &Account, version: i64) {
        let known = self.versions.entry(account.id).or_default();
        if version > *known {
            *known = version;
            self.conversations.values_mut().for_each(|entry| change::rename(&mut entry.conversation, account));
        }
    }

    /// The conversations that a view shows as far down as it was read, pinned ones first, then by last activity, with
    /// what is pending laid over. Before its first page is here, all that are known.
    #[must_use]
    pub fn listed(&self, pending: &[Pending], view: &View) -> Vec<Listed> {
        let reach = self.reached.get(view);
        let mut found: Vec<_> = self
            .conversations()
            .map(|conversation| (order(conversation, pending), conversation))
            .filter(|(order, _)| reach.is_none_or(|reach| reach.holds(*order)))
            .filter_map(|(order, known)| {
                let listed = Listed::new(known, self.viewer, pending, self.unread(known));
                view.shows(known, self.viewer, &listed).then_some((order, listed))
            })
            .collect();
        found.sort_by(|(one, _), (other, _)| other.cmp(one));
        found.into_iter().map(|(_, listed)| listed).collect()
    }

    fn unread(&self, conversation: &Conversation) -> i64 {
        let ahead = self.ahead.get(&conversation.id).copied().unwrap_or_default();
        if ahead >= conversation.last_seq { 0 } else { conversation.unread() }
    }
}

#[cfg(test)]
mod tests;
