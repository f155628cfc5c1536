//! What is said about a post or an answer.

use serde::{Deserialize, Serialize};

use super::Tally;
use crate::{
    features::accounts::model::Account,
    shared::{
        id::{AnswerId, CommentId, PostId},
        time::Time,
    },
};

/// A comment as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Comment {
    /// Made by the author's device.
    pub id: CommentId,
    /// The post in whose thread it stands.
    pub post_id: PostId,
    /// On which of its answers; none on the post itself.
    #[serde(default)]
    pub answer_id: Option<AnswerId>,
    /// Which comment beside it it answers. That one may have been deleted.
    #[serde(default)]
    pub reply_to: Option<CommentId>,
    /// Who wrote it.
    pub author: Account,
    /// What it says, in markdown as it was typed; empty once it was deleted.
    pub body: String,
    /// Whether `body` is only its beginning, as in some events.
    #[serde(default)]
    pub cut: bool,
    /// When it was stored.
    pub at: Time,
    /// Counts the changes of its words, from 1.
    pub version: i64,
    /// When its author last had it say something else.
    #[serde(default)]
    pub edited_at: Option<Time>,
    /// When it was deleted: its place stays, for those who replied.
    #[serde(default)]
    pub deleted_at: Option<Time>,
    /// Votes up.
    pub score: i64,
    /// Counts the changes of the score, from 0.
    pub tallied: i64,
    /// How the viewer voted: 1 up, 0 not at all. Of events only `vote.changed` tells it.
    #[serde(default)]
    pub vote: i16,
}

impl Comment {
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

    /// Takes the score that was told of it, where it is newer.
    pub fn take_tally(&mut self, tally: &Tally) {
        if tally.tallied > self.tallied {
            self.score = tally.score;
            self.tallied = tally.tallied;
        }
    }

    /// Takes what is newer in another reading of it, or in an event: its words and its score, each by its own count. What
    /// the viewer did with it stays.
    pub fn catch_up(&mut self, other: &Self) {
        self.take_tally(&Tally::of_comment(other));
        let is_newer = other.version > self.version || (other.version == self.version && self.cut && !other.cut);
        if is_newer {
            let tally = Tally::of_comment(self);
            *self = Self { vote: self.vote, tallied: -1, ..other.clone() };
            self.take_tally(&tally);
        }
    }
}
