//! The list of conversations: the last word of each, what is unread, and what is pending laid over.

use std::collections::{BTreeMap, HashMap};

use super::{
    Change, change,
    rows::{named_at, sending},
};
use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Conversation, Draft, Message, Preview},
    },
    shared::id::{AccountId, ConversationId, OperationId},
    sync::{Operation, Pending, PendingState},
};

/// The kind of the operation that moves the viewer's marks.
pub const MARK: &str = "conversation.mark";
/// Characters of a message that the list shows.
const PREVIEW: usize = 200;

/// What this device knows of the viewer's conversations.
#[derive(Clone, Debug)]
pub struct Inbox {
    viewer: AccountId,
    conversations: BTreeMap<ConversationId, Entry>,
    /// How far conversations were read on this device, confirmed or not.
    ahead: BTreeMap<ConversationId, i64>,
    /// What arrived for conversations that are not read yet.
    early: BTreeMap<ConversationId, Vec<Change>>,
    versions: HashMap<AccountId, i64>,
}

#[derive(Clone, Debug)]
struct Entry {
    conversation: Conversation,
    held: BTreeMap<i64, Message>,
}

/// Which conversations to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// All that are not archived.
    #[default]
    All,
    /// Those in which something is unread.
    Unread,
}

/// A conversation as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Which.
    pub id: ConversationId,
    /// The other person of a pair.
    pub other: Option<Account>,
    /// A group's name, or the other person's.
    pub title: String,
    /// The last word.
    pub last: Option<Preview>,
    /// Whether the viewer said it.
    pub own: bool,
    /// What is on this device alone: still on its way, or refused.
    pub unsent: Option<Unsent>,
    /// How many messages of others are unread.
    pub unread: i64,
}

/// How the last own word of a conversation stands that is not stored yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// On its way.
    Sending,
    /// Refused.
    Failed,
}

impl Inbox {
    /// The list as just read.
    #[must_use]
    pub fn new(viewer: AccountId, conversations: Vec<Conversation>) -> Self {
        let conversations = conversations.into_iter().map(|conversation| (conversation.id, Entry::new(conversation)));
        Self {
            viewer,
            conversations: conversations.collect(),
            ahead: BTreeMap::new(),
            early: BTreeMap::new(),
            versions: HashMap::new(),
        }
    }

    /// All conversations, in no order that means something.
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

    /// Takes the list as just read, in the place of all that was known. What events brought while the list was on
    /// its way is newer than it and stays.
    pub fn snapshot(&mut self, conversations: Vec<Conversation>) {
        let ahead = std::mem::take(&mut self.ahead);
        let known = std::mem::take(&mut self.conversations);
        *self = Self { ahead, ..Self::new(self.viewer, conversations) };
        for (id, known) in known {
            if let Some(read) = self.conversations.get_mut(&id) {
                read.catch_up(known, self.viewer);
            }
        }
    }

    /// The viewer has read up to here on this device; the server is being told.
    pub fn read_ahead(&mut self, id: ConversationId, seq: i64) {
        let ahead = self.ahead.entry(id).or_default();
        *ahead = seq.max(*ahead);
    }

    /// Takes one conversation as just read, and then what had arrived for it too early.
    pub fn insert(&mut self, conversation: Conversation) {
        let id = conversation.id;
        let entry = Entry::new(conversation);
        match self.conversations.get_mut(&id) {
            Some(known) if known.conversation.last_seq > entry.conversation.last_seq => {}
            _ => drop(self.conversations.insert(id, entry)),
        }
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

    /// The conversations to show, pinned ones first, then by last activity, with what is pending laid
    /// over. `find` is looked for in titles and handles.
    #[must_use]
    pub fn listed(&self, pending: &[Pending], filter: Filter, find: &str) -> Vec<Listed> {
        let find = find.trim().to_lowercase();
        let find = find.trim_start_matches('@');
        let mut found: Vec<_> = self
            .conversations()
            .map(|conversation| (Self::order(conversation, pending), self.list(conversation, pending)))
            .filter(|(_, listed)| filter == Filter::All || listed.unread > 0)
            .filter(|(_, listed)| find.is_empty() || listed.is_called(find))
            .collect();
        found.sort_by(|(one, _), (other, _)| other.cmp(one));
        found.into_iter().map(|(_, listed)| listed).collect()
    }

    /// How many conversations hold something unread.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.conversations().filter(|conversation| self.unread_in(conversation) > 0).count()
    }

    fn unread_in(&self, conversation: &Conversation) -> i64 {
        let ahead = self.ahead.get(&conversation.id).copied().unwrap_or_default();
        if ahead >= conversation.last_seq { 0 } else { conversation.unread() }
    }

    fn order(conversation: &Conversation, pending: &[Pending]) -> (bool, i64, ConversationId) {
        let stored = conversation.last.as_ref().map_or(conversation.created_at, |last| last.at);
        let written = unsent(conversation.id, pending).map(|(draft, _)| named_at(draft.id));
        (conversation.mark.pinned, written.map_or(stored, |written| written.max(stored)).millis(), conversation.id)
    }

    fn list(&self, conversation: &Conversation, pending: &[Pending]) -> Listed {
        let other = other(conversation, self.viewer).cloned();
        let unsent = unsent(conversation.id, pending);
        let last = match &unsent {
            Some((draft, _)) => Some(Preview {
                author_id: self.viewer,
                body: draft.body.chars().take(PREVIEW).collect(),
                at: named_at(draft.id),
            }),
            None => conversation.last.clone(),
        };
        Listed {
            id: conversation.id,
            title: title(conversation, self.viewer),
            other,
            own: last.as_ref().is_some_and(|last| last.author_id == self.viewer),
            last,
            unsent: unsent.map(|(_, unsent)| unsent),
            unread: self.unread_in(conversation),
        }
    }
}

impl Listed {
    fn is_called(&self, find: &str) -> bool {
        let handle = self.other.as_ref().map(|other| other.handle.as_str()).unwrap_or_default();
        self.title.to_lowercase().contains(find) || handle.contains(find)
    }
}

impl Entry {
    fn new(conversation: Conversation) -> Self {
        Self { conversation, held: BTreeMap::new() }
    }

    fn apply(&mut self, change: &Change, viewer: AccountId) {
        match change {
            Change::Sent(message) if message.seq > self.conversation.last_seq => {
                self.held.insert(message.seq, message.clone());
                self.hear_held(viewer);
            }
            Change::Receipt(receipt) => receipt.apply(&mut self.conversation),
            Change::Marked(_, mark) if mark.version > self.conversation.mark.version => {
                self.conversation.mark = mark.clone();
            }
            _ => {}
        }
    }

    /// Takes from what was known before what is newer than what was read.
    fn catch_up(&mut self, known: Self, viewer: AccountId) {
        let is_ahead = known.conversation.last_seq > self.conversation.last_seq;
        let read = self.conversation.mark.clone();
        // Of marks as new as each other those count that were counted with the newer last message.
        let keeps_mark = known.conversation.mark.version > read.version
            || known.conversation.mark.version == read.version && is_ahead;
        let mark = if keeps_mark { known.conversation.mark.clone() } else { read };
        if is_ahead {
            self.conversation = known.conversation;
        }
        self.conversation.mark = mark;
        self.held = known.held;
        self.held.retain(|seq, _| *seq > self.conversation.last_seq);
        self.hear_held(viewer);
    }

    fn hear_held(&mut self, viewer: AccountId) {
        while let Some(next) = self.held.remove(&(self.conversation.last_seq + 1)) {
            self.hear(&next, viewer);
        }
    }

    fn hear(&mut self, message: &Message, viewer: AccountId) {
        let conversation = &mut self.conversation;
        conversation.last_seq = message.seq;
        if message.author_id == viewer && message.seq > conversation.mark.read_seq {
            conversation.mark.own_past += 1;
        }
        conversation.last = Some(Preview {
            author_id: message.author_id,
            body: message.body.chars().take(PREVIEW).collect(),
            at: message.at,
        });
    }
}

/// The other person of a pair.
#[must_use]
pub fn other(conversation: &Conversation, viewer: AccountId) -> Option<&Account> {
    conversation.participants.iter().map(|person| &person.account).find(|account| account.id != viewer)
}

/// What the conversation is called for this viewer.
#[must_use]
pub fn title(conversation: &Conversation, viewer: AccountId) -> String {
    match (&conversation.name, other(conversation, viewer)) {
        (Some(name), _) => name.clone(),
        (None, Some(other)) => other.name().to_owned(),
        (None, None) => "Nobody else".to_owned(),
    }
}

/// The operation that moves the viewer's marks: what reached this device and, where they looked, what
/// they read.
#[must_use]
pub fn mark(id: OperationId, conversation: ConversationId, delivered: i64, read: Option<i64>) -> Operation {
    let mut body = serde_json::json!({ "conversation_id": conversation, "delivered": delivered });
    if let Some(read) = read {
        body["read"] = read.into();
    }
    Operation { v: 1, kind: MARK.to_owned(), id, object: format!("marks:{conversation}"), expected_version: None, body }
}

/// The last own message that is not stored yet.
fn unsent(id: ConversationId, pending: &[Pending]) -> Option<(Draft, Unsent)> {
    pending.iter().rev().find_map(|pending| {
        let draft = sending(&pending.operation).filter(|draft| draft.conversation_id == id)?;
        match pending.state {
            PendingState::Waiting => Some((draft, Unsent::Sending)),
            PendingState::Failed(_) => Some((draft, Unsent::Failed)),
            PendingState::Acknowledged(_) => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::SmallRng};
    use serde_json::json;

    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, HERE, World, account, pending};

    fn apply(inbox: &mut Inbox, world: &World, from: usize) {
        for (change, _) in world.changes().drain(from..) {
            inbox.apply(&change);
        }
    }

    #[test]
    fn a_snapshot_and_the_events_since_are_the_next_snapshot() {
        for seed in 0..300 {
            let mut chance = SmallRng::seed_from_u64(seed);
            let mut world = World::with(chance.random_range(0..9));
            let mut inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
            let mut heard = world.events.len();
            for _ in 0..chance.random_range(1..30) {
                let last = world.conversation.last_seq;
                match chance.random_range(0..5) {
                    0 => world.read(chance.random_range(0..=last)),
                    1 => world.receipt(last, chance.random_range(0..=last)),
                    _ => drop(world.say(if chance.random() { ANN } else { BOB }, "x")),
                }
                // A resume repeats some of what was heard.
                if chance.random() {
                    apply(&mut inbox, &world, chance.random_range(0..=heard));
                    heard = world.events.len();
                }
            }
            apply(&mut inbox, &world, 0);
            assert_eq!(inbox.conversations().collect::<Vec<_>>(), [&world.conversation], "seed {seed}");
        }
    }

    #[test]
    fn what_arrives_before_its_conversation_was_read_is_not_lost() {
        let mut world = World::new();
        let mut inbox = Inbox::new(ANN, Vec::new());
        world.announce("member.joined", json!({ "conversation_id": HERE }));
        apply(&mut inbox, &world, 0);
        assert_eq!(inbox.missing().collect::<Vec<_>>(), [HERE]);
        let read = world.conversation.clone();
        world.say(BOB, "already");
        apply(&mut inbox, &world, 1);
        inbox.insert(read);
        assert_eq!(inbox.missing().count(), 0);
        assert_eq!(inbox.listed(&[], Filter::All, "")[0].unread, 1);
        world.announce("member.left", json!({ "conversation_id": HERE }));
        apply(&mut inbox, &world, 0);
        assert!(inbox.listed(&[], Filter::All, "").is_empty());
    }

    #[test]
    fn a_list_that_was_on_its_way_takes_back_nothing_that_was_heard_meanwhile() {
        let mut world = World::new();
        let mut inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
        let read = world.conversation.clone();
        let heard = world.events.len();
        world.say(BOB, "while the list was on its way");
        apply(&mut inbox, &world, heard);
        inbox.snapshot(vec![read]);
        assert_eq!(inbox.listed(&[], Filter::All, "")[0].unread, 1);
        let heard = world.events.len();
        world.say(BOB, "and after it");
        apply(&mut inbox, &world, heard);
        assert_eq!(inbox.listed(&[], Filter::All, "")[0].unread, 2);
    }

    #[test]
    fn the_list_is_sorted_by_last_activity_with_pinned_ones_on_top() {
        let world = World::with(1);
        let mut all = Vec::new();
        for (number, pinned) in [(1_u32, false), (2, true), (3, false)] {
            let mut conversation = world.conversation.clone();
            conversation.id = ConversationId(uuid::Uuid::from_u128(number.into()));
            conversation.mark.pinned = pinned;
            conversation.created_at = crate::shared::time::Time::from_millis(i64::from(number));
            conversation.last = None;
            all.push(conversation);
        }
        let mut inbox = Inbox::new(ANN, all);
        let order = |inbox: &Inbox, pending: &[Pending]| -> Vec<u128> {
            inbox.listed(pending, Filter::All, "").iter().map(|listed| listed.id.0.as_u128()).collect()
        };
        assert_eq!(order(&inbox, &[]), [2, 3, 1]);
        let mut unsent = pending(60_000, "mine", PendingState::Waiting);
        unsent.operation.body["conversation_id"] = json!(uuid::Uuid::from_u128(1));
        assert_eq!(order(&inbox, std::slice::from_ref(&unsent)), [2, 1, 3]);
        inbox.remove(ConversationId(uuid::Uuid::from_u128(2)));
        assert_eq!(order(&inbox, &[]), [3, 1]);
    }

    #[test]
    fn what_is_pending_lies_over_the_list() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
        let listed = |pending: &[Pending]| inbox.listed(pending, Filter::All, "").remove(0);
        let plain = listed(&[]);
        assert_eq!((plain.unread, plain.own, plain.unsent), (1, false, None));
        let sending = listed(&[pending(0, "hi", PendingState::Waiting)]);
        assert_eq!((sending.own, sending.unsent), (true, Some(Unsent::Sending)));
        assert_eq!(sending.last.map(|last| last.body), Some("hi".to_owned()));
        let failed = listed(&[pending(0, "hi", PendingState::Failed(crate::shared::Error::Missing))]);
        assert_eq!(failed.unsent, Some(Unsent::Failed));
    }

    #[test]
    fn what_was_read_here_counts_before_the_server_knows_until_more_comes() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let mut inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
        assert_eq!(inbox.unread(), 1);
        assert_eq!(inbox.undelivered().collect::<Vec<_>>(), [(HERE, 1)]);
        inbox.read_ahead(HERE, 1);
        inbox.snapshot(vec![world.conversation.clone()]);
        assert_eq!(inbox.unread(), 0);
        world.read(1);
        world.say(BOB, "once more");
        apply(&mut inbox, &world, 0);
        assert_eq!(inbox.unread(), 1);
    }

    #[test]
    fn a_mark_says_what_was_read_only_where_somebody_looked() {
        let id = OperationId(uuid::Uuid::nil());
        assert_eq!(mark(id, HERE, 4, None).body, json!({ "conversation_id": HERE, "delivered": 4 }));
        assert_eq!(mark(id, HERE, 4, Some(3)).body, json!({ "conversation_id": HERE, "delivered": 4, "read": 3 }));
    }

    #[test]
    fn people_are_found_by_name_and_handle_and_by_what_is_unread() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
        for (find, count) in [("", 1), (" BO ", 1), ("@bob", 1), ("eve", 0)] {
            assert_eq!(inbox.listed(&[], Filter::Unread, find).len(), count, "{find}");
        }
        world.read(1);
        let inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
        assert!(inbox.listed(&[], Filter::Unread, "").is_empty());
    }

    #[test]
    fn a_new_name_is_taken_once_and_an_older_one_ignored() {
        let mut world = World::new();
        let mut inbox = Inbox::new(ANN, vec![world.conversation.clone()]);
        for (name, version) in [("Robert", 3), ("Bobby", 2)] {
            let mut body = serde_json::to_value(account(BOB, "bob")).expect("an account is JSON");
            body["display_name"] = json!(name);
            body["version"] = json!(version);
            world.announce("account.changed", body);
        }
        apply(&mut inbox, &world, 0);
        assert_eq!(inbox.listed(&[], Filter::All, "")[0].title, "Robert");
    }
}
