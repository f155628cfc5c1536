//! How far a message of one's own came.

use super::super::{db, model::Info, state::operation::named_at};
use crate::{
    server::Pool,
    shared::{
        Error, Result,
        id::{AccountId, MessageId},
    },
};

/// When a message of the viewer was stored, and with each of the others when it was delivered and read, as far as they let
/// that be known. Who lets nobody know what they read learns nothing of that either. The times of the last 64 steps of each
/// person in a conversation are kept, which is as many messages where people talk live; of older ones only what became of
/// them is known.
///
/// # Errors
/// [`Error::Forbidden`] where somebody else said it; [`Error::Missing`] where there is no such message for the viewer, or it
/// was deleted.
pub async fn info(pool: &Pool, viewer: AccountId, id: MessageId) -> Result<Info> {
    let mut tx = pool.as_viewer(viewer).await?;
    let message = super::changing::find(&mut tx, id).await?;
    if message.author_id != viewer {
        return Err(Error::Forbidden);
    } else if message.is_deleted() {
        return Err(Error::Missing);
    }
    // Nobody sent it after it was stored.
    let named_at = Some(named_at(id)).filter(|named| *named <= message.at);
    let reached = db::select_reached(&mut tx, id).await?;
    Ok(Info { message_id: id, named_at, stored_at: message.at, reached })
}
