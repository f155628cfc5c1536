//! Which part of a list is read, and in which order.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::DateTime;
use uuid::Uuid;

use crate::shared::{Error, Result, id::ConversationId, page::DEFAULT_LIMIT, time::Time};

/// Which conversations to list, and from where on.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Only those with something unread, or without.
    pub unread: Option<bool>,
    /// Only those put away, or not.
    pub archived: Option<bool>,
    /// Only requests, or none.
    pub requested: Option<bool>,
    /// Only groups, or only pairs.
    pub group: Option<bool>,
    /// Only threads, or none.
    pub thread: Option<bool>,
    /// Only those whose name, or whose people's names or handles, contain this; threads only by the beginning of their message.
    pub find: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// At most so many.
    pub limit: u32,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            unread: None,
            archived: None,
            requested: None,
            group: None,
            thread: None,
            find: None,
            cursor: None,
            limit: DEFAULT_LIMIT,
        }
    }
}

/// The place of a conversation in the list: what it is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Pinned ones stand first.
    pub pinned: bool,
    /// The last activity, to the microsecond.
    pub at: Time,
    /// Decides between equals.
    pub id: ConversationId,
}

impl Cursor {
    /// As it crosses the wire; nobody there looks into it.
    #[must_use]
    pub fn encode(self) -> String {
        let mut bytes = vec![u8::from(self.pinned)];
        bytes.extend(self.at.0.timestamp_micros().to_be_bytes());
        bytes.extend(self.id.0.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what [`Cursor::encode`] wrote.
    ///
    /// # Errors
    /// `cursor`: `unreadable`.
    pub fn decode(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(|| Error::invalid("cursor", "unreadable"))
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 25] = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (micros, id) = bytes[1..].split_at(8);
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(micros.try_into().ok()?))?;
        let in_range = at >= DateTime::UNIX_EPOCH && at.timestamp() < 1 << 38;
        let pinned = match bytes[0] {
            0 => false,
            1 => true,
            _ => return None,
        };
        in_range.then_some(Self { pinned, at: Time(at), id: ConversationId(Uuid::from_slice(id).ok()?) })
    }
}
