//! Any of what is published: one can vote on each, rewrite one's own, and read what it said before.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::shared::id::{AnswerId, CommentId, PostId};
#[cfg(feature = "ssr")]
use crate::shared::time::Time;

/// One of what is published, as `{"post": "…"}`, `{"answer": "…"}` or `{"comment": "…"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = PostEntry))]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A post or a question.
    Post(PostId),
    /// An answer.
    Answer(AnswerId),
    /// A comment.
    Comment(CommentId),
}

impl Entry {
    /// Its kind, as it is stored.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Post(_) => "post",
            Self::Answer(_) => "answer",
            Self::Comment(_) => "comment",
        }
    }

    /// Its id, which is of no other entry of its kind.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Post(id) => id.0,
            Self::Answer(id) => id.0,
            Self::Comment(id) => id.0,
        }
    }
}

/// What comments stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = CommentParent))]
#[serde(rename_all = "snake_case")]
pub enum Parent {
    /// A post or a question.
    Post(PostId),
    /// An answer.
    Answer(AnswerId),
}

impl Parent {
    /// Whichever it is.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Post(id) => id.0,
            Self::Answer(id) => id.0,
        }
    }
}

/// What an entry said at one time.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = PostRevision))]
pub struct Revision {
    /// Which of its versions.
    pub version: i64,
    /// Its title then; only posts have one.
    #[serde(default)]
    pub title: Option<String>,
    /// What it said.
    pub body: String,
    /// Its tags then; only posts have some.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Since when.
    pub at: Time,
}
