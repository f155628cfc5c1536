//! What the live connection asks of accounts: whether a log-in still counts, and who shows that they
//! are there.

use super::super::db;
use crate::{
    server::{Pool, Viewer},
    shared::{Result, id::AccountId, time::Time},
};

/// Whether the viewer's session still counts.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn session_counts(pool: &Pool, viewer: Viewer) -> Result<bool> {
    db::session_counts(&mut *pool.as_viewer(viewer.account).await?, viewer.session).await
}

/// Those of the accounts that exist for the viewer: not whoever blocked them, nor whom they blocked.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn existing(pool: &Pool, viewer: Viewer, ids: &[AccountId]) -> Result<Vec<AccountId>> {
    db::select_existing(&mut *pool.as_viewer(viewer.account).await?, ids).await
}

/// Whether these people show that they are there, and when they last were.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn visibility(pool: &Pool, ids: &[AccountId]) -> Result<Vec<(AccountId, bool, Option<Time>)>> {
    db::select_visibility(&mut *pool.as_jobs().await?, ids).await
}

/// Whether somebody lets others know what they read, whom they blocked, and who blocked them.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn dealings(pool: &Pool, id: AccountId) -> Result<(bool, Vec<AccountId>, Vec<AccountId>)> {
    db::find_dealings(&mut *pool.as_jobs().await?, id).await
}

/// Remembers that these people were here until now, at most once a minute.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn note_last_seen(pool: &Pool, ids: &[AccountId]) -> Result<()> {
    let mut tx = pool.as_jobs().await?;
    db::upsert_last_seen(&mut tx, ids).await?;
    tx.commit().await
}
