//! What the viewer alone knows of a conversation: how far they have read it, and where it stands in their list.

use super::super::{
    db,
    model::{Choice, Conversation, Mark},
};
use crate::{
    server::{Pool, Tx, once::Once, pool::patiently},
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

/// Changes what the viewer alone sees of a conversation, and returns it as it stands afterwards; where `once` was applied
/// before, as it stands by now. Asking for what already holds changes nothing and is no conflict.
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
        // Nothing of it is kept with the act: the words in it would outlive their deletion.
        if once.known::<()>(&mut tx).await?.is_some() {
            return super::find(&mut tx, id).await;
        }
        let conversation = change_mark(&mut tx, id, choice).await?;
        once.keep(&mut tx, &()).await?;
        tx.commit().await?;
        Ok(conversation)
    })
    .await
}

/// The same, for a page that only asks for the mark as it stood afterwards: that is kept with the act, as nobody said
/// anything in it.
///
/// # Errors
/// As [`choose`].
pub async fn choose_mark(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    choice: Choice,
    once: &Once,
) -> Result<Mark> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let mark = change_mark(&mut tx, id, choice).await?.mark;
        once.keep(&mut tx, &mark).await?;
        tx.commit().await?;
        Ok(mark)
    })
    .await
}

/// The conversation with what the viewer chose for it, once nobody else can come in between. Whoever wants to have a thread in
/// their list in which they take no part takes part in it from then on.
pub(super) async fn change_mark(tx: &mut Tx, id: ConversationId, choice: Choice) -> Result<Conversation> {
    db::lock_own(tx, id).await?;
    let mut conversation = super::find(tx, id).await?;
    // The viewer stands first.
    let is_silent = conversation.participants.first().is_some_and(|own| own.silent);
    if is_silent && choice.archived == Some(false) && db::follow_thread(tx, id).await? {
        conversation = super::find(tx, id).await?;
    }
    if choice.over(&conversation.mark) != conversation.mark {
        if choice.expected_version.is_some_and(|expected| expected != conversation.mark.version) {
            return Err(Error::Conflict);
        }
        conversation.mark = db::update_mark(tx, id, choice).await?.ok_or(Error::Missing)?;
    }
    Ok(conversation)
}
