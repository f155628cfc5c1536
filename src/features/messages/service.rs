//! Decisions about conversations that need the world; owns the transactions.
//!
//! A stranger is answered by the same statements as somebody who guesses an id that never was.

mod changing;
mod drafts;
mod groups;
mod history;
mod info;
mod lanes;
mod marks;
mod pinning;
mod previews;
mod scheduling;
mod search;
mod sending;
mod settings;
mod threads;

pub use super::db::{Cursor, Listing, Spot};
pub use changing::{Edit, React, changed, delete, edit, message, quotes, react, revisions};
pub use drafts::{Save, draft, drafts, save_draft};
pub use groups::{NewGroup, add_people, change, create_group, leave, remove_participant, set_participant, set_role};
pub use history::history;
pub use info::info;
pub use marks::{choose, choose_mark, mark, mark_all_read, mark_message_read};
pub use pinning::pin;
pub use previews::unpreview;
pub use scheduling::{Planned, all_scheduled, cancel, reschedule, schedule, scheduled, send_scheduled};
pub use search::{Sought, search};
pub use sending::{Sent, send, send_to};
pub use settings::change_and_choose;
pub use threads::{read_to_answer, stretch, thread};

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{
    db,
    model::{Conversation, Kind, Standing, root_of},
};
use crate::{
    server::{Limit, OnConstraint, Pool, Server, Tx, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
        page::Page,
    },
};

/// Characters of a name that may be looked for.
const MAX_FIND: usize = 100;

/// A conversation that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub id: ConversationId,
    /// Whether this call made it, for all that the viewer may know.
    pub created: bool,
}

/// Opens the conversation of two people, or finds it: a pair has one, ever. The id counts only
/// where it is made now, and names none of other people's: then it is made under another one, and nobody is told that
/// theirs exists. The other one hears nothing of it until something is said in it, also not by opening it too.
///
/// # Errors
/// [`Error::Missing`] where nobody has the handle; `with`: `self` for oneself, `not_accepting` for who lets the viewer
/// begin none, for whatever reason; [`Error::Conflict`] where the id names another conversation of the viewer's;
/// [`Error::Slow`] past 60 new ones an hour.
pub async fn open(server: &Server, viewer: AccountId, id: ConversationId, handle: &str) -> Result<Opened> {
    let opening = Counted::of(Limit::Openings, viewer);
    let opened = open_under(id, server, &opening, handle).await;
    if opened == Err(Error::Conflict) && !is_in(&server.pool, viewer, id).await? {
        return open_under(ConversationId::new(), server, &opening, handle).await;
    }
    opened
}

async fn open_under(id: ConversationId, server: &Server, opening: &Counted, handle: &str) -> Result<Opened> {
    let viewer = opening.viewer;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        let opened = open_in(&mut tx, viewer, id, handle).await?;
        if opened.created {
            opening.count(server, 1)?;
        }
        tx.commit().await?;
        Ok(opened)
    })
    .await
}

/// The same in a transaction that may come to nothing; nobody is counted.
async fn open_in(tx: &mut Tx, viewer: AccountId, id: ConversationId, handle: &str) -> Result<Opened> {
    if handle.contains('\0') {
        return Err(Error::Missing);
    }
    let other = db::find_account(tx, handle).await?.ok_or(Error::Missing)?;
    if other == viewer {
        return Err(Error::invalid("with", "self"));
    }
    let opened = db::unless_refused(db::open_pair(tx, id, other).await)?
        .on_constraint("conversations_pkey", || Error::Conflict)?
        .ok_or(Error::Missing)?;
    Ok(Opened { id: opened.id, created: opened.created })
}

async fn is_in(pool: &Pool, viewer: AccountId, id: ConversationId) -> Result<bool> {
    let mut tx = pool.as_viewer(viewer).await?;
    Ok(db::last_seq(&mut tx, id).await?.is_some())
}

/// The acts of a call that have a limit of their own, however often the call is run anew.
struct Counted {
    limit: Limit,
    viewer: AccountId,
    done: AtomicUsize,
}

impl Counted {
    fn of(limit: Limit, viewer: AccountId) -> Self {
        Self { limit, viewer, done: AtomicUsize::new(0) }
    }

    /// Counts as many acts as this run has, less those that an earlier run had counted: all of them or none, where nothing
    /// but the commit is left to do.
    fn count(&self, server: &Server, acts: usize) -> Result<()> {
        let done = self.done.load(Ordering::Relaxed);
        if acts > done {
            let new = u32::try_from(acts - done).unwrap_or(u32::MAX);
            server.limits.check_all(self.limit, &self.viewer.to_string(), new)?;
            self.done.store(acts, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// The viewer's conversations: pinned first, then by last activity. Empty ones are shown to whoever
/// opened them.
///
/// # Errors
/// `q`: `characters` past 100 characters or with a NUL in them.
pub async fn list(pool: &Pool, viewer: AccountId, listing: &Listing) -> Result<Page<Conversation>> {
    if listing.find.as_ref().is_some_and(|find| find.contains('\0') || find.chars().count() > MAX_FIND) {
        return Err(Error::invalid("q", "characters"));
    }
    let mut tx = pool.as_viewer(viewer).await?;
    let rows = db::select_conversations(&mut tx, listing).await?;
    let Page { items, next, total } = Page::cut(rows, listing.limit, |row| row.cursor().encode());
    Ok(Page { items: db::with_participants(&mut tx, items, false).await?, next, total })
}

/// How the viewer stands to at most 500 conversations: those that hold something unread, then muted ones.
///
/// # Errors
/// What the database says.
pub async fn standings(pool: &Pool, viewer: AccountId) -> Result<Vec<Standing>> {
    let mut tx = pool.as_viewer(viewer).await?;
    let standings = db::select_standings(&mut tx).await?;
    tx.commit().await?;
    Ok(standings)
}

/// How many conversations a listing has on all its pages.
///
/// # Errors
/// What the database says.
pub async fn count(pool: &Pool, viewer: AccountId, listing: &Listing) -> Result<i64> {
    let mut tx = pool.as_viewer(viewer).await?;
    Ok(db::count_conversations(&mut tx, listing).await?)
}

/// One conversation of the viewer.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it.
pub async fn read(pool: &Pool, viewer: AccountId, id: ConversationId) -> Result<Conversation> {
    let mut tx = pool.as_viewer(viewer).await?;
    find(&mut tx, id).await
}

async fn find(tx: &mut Tx, id: ConversationId) -> Result<Conversation> {
    let row = db::select_conversation(tx, id).await?.ok_or(Error::Missing)?;
    let conversation = db::with_participants(tx, vec![row], true).await?.pop().ok_or(Error::Missing)?;
    let root = match conversation.kind {
        Kind::Thread => Some(changing::find(tx, root_of(id)).await?),
        Kind::Pair | Kind::Group => None,
    };
    Ok(Conversation { pins: db::select_pins(tx, id).await?, root, ..conversation })
}
