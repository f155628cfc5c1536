//! Keeping people away: blocking and muting them. What follows from either the schema says.

use serde_json::{Value, json};

use crate::{
    features::accounts::{
        db,
        model::{Account, Away, handle_of},
    },
    server::{Pool, Tx, Viewer, once::Once, pool::patiently},
    shared::{Error, Result, id::AccountId, page::Page},
};

/// Who is to be kept away, how, and whether from now on or no longer.
#[derive(Clone, Copy, Debug)]
pub struct KeepAway<'a> {
    /// The handle, as somebody typed it.
    pub handle: &'a str,
    /// How.
    pub how: Away,
    /// Whether they are to be kept away.
    pub on: bool,
}

/// Everybody whom the viewer keeps away so, the latest last; at most 500.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn list_away(pool: &Pool, viewer: Viewer, how: Away) -> Result<Page<Account>> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let items = db::select_away(&mut tx, how).await?;
    let total = i64::try_from(items.len()).ok();
    Ok(Page { items, next: None, total })
}

/// Keeps the person of a handle away, or ends that, and gives back what holds then. Doing so again changes nothing.
/// Nobody but the viewer's own devices is told.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so, or it is the viewer; `blocks` or `mutes`: `too_many` past 500;
/// [`Error::Conflict`] where `once` names another act.
pub async fn keep_away(pool: &Pool, viewer: Viewer, who: KeepAway<'_>, once: &Once) -> Result<Value> {
    let KeepAway { handle, how, on } = who;
    let handle = &handle_of(handle).map_err(|_| Error::Missing)?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let account = db::find_handle(&mut tx, how, handle).await?.ok_or(Error::Missing)?;
        let done = set_away(&mut tx, how, account, on).await?;
        once.keep(&mut tx, &done).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await
}

/// The same in a transaction of the viewer's, by the id. What holds then names the person, says by `blocked` or `muted`
/// whether they are so, and has a `version` that is later for whatever was done later, by the clock of the database.
///
/// # Errors
/// [`Error::Missing`], `blocks` and `mutes` as for a handle.
pub async fn set_away(tx: &mut Tx, how: Away, account_id: AccountId, on: bool) -> Result<Value> {
    let (outcome, version) = db::set_away(tx, how, account_id, on).await?;
    match (outcome.as_str(), how) {
        ("done", _) => Ok(json!({"account_id": account_id, (how.as_str()): on, "version": version})),
        ("full", Away::Blocked) => Err(Error::invalid("blocks", "too_many")),
        ("full", Away::Muted) => Err(Error::invalid("mutes", "too_many")),
        _ => Err(Error::Missing),
    }
}
