//! What the live connection asks of conversations: who may hear them, and who does.

use super::db;
use crate::{
    server::{Pool, Viewer},
    shared::{
        Result,
        id::{AccountId, ConversationId},
    },
};

/// Those of the conversations that the viewer may hear, and those of the people whose presence they
/// may: who took part in one with them.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn audible(
    pool: &Pool,
    viewer: Viewer,
    conversations: &[ConversationId],
    people: &[AccountId],
) -> Result<(Vec<ConversationId>, Vec<AccountId>)> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let conversations =
        if conversations.is_empty() { Vec::new() } else { db::select_readable(&mut tx, conversations).await? };
    let people = if people.is_empty() { Vec::new() } else { db::select_acquainted(&mut tx, people).await? };
    Ok((conversations, people))
}

/// All conversations that are there for an account.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn conversations_of(pool: &Pool, account: AccountId) -> Result<Vec<ConversationId>> {
    Ok(db::select_own(&mut *pool.as_viewer(account).await?).await?)
}

/// Everybody for whom the conversations are there.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn participants(pool: &Pool, conversations: &[ConversationId]) -> Result<Vec<(ConversationId, AccountId)>> {
    Ok(db::select_participants(&mut *pool.as_jobs().await?, conversations).await?)
}

/// Whether one of the two people of a pair has blocked the other.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn is_closed(pool: &Pool, conversation: ConversationId) -> Result<bool> {
    Ok(db::is_closed(&mut *pool.as_jobs().await?, conversation).await?)
}
