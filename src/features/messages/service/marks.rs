//! What the viewer alone knows of a conversation: how far they have read it, and where it stands in their list.

use super::super::{
    db,
    model::{Conversation, Mark},
};
use crate::{
    server::{Pool, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
    },
};

/// Moves the viewer's marks forward: what reached a device of theirs, what they read. Never back,
/// never past the last message.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in the conversation.
pub async fn mark(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    delivered: Option<i64>,
    read: Option<i64>,
) -> Result<()> {
    move_marks(pool, viewer, &Once::UNNAMED, id, (delivered, read)).await
}

/// Marks everything in a conversation as read.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it; [`Error::Conflict`] where `once` names another act.
pub async fn mark_all_read(pool: &Pool, viewer: AccountId, id: ConversationId, once: &Once) -> Result<()> {
    move_marks(pool, viewer, once, id, (None, Some(i64::MAX))).await
}

/// Marks everything up to a message as read.
///
/// # Errors
/// [`Error::Missing`] where there is no such message for the viewer; [`Error::Conflict`] where `once` names another act.
pub async fn mark_message_read(pool: &Pool, viewer: AccountId, id: MessageId, once: &Once) -> Result<()> {
    let mut tx = pool.as_viewer(viewer).await?;
    let place = db::find_message(&mut tx, id).await?.ok_or(Error::Missing)?;
    drop(tx);
    move_marks(pool, viewer, once, place.conversation_id, (None, Some(place.seq))).await
}

async fn move_marks(
    pool: &Pool,
    viewer: AccountId,
    once: &Once,
    id: ConversationId,
    (delivered, read): (Option<i64>, Option<i64>),
) -> Result<()> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        if !db::move_marks(&mut tx, id, delivered, read).await? {
            return Err(Error::Missing);
        }
        once.keep(&mut tx, &()).await?;
        tx.commit().await
    })
    .await
}

/// What to change of one's own view of a conversation; `None` leaves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// No sound, no badge.
    pub muted: Option<bool>,
    /// On top of the list.
    pub pinned: Option<bool>,
    /// Out of the list until somebody writes.
    pub archived: Option<bool>,
    /// The `version` of the mark that was seen; absent, whatever holds is changed.
    pub expected_version: Option<i64>,
}

impl Choice {
    fn holds(&self, mark: &Mark) -> bool {
        let same = |asked: Option<bool>, now: bool| asked.is_none_or(|asked| asked == now);
        same(self.muted, mark.muted) && same(self.pinned, mark.pinned) && same(self.archived, mark.archived)
    }
}

/// Changes what the viewer alone sees of a conversation, and returns it as it stands afterwards. Asking for what already
/// holds changes nothing and is no conflict.
///
/// # Errors
/// [`Error::Missing`] where the viewer is not in it; [`Error::Conflict`] where something newer holds than what was seen,
/// or where `once` names another act.
pub async fn choose(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    choice: Choice,
    once: &Once,
) -> Result<Conversation> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        db::lock_own(&mut tx, id).await?;
        let mut conversation = super::find(&mut tx, id).await?;
        if !choice.holds(&conversation.mark) {
            if choice.expected_version.is_some_and(|expected| expected != conversation.mark.version) {
                return Err(Error::Conflict);
            }
            conversation.mark = db::update_mark(&mut tx, id, choice).await?.ok_or(Error::Missing)?;
        }
        once.keep(&mut tx, &conversation).await?;
        tx.commit().await?;
        Ok(conversation)
    })
    .await
}
