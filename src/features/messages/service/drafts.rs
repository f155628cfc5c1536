//! What the viewer has written and not sent, the same on all their devices.

use super::super::{db, model::KeptDraft};
use crate::{
    server::{Pool, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
};

/// The viewer's drafts that hold words, the last written first, 500 of them and a million bytes at most.
///
/// # Errors
/// What the database says.
pub async fn drafts(pool: &Pool, viewer: AccountId) -> Result<Vec<KeptDraft>> {
    let mut tx = pool.as_viewer(viewer).await?;
    Ok(db::select_drafts(&mut tx).await?)
}

/// Keeps what the viewer has written in a conversation; no words where it was sent or given up. Saving the same again
/// changes nothing. Other words than those that were seen are never written over.
///
/// # Errors
/// `body`, as [`KeptDraft::check`] says; [`Error::Missing`] where the viewer is not in the conversation;
/// [`Error::Conflict`] where other words are kept than those of `expected_version`.
pub async fn save_draft(
    pool: &Pool,
    viewer: AccountId,
    id: ConversationId,
    body: &str,
    expected_version: Option<i64>,
) -> Result<KeptDraft> {
    KeptDraft::check(body)?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer).await?;
        let row = db::save_draft(&mut tx, id, expected_version, body).await?.ok_or(Error::Missing)?;
        if row.outcome != "saved" {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(KeptDraft { conversation_id: id, body: body.to_owned(), version: row.version })
    })
    .await
}
