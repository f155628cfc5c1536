//! Decisions about conversations that need the world; owns the transactions.
//!
//! A stranger is answered by the same statements as somebody who guesses an id that never was.

mod history;
mod lanes;
mod marks;
mod sending;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::DateTime;
use uuid::Uuid;

pub use history::history;
pub use marks::{Choice, choose, mark, mark_all_read, mark_message_read};
pub use sending::{Sent, send};

use super::{db, model::Conversation};
use crate::{
    server::{Limit, OnConstraint, Pool, Server, Tx, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
        page::{DEFAULT_LIMIT, Page},
        time::Time,
    },
};

/// Conversations that the list of a page holds at most.
pub const MAX_LIST: u32 = 500;

/// Which conversations to list, and from where on.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Only those with something unread, or without.
    pub unread: Option<bool>,
    /// Only those put away, or not.
    pub archived: Option<bool>,
    /// Only those whose name, or whose people's names or handles, contain this.
    pub find: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// At most so many.
    pub limit: u32,
}

impl Default for Listing {
    fn default() -> Self {
        Self { unread: None, archived: None, find: None, cursor: None, limit: DEFAULT_LIMIT }
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

/// A conversation that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub id: ConversationId,
    /// Whether this call made it.
    pub created: bool,
}

/// Opens the conversation of two people, or finds it: a pair has one, ever. The id counts only
/// where it is made now. The other one hears nothing of it until something is said in it.
///
/// # Errors
/// [`Error::Missing`] where nobody has the handle; `with`: `self` for oneself; [`Error::Conflict`]
/// where the id names another conversation; [`Error::Slow`] past 60 new ones an hour.
pub async fn open(server: &Server, viewer: AccountId, id: ConversationId, handle: &str) -> Result<Opened> {
    if handle.contains('\0') {
        return Err(Error::Missing);
    }
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        let other = db::find_account(&mut tx, handle).await?.ok_or(Error::Missing)?;
        if other == viewer {
            return Err(Error::invalid("with", "self"));
        }
        let opened = db::open_pair(&mut tx, id, other)
            .await
            .on_constraint("conversations_pkey", || Error::Conflict)?
            .ok_or(Error::Missing)?;
        if opened.created {
            server.limits.check(Limit::Openings, &viewer.to_string())?;
        }
        tx.commit().await?;
        Ok(Opened { id: opened.id, created: opened.created })
    })
    .await
}

/// The viewer's conversations: pinned first, then by last activity. Empty ones are shown to whoever
/// opened them.
///
/// # Errors
/// What the database says.
pub async fn list(pool: &Pool, viewer: AccountId, listing: &Listing) -> Result<Page<Conversation>> {
    let mut tx = pool.as_viewer(viewer).await?;
    let mut rows = db::select_conversations(&mut tx, listing).await?;
    let more = rows.len() > listing.limit as usize;
    rows.truncate(listing.limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.cursor().encode());
    let items = db::with_participants(&mut tx, rows).await?;
    tx.commit().await?;
    Ok(Page { items, next, total: None })
}

/// How many conversations a listing has on all its pages.
///
/// # Errors
/// What the database says.
pub async fn count(pool: &Pool, viewer: AccountId, listing: &Listing) -> Result<i64> {
    let mut tx = pool.as_viewer(viewer).await?;
    let number = db::count_conversations(&mut tx, listing).await?;
    tx.commit().await?;
    Ok(number)
}

/// One conversation of the viewer.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it.
pub async fn read(pool: &Pool, viewer: AccountId, id: ConversationId) -> Result<Conversation> {
    let mut tx = pool.as_viewer(viewer).await?;
    let conversation = find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(conversation)
}

async fn find(tx: &mut Tx, id: ConversationId) -> Result<Conversation> {
    let row = db::select_conversation(tx, id).await?.ok_or(Error::Missing)?;
    db::with_participants(tx, vec![row]).await?.pop().ok_or(Error::Missing)
}
