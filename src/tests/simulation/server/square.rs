//! What people publish, what they think of it, and who follows whom: each act once, whatever was done since.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Server;
use crate::{
    features::{
        follows::model::{Standing, Stats, Tie},
        posts::{
            model::{Bookmark, Entry, Tally, Thread, Vote},
            state::acts::{self, ACCEPT, BOOKMARK, VOTE},
        },
    },
    shared::{
        Error, Result,
        id::{AccountId, AnswerId, CommentId, PostId},
        time::Time,
    },
    sync::Operation,
    tests::simulation::{
        Fault,
        room::{DISMISS, FOLLOW, READ, READ_ALL},
        square::is_published,
    },
};

/// All of it, as stored.
#[derive(Default)]
pub struct Square {
    pub threads: BTreeMap<PostId, Thread>,
    /// One for each person and entry; who took theirs back has none.
    pub votes: BTreeMap<(AccountId, Entry), i16>,
    pub bookmarks: BTreeSet<(AccountId, PostId)>,
    /// Who follows, and whom.
    pub follows: BTreeSet<(AccountId, AccountId)>,
    pub stats: BTreeMap<AccountId, Stats>,
}

/// What entries of all kinds have.
pub(super) struct Part<'a> {
    pub thread: PostId,
    pub author: AccountId,
    pub body: &'a mut String,
    pub version: &'a mut i64,
    pub edited_at: &'a mut Option<Time>,
    pub deleted_at: &'a mut Option<Time>,
    pub score: &'a mut i64,
    pub tallied: &'a mut i64,
}

macro_rules! part {
    ($thread:expr, $entry:expr) => {
        Part {
            thread: $thread,
            author: $entry.author.id,
            body: &mut $entry.body,
            version: &mut $entry.version,
            edited_at: &mut $entry.edited_at,
            deleted_at: &mut $entry.deleted_at,
            score: &mut $entry.score,
            tallied: &mut $entry.tallied,
        }
    };
}

impl Square {
    pub fn of(people: impl IntoIterator<Item = AccountId>) -> Self {
        let none = |account_id| (account_id, Stats { account_id, followers: 0, following: 0, version: 1 });
        Self { stats: people.into_iter().map(none).collect(), ..Self::default() }
    }

    pub(super) fn part(&mut self, entry: Entry) -> Option<Part<'_>> {
        let mut threads = self.threads.iter_mut();
        match entry {
            Entry::Post(id) => threads.find(|(of, _)| **of == id).map(|(id, thread)| part!(*id, thread.post)),
            Entry::Answer(id) => threads.find_map(|(of, thread)| {
                thread.answers.items.iter_mut().find(|one| one.id == id).map(|one| part!(*of, one))
            }),
            Entry::Comment(id) => threads.find_map(|(of, thread)| {
                thread.comments.iter_mut().find(|one| one.id == id).map(|one| part!(*of, one))
            }),
        }
    }

    /// A thread as somebody reads it.
    pub fn thread(&self, id: PostId, viewer: AccountId) -> Option<Thread> {
        let mut thread = self.threads.get(&id)?.clone();
        let vote = |on| self.votes.get(&(viewer, on)).copied().unwrap_or_default();
        thread.post.vote = vote(Entry::Post(id));
        thread.post.bookmarked = self.bookmarks.contains(&(viewer, id));
        thread.answers.items.iter_mut().for_each(|one| one.vote = vote(Entry::Answer(one.id)));
        thread.comments.iter_mut().for_each(|one| one.vote = vote(Entry::Comment(one.id)));
        Some(thread)
    }

    /// How somebody stands, as somebody else reads it.
    pub fn standing(&self, who: AccountId, viewer: AccountId) -> Standing {
        let follows = |one, other| self.follows.contains(&(one, other));
        let tie = Tie { follows: follows(viewer, who), follows_you: follows(who, viewer) };
        Standing { stats: self.stats[&who], tie, version: self.stats[&viewer].version }
    }

    /// An entry as an event tells it.
    pub(super) fn told(&self, entry: Entry) -> Value {
        let found = |thread: &Thread| match entry {
            Entry::Post(id) => (thread.post.id == id).then(|| json!(thread.post)),
            Entry::Answer(id) => thread.answers.items.iter().find(|one| one.id == id).map(|one| json!(one)),
            Entry::Comment(id) => thread.comments.iter().find(|one| one.id == id).map(|one| json!(one)),
        };
        self.threads.values().find_map(found).expect("it is there")
    }

    pub(super) fn tally(&self, entry: Entry) -> Tally {
        let found = |thread: &Thread| match entry {
            Entry::Post(id) => (thread.post.id == id).then(|| Tally::of_post(&thread.post)),
            Entry::Answer(id) => thread.answers.items.iter().find(|one| one.id == id).map(Tally::of_answer),
            Entry::Comment(id) => thread.comments.iter().find(|one| one.id == id).map(Tally::of_comment),
        };
        self.threads.values().find_map(found).expect("it is there")
    }
}

impl Server {
    /// Something is published, changed, judged or read, or somebody followed or dismissed, once; the answer is what holds by now.
    pub(super) fn act_in_public(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        self.judged.insert(operation.id);
        let is_known = self.applied.contains_key(&operation.id);
        match operation.kind.as_str() {
            FOLLOW => return self.follow(account, operation, now),
            READ | READ_ALL => return self.read_notices(account, operation, now),
            DISMISS => return self.dismiss(account, operation, now),
            _ => {}
        }
        if !is_known || self.fault == Some(Fault::ForgottenChange) && !is_published(operation) {
            self.act_in_thread(account, operation, now)?;
            self.applied.insert(operation.id, Value::Null);
        }
        Ok(self.public_answer(account, operation))
    }

    fn act_in_thread(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<()> {
        if let Some(draft) = acts::published(operation) {
            self.publish_post(account, draft, now)
        } else if let Some(draft) = acts::answered(operation) {
            self.publish_answer(account, draft, now)
        } else if let Some(draft) = acts::commented(operation) {
            self.publish_comment(account, draft, now)
        } else if let Some((entry, rewrite)) = acts::edited(operation) {
            self.rewrite_entry(account, operation.id, (entry, rewrite), now)
        } else if let Some(entry) = acts::deleted(operation) {
            self.delete_entry(account, operation.id, entry, now)
        } else {
            self.judge(account, operation, now)
        }
    }

    fn public_answer(&self, account: AccountId, operation: &Operation) -> Value {
        let body = &operation.body;
        match operation.kind.as_str() {
            VOTE => {
                let Vote { on, .. } = read(body).expect("it was read before");
                let vote = self.square.votes.get(&(account, on)).copied().unwrap_or_default();
                json!(Tally { vote: Some(vote), ..self.square.tally(on) })
            }
            BOOKMARK => {
                let Bookmark { post_id, .. } = read(body).expect("it was read before");
                json!(Bookmark { post_id, on: self.square.bookmarks.contains(&(account, post_id)) })
            }
            ACCEPT => self.square.told(Entry::Post(read(&body["post_id"]).expect("it was read before"))),
            _ => self.square.told(entry_of(operation)),
        }
    }

    /// Whether somebody may do something with what that person wrote.
    pub(super) fn may_meet(&self, account: AccountId, author: AccountId) -> bool {
        account == author || !self.are_apart([account, author])
    }
}

/// What an operation publishes, edits or deletes.
pub fn entry_of(operation: &Operation) -> Entry {
    let id = operation.id.0;
    let rewritten = acts::edited(operation).map(|(entry, _)| entry).or_else(|| acts::deleted(operation));
    rewritten.unwrap_or(match operation.kind.as_str() {
        acts::PUBLISH => Entry::Post(PostId(id)),
        acts::ANSWER => Entry::Answer(AnswerId(id)),
        _ => Entry::Comment(CommentId(id)),
    })
}

pub(super) fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T> {
    T::deserialize(value).map_err(|_| Error::invalid("body", "shape"))
}
