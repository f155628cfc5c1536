//! What is heard of posts and of what stands below them.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    features::posts::model::{Answer, Bookmark, Comment, Entry, Post, Tally},
    realtime::Event,
    shared::id::AccountId,
};

/// Something that holds now: a whole entry, the numbers beside one, or whether the viewer keeps one.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A post.
    Post(Box<Post>),
    /// An answer.
    Answer(Box<Answer>),
    /// A comment.
    Comment(Box<Comment>),
    /// The numbers beside an entry.
    Tally(Tally),
    /// Whether the viewer keeps a post.
    Bookmark(Bookmark),
}

impl Told {
    /// What an event tells; nothing where it is about something else.
    #[must_use]
    pub fn of_event(event: &Event) -> Option<Self> {
        let (thing, _) = event.kind.split_once('.')?;
        if matches!(thing, "post" | "answer" | "comment") { Self::read(&event.body) } else { None }
    }

    /// What a body tells, by the members that only its kind has.
    #[must_use]
    pub fn read(body: &Value) -> Option<Self> {
        let has = |name: &str| body.get(name).is_some();
        if has("author") && has("tags") {
            return part(body).map(Box::new).map(Self::Post);
        }
        if has("author") && (has("accepted") || has("comments")) {
            return part(body).map(Box::new).map(Self::Answer);
        }
        if has("author") {
            return part(body).map(Box::new).map(Self::Comment);
        }
        if has("tallied") {
            return part(body).map(Self::Tally);
        }
        part(body).map(Self::Bookmark)
    }

    /// Who said it, where it is something said.
    #[must_use]
    pub fn author(&self) -> Option<AccountId> {
        match self {
            Self::Post(post) => Some(post.author.id),
            Self::Answer(answer) => Some(answer.author.id),
            Self::Comment(comment) => Some(comment.author.id),
            Self::Tally(_) | Self::Bookmark(_) => None,
        }
    }

    /// What it is about.
    #[must_use]
    pub fn entry(&self) -> Entry {
        match self {
            Self::Post(post) => Entry::Post(post.id),
            Self::Answer(answer) => Entry::Answer(answer.id),
            Self::Comment(comment) => Entry::Comment(comment.id),
            Self::Tally(tally) => tally.entry,
            Self::Bookmark(bookmark) => Entry::Post(bookmark.post_id),
        }
    }
}

fn part<T: DeserializeOwned>(body: &Value) -> Option<T> {
    T::deserialize(body).ok()
}
