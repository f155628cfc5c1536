//! What stands in a form of a thread.

use serde::{Deserialize, Serialize};

use crate::features::posts::{model::Rewrite, state::unfinished::behind};

/// What stands in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// Of an edit of a post.
    pub title: String,
    /// The words themselves.
    pub body: String,
    /// Of an edit of a post, one behind the other.
    pub tags: String,
    /// Of an edit: over which version it goes.
    pub version: Option<i64>,
    /// What its thread is about, for whoever looks for what they began.
    pub about: String,
}

impl Written {
    /// What an edit begins with.
    #[must_use]
    pub fn of_edit(Rewrite { title, body, tags, version }: Rewrite) -> Self {
        let tags = tags.unwrap_or_default().join(" ");
        Self { title: title.unwrap_or_default(), body: body.unwrap_or_default(), tags, version, ..Self::default() }
    }

    /// The same with words behind its own that come back.
    pub(super) fn before(self, back: &Self) -> Self {
        Self { body: behind(&self.body, &back.body), ..self }
    }

    /// Whether both say the same, over whatever version.
    pub(super) fn says_as(&self, other: &Self) -> bool {
        (&self.title, &self.body, &self.tags) == (&other.title, &other.body, &other.tags)
    }
}
