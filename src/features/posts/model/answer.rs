//! What answers a question.

use serde::{Deserialize, Serialize};

use super::Tally;
use crate::{
    features::accounts::model::Account,
    shared::{
        id::{AnswerId, PostId},
        time::Time,
    },
};

/// An answer as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Answer {
    /// Made by the author's device.
    pub id: AnswerId,
    /// Which question it answers.
    pub post_id: PostId,
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
    /// When it was deleted: its place stays.
    #[serde(default)]
    pub deleted_at: Option<Time>,
    /// Votes up less votes down.
    pub score: i64,
    /// How many comments stand on it that were not deleted.
    pub comments: i64,
    /// Whether the asker accepted it; told by the question's tally, too.
    #[serde(default)]
    pub accepted: bool,
    /// Counts the changes of score, comments and whether it is accepted, from 0.
    pub tallied: i64,
    /// How the viewer voted: 1 up, -1 down, 0 not at all. Of events only `vote.changed` tells it.
    #[serde(default)]
    pub vote: i16,
}

impl Answer {
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

    /// Takes the numbers that were told of it, where they are newer.
    pub fn take_tally(&mut self, tally: &Tally) {
        if tally.tallied > self.tallied {
            self.score = tally.score;
            self.comments = tally.comments;
            self.accepted = tally.accepted;
            self.tallied = tally.tallied;
        }
    }

    /// Takes what is newer in another reading of it, or in an event: its words and its numbers, each by its own count. What
    /// the viewer did with it stays.
    pub fn catch_up(&mut self, other: &Self) {
        self.take_tally(&Tally::of_answer(other));
        let is_newer = other.version > self.version || (other.version == self.version && self.cut && !other.cut);
        if is_newer {
            let tally = Tally::of_answer(self);
            *self = Self { vote: self.vote, tallied: -1, ..other.clone() };
            self.take_tally(&tally);
        }
    }
}
