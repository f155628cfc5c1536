//! What moderators removed.

use serde::{Deserialize, Serialize};

/// Something that the recipient published and a moderator removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Removed {
    /// What it was.
    pub what: What,
    /// Its title, of a post or a question that had one. In which thread an answer or a comment stood says the `entry`.
    #[serde(default)]
    pub title: Option<String>,
    /// As what it was reported: `spam`, `abuse`, `illegal` or `other`.
    pub reason: String,
}

/// What is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = RemovedWhat))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A post.
    Post,
    /// A question.
    Question,
    /// An answer.
    Answer,
    /// A comment.
    Comment,
}

impl What {
    /// As it is called in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Comment => "comment",
        }
    }
}
