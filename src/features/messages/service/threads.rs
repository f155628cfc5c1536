//! How threads begin, and are read.

use super::{Counted, changing, find, history};
use crate::{
    features::messages::{
        db::{self, Begun},
        model::{Conversation, From, Kind, Stretch, root_of, thread_on},
        state::threads,
    },
    server::{Limit, Pool, Server, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
    },
};

/// One conversation of the viewer, or the thread of a message in which the viewer has no place, as nobody has answered: looking
/// at it stores nothing.
///
/// # Errors
/// [`Error::Missing`] where there is neither for the viewer, or the message was deleted.
pub async fn read_to_answer(pool: &Pool, viewer: AccountId, id: ConversationId) -> Result<Conversation> {
    match super::read(pool, viewer, id).await {
        Err(Error::Missing) => unanswered(pool, viewer, root_of(id)).await,
        read => read,
    }
}

async fn unanswered(pool: &Pool, viewer: AccountId, message: MessageId) -> Result<Conversation> {
    let mut tx = pool.as_viewer(viewer).await?;
    let root = changing::find(&mut tx, message).await?;
    let around = find(&mut tx, root.conversation_id).await?;
    // On an answer hangs no thread, and of what is gone nothing begins.
    if around.thread_of.is_some() || root.is_deleted() {
        return Err(Error::Missing);
    }
    Ok(threads::unanswered(&around, root))
}

/// A stretch of at most `limit` messages (1–100) of what [`read_to_answer`] reads.
///
/// # Errors
/// [`Error::Missing`] where there is no such conversation and no such message for the viewer.
pub async fn stretch(pool: &Pool, viewer: AccountId, id: ConversationId, from: From, limit: u32) -> Result<Stretch> {
    match history(pool, viewer, id, from, limit).await {
        Err(Error::Missing) => thread(pool, viewer, root_of(id), from, limit).await,
        read => read,
    }
}

/// A stretch of at most `limit` messages (1–100) of the thread of a message; an empty one where nothing is said in it.
///
/// # Errors
/// [`Error::Missing`] where there is no such message for the viewer.
pub async fn thread(pool: &Pool, viewer: AccountId, message: MessageId, from: From, limit: u32) -> Result<Stretch> {
    let thread = thread_on(message);
    let mut tx = pool.as_viewer(viewer).await?;
    let root = changing::find(&mut tx, message).await?;
    let is_begun = match find(&mut tx, thread).await {
        Ok(conversation) => conversation.kind == Kind::Thread,
        Err(Error::Missing) => false,
        Err(error) => return Err(error),
    };
    if !is_begun {
        // Its message stands on top all the same.
        let former = db::select_former(&mut tx, root.conversation_id, [root.author_id]).await?;
        return Ok(Stretch { former, ..Stretch::default() });
    }
    drop(tx);
    history(pool, viewer, thread, from, limit).await
}

/// Begins a thread, where it is none yet, and gives the viewer a place in it: until the first answer nobody else has one.
///
/// # Errors
/// `thread`: `nested` where its message stands in a thread itself; [`Error::Missing`] where there is no such message for the
/// viewer, or it was deleted; [`Error::Slow`] past 60 new conversations an hour.
pub(super) async fn begin(server: &Server, viewer: AccountId, thread: ConversationId) -> Result<()> {
    let opening = Counted::of(Limit::Openings, viewer);
    let opening = &opening;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        match db::begin_thread(&mut tx, root_of(thread)).await? {
            Begun::Now => opening.count(server, 1)?,
            Begun::Before => {}
            Begun::Nested => return Err(Error::invalid("thread", "nested")),
            Begun::Missing => return Err(Error::Missing),
        }
        tx.commit().await
    })
    .await
}

/// Where nothing can be written there is nothing.
pub(super) fn as_missing(error: Error) -> Error {
    if matches!(error, Error::Invalid { .. }) { Error::Missing } else { error }
}
