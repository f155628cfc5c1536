//! What a page shows of a post: itself, a page of its answers, and the first comments on each.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Answer, Comment, Post};
use crate::shared::{Error, Result, page::Page};

/// In which order answers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The accepted one, then the highest score first, and of equals the oldest.
    #[default]
    Score,
    /// The latest first.
    Newest,
    /// The oldest first.
    Oldest,
}

impl Sort {
    /// As they are offered.
    pub const ALL: [Self; 3] = [Self::Score, Self::Newest, Self::Oldest];

    /// As it is written in an address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }
}

impl FromStr for Sort {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).ok_or_else(|| Error::invalid("sort", "unknown"))
    }
}

/// A post with the first page of what stands below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = PostThread))]
pub struct Thread {
    /// As a whole.
    pub post: Post,
    /// The first page of its answers, in the order that was asked for.
    pub answers: Page<Answer>,
    /// The first five comments on the post and on each of these answers, each parent's in the order in which they were
    /// said. Whether there are more is what `comments` of the parent tells.
    pub comments: Vec<Comment>,
}

/// A page of answers, with the first comments on each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnswerPage))]
pub struct Answers {
    /// In the order that was asked for.
    pub answers: Page<Answer>,
    /// The first five comments on each of them.
    pub comments: Vec<Comment>,
}
