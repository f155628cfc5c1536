//! Blocking people: each is gone for the other. What follows from it the schema says.

use crate::{
    features::accounts::{
        db,
        model::{Account, Block, handle_of},
    },
    server::{Pool, Tx, Viewer, once::Once, pool::patiently},
    shared::{Error, Result, id::AccountId, page::Page},
};

/// Everybody whom the viewer blocked, the latest last; at most 500.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn list_blocked(pool: &Pool, viewer: Viewer) -> Result<Page<Account>> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let items = db::select_blocked(&mut tx).await?;
    let total = i64::try_from(items.len()).ok();
    Ok(Page { items, next: None, total })
}

/// Blocks the person of a handle, or ends that. Doing so again changes nothing. Nobody but the viewer's own devices is told.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so, or it is the viewer; `blocks`: `too_many` past 500; [`Error::Conflict`]
/// where `once` names another act.
pub async fn block_handle(pool: &Pool, viewer: Viewer, handle: &str, blocked: bool, once: &Once) -> Result<Block> {
    let handle = &handle_of(handle).map_err(|_| Error::Missing)?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let account = db::find_handle(&mut tx, handle).await?.ok_or(Error::Missing)?;
        let done = block(&mut tx, account, blocked).await?;
        once.keep(&mut tx, &done).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await
}

/// The same in a transaction of the viewer's, by the id.
///
/// # Errors
/// [`Error::Missing`] and `blocks` as for a handle.
pub async fn block(tx: &mut Tx, account_id: AccountId, blocked: bool) -> Result<Block> {
    let (outcome, version) = db::set_block(tx, account_id, blocked).await?;
    match outcome.as_str() {
        "done" => Ok(Block { account_id, blocked, version }),
        "full" => Err(Error::invalid("blocks", "too_many")),
        _ => Err(Error::Missing),
    }
}
