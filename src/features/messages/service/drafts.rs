//! What the viewer has written and not sent, the same on all their devices.

use super::{
    super::{
        db,
        model::{KeptDraft, KeptDrafts},
    },
    threads::{as_missing, begin},
};
use crate::{
    server::{Limit, Pool, Server, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
    },
};

/// The viewer's drafts that hold words, the last written first, 500 of them and a million bytes at most.
///
/// # Errors
/// What the database says.
pub async fn drafts(pool: &Pool, viewer: AccountId) -> Result<KeptDrafts> {
    let mut tx = pool.as_viewer(viewer).await?;
    let rows = db::select_drafts(&mut tx).await?;
    let is_whole = rows.first().is_none_or(|first| usize::try_from(first.total) == Ok(rows.len()));
    let draft = |db::DraftRow { conversation_id, body, version, .. }| KeptDraft { conversation_id, body, version };
    Ok(KeptDrafts { drafts: rows.into_iter().map(draft).collect(), is_whole })
}

/// What the viewer has written in a conversation; without words where they have not, or are not in it.
///
/// # Errors
/// What the database says.
pub async fn draft(pool: &Pool, viewer: AccountId, id: ConversationId) -> Result<KeptDraft> {
    let mut tx = pool.as_viewer(viewer).await?;
    Ok(db::select_draft(&mut tx, id).await?)
}

/// What is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Save<'a> {
    /// Names it: what comes again under a name that was applied changes nothing.
    pub id: OperationId,
    /// Where it is written.
    pub conversation_id: ConversationId,
    /// No words where it was sent or given up.
    pub body: &'a str,
    /// The version that was seen.
    pub expected_version: Option<i64>,
}

/// Keeps what the viewer has written in a conversation, and answers what is kept then: where the same was applied before,
/// that may be what came later. Other words than those that were seen are never written over. Each save is remembered as
/// `server::once` says, with what that amounts to.
///
/// # Errors
/// `body`, as [`KeptDraft::check`] says; [`Error::Missing`] where the viewer is not in the conversation;
/// [`Error::Conflict`] where other words are kept than those of `expected_version`; [`Error::Slow`] past 60 a minute.
pub async fn save_draft(server: &Server, viewer: AccountId, save: Save<'_>) -> Result<KeptDraft> {
    let Save { conversation_id, body, .. } = save;
    KeptDraft::check(body)?;
    server.limits.check(Limit::Drafts, &viewer.to_string())?;
    match keep(server, viewer, save).await {
        // What is written without a network in a thread may come before the thread has begun.
        Err(Error::Missing) => {
            begin(server, viewer, conversation_id).await.map_err(as_missing)?;
            keep(server, viewer, save).await
        }
        kept => kept,
    }
}

async fn keep(server: &Server, viewer: AccountId, save: Save<'_>) -> Result<KeptDraft> {
    let Save { id, conversation_id, body, expected_version } = save;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer).await?;
        let row = db::save_draft(&mut tx, id, conversation_id, expected_version, body).await?.ok_or(Error::Missing)?;
        if row.outcome != "saved" {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(KeptDraft { conversation_id, body: row.body, version: row.version })
    })
    .await
}
