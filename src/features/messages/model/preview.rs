//! What the page is called that a message leads to.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::shared::{
    id::{ConversationId, MessageId},
    markdown::first_link,
};

/// What a page says of itself, as the server read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LinkPreview {
    /// Where the message leads to, as it says.
    pub url: String,
    /// What the page says that it belongs to.
    #[serde(default)]
    pub site: Option<String>,
    /// What it is called.
    pub title: String,
    /// What it is about.
    #[serde(default)]
    pub description: Option<String>,
}

impl LinkPreview {
    /// The host that the message leads to, whatever the page calls itself.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or(&*self.url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

/// What a message shows of a page from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPreview {
    /// Which message.
    pub id: MessageId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// Its place there.
    pub seq: i64,
    /// What it shows; nothing where it shows none any more.
    pub preview: Option<LinkPreview>,
    /// Counts the changes.
    pub previewed: i64,
}

impl Message {
    /// Takes what it shows of a page in another reading, where that is newer. What was deleted shows nothing.
    pub fn take_preview(&mut self, preview: Option<&LinkPreview>, previewed: i64) {
        if previewed > self.previewed {
            (self.preview, self.previewed) = (preview.cloned(), previewed);
        }
        if self.is_deleted() {
            self.preview = None;
        }
    }

    /// Shows nothing any more of a page that is not the one to which it leads first.
    pub fn drop_stale_preview(&mut self) {
        let leads = first_link(&self.body);
        if self.preview.as_ref().is_some_and(|preview| leads.as_ref() != Some(&preview.url)) {
            self.preview = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stands_under_its_host() {
        for (url, host) in [
            ("https://example.org", "example.org"),
            ("https://www.example.org/a?b#c", "example.org"),
            ("HTTP://Example.org:8080?q", "Example.org:8080"),
            ("https://example.org#@evil.example", "example.org"),
        ] {
            let preview = LinkPreview { url: url.to_owned(), site: None, title: "Tea".to_owned(), description: None };
            assert_eq!(preview.host(), host);
        }
    }
}
