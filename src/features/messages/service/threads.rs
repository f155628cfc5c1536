//! How threads begin, and are read.

use super::{Counted, changing, find, history};
use crate::{
    features::messages::{
        db::{self, Begun},
        model::{Conversation, From, Kind, Stretch, root_of, thread_on},
    },
    server::{Limit, Pool, Server, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
    },
};

/// One conversation of the viewer. The thread of a message has the id of the message, and begins when somebody opens it:
/// nobody hears of that.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it; [`Error::Slow`] past 60 new ones an hour.
pub async fn read_or_begin(server: &Server, viewer: AccountId, id: ConversationId) -> Result<Conversation> {
    match super::read(&server.pool, viewer, id).await {
        Err(Error::Missing) => {
            begin(server, viewer, id).await.map_err(as_missing)?;
            super::read(&server.pool, viewer, id).await
        }
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
    changing::find(&mut tx, message).await?;
    let is_begun = match find(&mut tx, thread).await {
        Ok(conversation) => conversation.kind == Kind::Thread,
        Err(Error::Missing) => false,
        Err(error) => return Err(error),
    };
    drop(tx);
    if is_begun { history(pool, viewer, thread, from, limit).await } else { Ok(Stretch::default()) }
}

/// Begins a thread, where it is none yet: the next thing said in it is the first.
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
            Begun::Before => return Ok(()),
            Begun::Nested => return Err(Error::invalid("thread", "nested")),
            Begun::Missing => return Err(Error::Missing),
        }
        tx.commit().await
    })
    .await
}

/// What cannot be opened is not there.
pub(super) fn as_missing(error: Error) -> Error {
    if matches!(error, Error::Invalid { .. }) { Error::Missing } else { error }
}
