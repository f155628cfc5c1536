//! What a message shows of the page that it leads to, as the server keeps it and as a device has it.

use serde::{Deserialize, Serialize};

use crate::features::messages::model::LinkPreview;

/// The page that a message shows, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub preview: Option<LinkPreview>,
    /// Counts the changes, from 0.
    pub count: i64,
}

impl Shown {
    /// Shows this page from now on, or none; whether that is news.
    pub fn set(&mut self, preview: Option<LinkPreview>) -> bool {
        let is_news = self.preview != preview;
        self.preview = preview;
        self.count += i64::from(is_news);
        is_news
    }

    /// Shows nothing any more of a page that is not the one to which these words lead first.
    pub fn follow(&mut self, body: &str) {
        if self.preview.as_ref().is_some_and(|preview| link_in(body) != Some(preview.url.as_str())) {
            self.set(None);
        }
    }

    /// Takes another reading where that is newer.
    pub fn take(&mut self, other: Self) {
        if other.count > self.count {
            *self = other;
        }
    }
}

/// Where words lead to.
pub fn link_in(body: &str) -> Option<&str> {
    body.split(' ').find(|word| word.starts_with("https://"))
}
