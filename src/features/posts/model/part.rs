//! Parts of a thread that has more answers than a page.

use serde::{Deserialize, Serialize};

use super::{Entry, Thread};

/// Which of the answers to a question are asked for, where it is not known that they are the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Those behind a cursor.
    Behind(String),
    /// Those among which an entry stands, or that on which it does: the first where it is one of them.
    Around(Entry),
    /// Those behind a cursor where an entry stands among them, or that on which it does; else those around it.
    With(String, Entry),
}

/// Where a part of the answers begins that are not the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The cursor behind which it begins.
    pub cursor: String,
    /// That of the part before it; none where that has the first.
    pub before: Option<String>,
}

/// A post with a part of its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadPart {
    /// That part for a page of answers. Where it was asked for around a comment, that one and some behind it are among
    /// the comments.
    pub thread: Thread,
    /// Where it begins; none at the beginning.
    pub start: Option<Start>,
}
