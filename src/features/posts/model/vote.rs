//! What people think of an entry.

use serde::{Deserialize, Serialize};

use super::{Answer, Comment, Entry, Post};
use crate::shared::{Error, Result, id::AnswerId};

/// How somebody votes on an entry; the later of two votes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// On what.
    pub on: Entry,
    /// 1 up, -1 down, 0 takes it back.
    pub value: i16,
}

impl Vote {
    /// Whether it may be cast, as far as it says itself.
    ///
    /// # Errors
    /// `value`: `range` for any other number, and for less than 0 on a comment.
    pub fn check(self) -> Result<()> {
        let least = if matches!(self.on, Entry::Comment(_)) { 0 } else { -1 };
        if (least..=1).contains(&self.value) { Ok(()) } else { Err(Error::invalid("value", "range")) }
    }
}

/// The numbers beside an entry, as an event tells them and as a vote is answered; those that its kind has not are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Beside which.
    #[serde(flatten)]
    pub entry: Entry,
    /// Votes up less votes down.
    pub score: i64,
    /// Of a post: its answers that were not deleted.
    #[serde(default)]
    pub answers: i64,
    /// Its comments that were not deleted.
    #[serde(default)]
    pub comments: i64,
    /// Of a question: which answer is accepted.
    #[serde(default)]
    pub accepted_id: Option<AnswerId>,
    /// Of an answer: whether it is accepted.
    #[serde(default)]
    pub accepted: bool,
    /// Counts the changes of these.
    pub tallied: i64,
    /// How the viewer votes now; only in the answer to a vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<i16>,
}

impl Tally {
    fn of(entry: Entry, score: i64, tallied: i64) -> Self {
        Self { entry, score, answers: 0, comments: 0, accepted_id: None, accepted: false, tallied, vote: None }
    }

    /// Those of a post.
    #[must_use]
    pub fn of_post(post: &Post) -> Self {
        let Post { answers, comments, accepted_id, .. } = *post;
        Self { answers, comments, accepted_id, ..Self::of(Entry::Post(post.id), post.score, post.tallied) }
    }

    /// Those of an answer.
    #[must_use]
    pub fn of_answer(answer: &Answer) -> Self {
        let Answer { comments, accepted, .. } = *answer;
        Self { comments, accepted, ..Self::of(Entry::Answer(answer.id), answer.score, answer.tallied) }
    }

    /// Those of a comment.
    #[must_use]
    pub fn of_comment(comment: &Comment) -> Self {
        Self::of(Entry::Comment(comment.id), comment.score, comment.tallied)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::shared::id::{CommentId, PostId};

    #[test]
    fn posts_and_answers_are_voted_up_and_down_and_comments_only_up() {
        let id = Uuid::from_u128(1);
        for (on, least) in
            [(Entry::Post(PostId(id)), -1), (Entry::Answer(AnswerId(id)), -1), (Entry::Comment(CommentId(id)), 0)]
        {
            for value in -2..=2 {
                let is_allowed = Vote { on, value }.check().is_ok();
                assert_eq!(is_allowed, (least..=1).contains(&value), "{on:?} {value}");
            }
        }
    }

    #[test]
    fn a_tally_is_read_as_an_event_writes_it() {
        let id = PostId(Uuid::from_u128(1));
        let told = json!({"post": id, "score": 3, "answers": 1, "comments": 2, "accepted_id": null, "tallied": 7});
        let tally: Tally = serde_json::from_value(told).expect("all that it needs");
        assert_eq!((tally.entry, tally.score, tally.tallied, tally.vote), (Entry::Post(id), 3, 7, None));
    }
}
