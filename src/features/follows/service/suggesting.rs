//! Whom somebody may want to follow.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::{
    db,
    model::{Dismissal, Suggestions},
};
use crate::{
    features::accounts::model::handle_of,
    server::{Limit, Pool, Server, Tx, Viewer, once::Once, pool::patiently},
    shared::{Error, Result, id::AccountId, json::Exact},
    sync::Operation,
};

/// People that are suggested at most.
pub const MOST: u32 = 30;

/// People whose turn it is that one run of the job sees to; the others are next.
const TURNS: usize = 500;

/// At most `limit` people whom the viewer may want to follow. Whoever is new is suggested them here, and waits for no turn.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn suggestions(pool: &Pool, viewer: Viewer, limit: u32) -> Result<Suggestions> {
    let limit = i64::from(limit.min(MOST));
    let mut tx = pool.as_viewer(viewer.account).await?;
    let read = db::select_suggestions(&mut tx, limit).await?;
    if !may_be_first(&read) || !db::suggest_first(&mut tx).await? {
        return Ok(read);
    }
    let read = db::select_suggestions(&mut tx, limit).await?;
    tx.commit().await?;
    Ok(read)
}

/// Whether it may be that nobody was ever suggested.
const fn may_be_first(read: &Suggestions) -> bool {
    read.people.is_empty() && read.version <= 1
}

/// Suggests the person of a handle to the viewer no more. Doing so again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so for the viewer; [`Error::Slow`] past 300 an hour, follows included;
/// [`Error::Conflict`] where `once` names another act.
pub async fn dismiss_handle(server: &Server, viewer: Viewer, handle: &str, once: &Once) -> Result<()> {
    let handle = &handle_of(handle).map_err(|_| Error::Missing)?;
    server.limits.check(Limit::Follows, &viewer.account.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if once.known::<Value>(&mut tx).await?.is_some() {
            return Ok(());
        }
        let (account, _) = db::find_counted(&mut tx, handle).await?.ok_or(Error::Missing)?;
        let answer = dismiss(&mut tx, account.id).await?;
        once.keep(&mut tx, &answer).await?;
        tx.commit().await
    })
    .await
}

/// Applies `suggestion.dismiss` once; the answer names who it was.
///
/// # Errors
/// [`Error::Invalid`] for a body that cannot be read; as [`dismiss_handle`].
pub async fn operate_dismissal(server: &Server, viewer: Viewer, operation: &Operation) -> Result<Value> {
    let dismissal = Exact::<Dismissal>::deserialize(&operation.body);
    let Exact(Dismissal { account }) = dismissal.map_err(|_| Error::invalid("body", "shape"))?;
    server.limits.check(Limit::Follows, &viewer.account.to_string())?;
    let once = &Once::of_page(operation.id, &operation.kind);
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let answer = dismiss(&mut tx, account.id).await?;
        once.keep(&mut tx, &answer).await?;
        tx.commit().await?;
        Ok(answer)
    })
    .await
}

async fn dismiss(tx: &mut Tx, account_id: AccountId) -> Result<Value> {
    match db::dismiss_suggestion(tx, account_id).await?.as_str() {
        "done" => Ok(json!({"account_id": account_id})),
        _ => Err(Error::Missing),
    }
}

/// Suggests people to all whose turn it is, each in a transaction of their own.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn suggest_due(pool: &Pool) -> Result<()> {
    for _ in 0..TURNS {
        let mut tx = pool.as_jobs().await?;
        let was_due = db::suggest_next(&mut tx).await?;
        tx.commit().await?;
        if !was_due {
            break;
        }
    }
    Ok(())
}
