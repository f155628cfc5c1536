//! Muting people: nothing of them comes by itself any more. What follows from it the schema says.

use crate::{
    features::accounts::{
        db,
        model::{Account, Mute, handle_of},
    },
    server::{Pool, Tx, Viewer, once::Once, pool::patiently},
    shared::{Error, Result, id::AccountId, page::Page},
};

/// Everybody whom the viewer muted, the latest last; at most 500.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn list_muted(pool: &Pool, viewer: Viewer) -> Result<Page<Account>> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let items = db::select_muted(&mut tx).await?;
    let total = i64::try_from(items.len()).ok();
    Ok(Page { items, next: None, total })
}

/// Mutes the person of a handle, or ends that. Doing so again changes nothing. Nobody but the viewer's own devices is
/// told.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so, or it is the viewer; `mutes`: `too_many` past 500; [`Error::Conflict`]
/// where `once` names another act.
pub async fn mute_handle(pool: &Pool, viewer: Viewer, handle: &str, muted: bool, once: &Once) -> Result<Mute> {
    let handle = &handle_of(handle).map_err(|_| Error::Missing)?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let account = db::find_muted_handle(&mut tx, handle).await?.ok_or(Error::Missing)?;
        let done = mute(&mut tx, account, muted).await?;
        once.keep(&mut tx, &done).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await
}

/// The same in a transaction of the viewer's, by the id.
///
/// # Errors
/// [`Error::Missing`] and `mutes` as for a handle.
pub async fn mute(tx: &mut Tx, account_id: AccountId, muted: bool) -> Result<Mute> {
    let (outcome, version) = db::set_mute(tx, account_id, muted).await?;
    match outcome.as_str() {
        "done" => Ok(Mute { account_id, muted, version }),
        "full" => Err(Error::invalid("mutes", "too_many")),
        _ => Err(Error::Missing),
    }
}
