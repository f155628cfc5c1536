//! What is heard of posts and of what stands below them.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    features::posts::model::{Answer, Bookmark, Comment, Entry, Post, Tally, Vote},
    realtime::{Event, Position},
    shared::{id::AccountId, json::typed},
};

/// Something that holds now: a whole entry, the numbers beside one, how the viewer votes on one, or whether they keep one.
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
    /// How the viewer votes, and the number that the entry had counted by then.
    Vote(Vote, i64),
    /// Whether the viewer keeps a post, and where that was told.
    Bookmark(Bookmark, Position),
}

/// A vote of the viewer, as their own topic tells it.
#[derive(Deserialize)]
struct Voted {
    on: Entry,
    value: i16,
    tallied: i64,
}

impl Told {
    /// What an event tells; nothing where it is about something else.
    #[must_use]
    pub fn of_event(event: &Event) -> Option<Self> {
        let (thing, _) = event.kind.split_once('.')?;
        match thing {
            "post" | "answer" | "comment" => Self::read(&event.body),
            "vote" => part(&event.body).map(|Voted { on, value, tallied }| Self::Vote(Vote { on, value }, tallied)),
            "bookmark" => part(&event.body).map(|bookmark| Self::Bookmark(bookmark, event.position)),
            _ => None,
        }
    }

    /// What a body tells of an entry, by the members that only its kind has.
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
        if has("tallied") { part(body).map(Self::Tally) } else { None }
    }

    /// Who said it, where it is something said.
    #[must_use]
    pub fn author(&self) -> Option<AccountId> {
        match self {
            Self::Post(post) => Some(post.author.id),
            Self::Answer(answer) => Some(answer.author.id),
            Self::Comment(comment) => Some(comment.author.id),
            Self::Tally(_) | Self::Vote(..) | Self::Bookmark(..) => None,
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
            Self::Vote(vote, _) => vote.on,
            Self::Bookmark(bookmark, _) => Entry::Post(bookmark.post_id),
        }
    }
}

fn part<T: DeserializeOwned>(body: &Value) -> Option<T> {
    typed(body).ok()
}
