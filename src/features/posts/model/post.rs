//! What begins a thread.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Tally;
use crate::{
    features::accounts::model::Account,
    shared::{
        Error, Result,
        id::{AnswerId, PostId},
        time::Time,
    },
};

/// What a post wants of those who read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = PostKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing: it has comments only, and perhaps a title.
    #[default]
    Post,
    /// Answers, of which the asker accepts one; it has a title.
    Question,
}

impl Kind {
    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Question => "question",
        }
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Post, Self::Question]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| Error::invalid("kind", "unknown"))
    }
}

/// A post or a question as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Post {
    /// Made by the author's device.
    pub id: PostId,
    /// Whether it asks.
    pub kind: Kind,
    /// Who wrote it.
    pub author: Account,
    /// Every question has one; none once it was deleted.
    pub title: Option<String>,
    /// What it says, in markdown as it was typed; empty once it was deleted.
    pub body: String,
    /// Whether `body` is only its beginning, as in lists and in some events.
    #[serde(default)]
    pub cut: bool,
    /// By what it is found, in the order in which the author gave them; none once it was deleted.
    pub tags: Vec<String>,
    /// When it was stored.
    pub at: Time,
    /// Counts the changes of its words, from 1.
    pub version: i64,
    /// When its author last had it say something else.
    #[serde(default)]
    pub edited_at: Option<Time>,
    /// When it was deleted: the thread below it stays.
    #[serde(default)]
    pub deleted_at: Option<Time>,
    /// Votes up less votes down.
    pub score: i64,
    /// How many answers it has that were not deleted.
    pub answers: i64,
    /// How many comments stand on it itself that were not deleted.
    pub comments: i64,
    /// Which answer the asker accepted.
    #[serde(default)]
    pub accepted_id: Option<AnswerId>,
    /// Counts the changes of score, answers, comments and the accepted answer, from 0.
    pub tallied: i64,
    /// How the viewer voted: 1 up, -1 down, 0 not at all. Of events only `vote.changed` tells it.
    #[serde(default)]
    pub vote: i16,
    /// Whether the viewer keeps it. Of events only `bookmark.changed` tells it.
    #[serde(default)]
    pub bookmarked: bool,
}

impl Post {
    /// Whether it was deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Whether it says something else than at first.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.edited_at.is_some()
    }

    /// Whether answers may stand below it.
    #[must_use]
    pub fn is_question(&self) -> bool {
        self.kind == Kind::Question
    }

    /// Takes the numbers that were told of it, where they are newer.
    pub fn take_tally(&mut self, tally: &Tally) {
        if tally.tallied > self.tallied {
            self.score = tally.score;
            self.answers = tally.answers;
            self.comments = tally.comments;
            self.accepted_id = tally.accepted_id;
            self.tallied = tally.tallied;
        }
    }

    /// Takes what is newer in another reading of it, or in an event: its words and its numbers, each by its own count. What
    /// the viewer did with it stays.
    pub fn catch_up(&mut self, other: &Self) {
        self.take_tally(&Tally::of_post(other));
        // The same words as a whole are more than their beginning.
        let is_newer = other.version > self.version || (other.version == self.version && self.cut && !other.cut);
        if is_newer {
            let tally = Tally::of_post(self);
            *self = Self { vote: self.vote, bookmarked: self.bookmarked, tallied: -1, ..other.clone() };
            self.take_tally(&tally);
        }
    }
}

/// Whether the viewer keeps a post, as it stands after they chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Bookmark {
    /// Which.
    pub post_id: PostId,
    /// Whether they do.
    pub on: bool,
}
