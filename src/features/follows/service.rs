//! What follows decide, and the transactions of it. What a block ends, and how many there are, the schema says.

mod cursor;
mod suggesting;

pub use suggesting::{MOST, dismiss_handle, operate_dismissal, suggest_due, suggestions};

use serde::Deserialize;
use serde_json::Value;

use super::{
    db,
    model::{FollowChange, Followed, Followees, Listing, Neighbour, Side, Standing},
};
use crate::{
    features::accounts::model::handle_of,
    server::{Limit, Pool, Server, Tx, Viewer, fault::fault, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::AccountId,
        json::Exact,
        page::{Page, Paging, limit_of},
    },
    sync::Operation,
};

/// Has the viewer follow the person of a handle, or follow them no longer. Doing so again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so, or one of the two blocked the other; `follow`: `self` for the viewer;
/// [`Error::Slow`] past 300 an hour; [`Error::Conflict`] where `once` names another act.
pub async fn follow_handle(
    server: &Server,
    viewer: Viewer,
    handle: &str,
    follows: bool,
    once: &Once,
) -> Result<Followed> {
    let handle = &handle_of(handle).map_err(|_| Error::Missing)?;
    server.limits.check(Limit::Follows, &viewer.account.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let (account, _) = db::find_counted(&mut tx, handle).await?.ok_or(Error::Missing)?;
        let done = follow(&mut tx, viewer, account.id, follows).await?;
        once.keep(&mut tx, &done).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await
}

/// Applies an operation of this slice once; the answer is what held afterwards, also where it arrives again and something
/// newer holds by then.
///
/// # Errors
/// [`Error::Invalid`] for a body that cannot be read; as [`follow_handle`]; [`Error::Conflict`] where its id names an act
/// of another kind.
pub async fn operate(server: &Server, viewer: Viewer, operation: &Operation) -> Result<Value> {
    let change = Exact::<FollowChange>::deserialize(&operation.body);
    let Exact(FollowChange { account, follows }) = change.map_err(|_| Error::invalid("body", "shape"))?;
    server.limits.check(Limit::Follows, &viewer.account.to_string())?;
    let once = &Once::of_page(operation.id, &operation.kind);
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        let done = follow(&mut tx, viewer, account.id, follows).await?;
        let answer = serde_json::to_value(done).map_err(|error| fault(&error))?;
        once.keep(&mut tx, &answer).await?;
        tx.commit().await?;
        Ok(answer)
    })
    .await
}

async fn follow(tx: &mut Tx, viewer: Viewer, account_id: AccountId, follows: bool) -> Result<Followed> {
    match db::set_follow(tx, account_id, follows).await?.as_str() {
        "done" => {}
        "self" => return Err(Error::invalid("follow", "self")),
        _ => return Err(Error::Missing),
    }
    let version = db::find_version(tx).await?;
    let stats = db::select_stats(tx, &[viewer.account, account_id]).await?;
    Ok(Followed { account_id, follows, version, stats })
}

/// How somebody stands in the graph, as the viewer sees it, if anybody is signed in.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so.
pub async fn standing(pool: &Pool, viewer: Option<Viewer>, handle: &str) -> Result<Standing> {
    read_standing(&mut begin(pool, viewer).await?, handle).await
}

/// As [`standing`], where something else is read, too.
///
/// # Errors
/// As [`standing`].
pub async fn read_standing(tx: &mut Tx, handle: &str) -> Result<Standing> {
    let handle = handle_of(handle).map_err(|_| Error::Missing)?;
    db::find_standing(tx, &handle).await?.ok_or(Error::Missing)
}

/// Whom the viewer follows.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn followees(pool: &Pool, viewer: Viewer) -> Result<Followees> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    // As for a single person.
    let version = db::find_version(&mut tx).await?;
    Ok(Followees { ids: db::select_followees(&mut tx).await?, version })
}

/// A page of a list of somebody, who came last first, as the viewer sees it, if anybody is signed in.
///
/// # Errors
/// [`Error::Missing`] where nobody is called so; [`Error::Invalid`] for a limit out of range, or a cursor that is none of
/// this list.
pub async fn list(
    pool: &Pool,
    viewer: Option<Viewer>,
    handle: &str,
    side: Side,
    Paging { limit, cursor }: Paging,
) -> Result<Listing> {
    let handle = handle_of(handle).map_err(|_| Error::Missing)?;
    let limit = limit_of(limit)?;
    let mut tx = begin(pool, viewer).await?;
    let (of, stats) = db::find_counted(&mut tx, &handle).await?.ok_or(Error::Missing)?;
    let before = cursor.map_or(Ok(i64::MAX), |cursor| cursor::read(side, of.id, &cursor))?;
    // As for a single person.
    let version = if viewer.is_some() { db::find_version(&mut tx).await? } else { 0 };
    let people = db::list_people(&mut tx, of.id, side, before, i64::from(limit) + 1).await?;
    let page = Page::cut(people, limit, |(number, _)| cursor::write(side, of.id, *number));
    let people = Page { total: Some(stats.of(side)), ..page.map(|(_, neighbour): (i64, Neighbour)| neighbour) };
    Ok(Listing { of, side, stats, people, version })
}

async fn begin(pool: &Pool, viewer: Option<Viewer>) -> Result<Tx> {
    match viewer {
        Some(viewer) => pool.as_viewer(viewer.account).await,
        None => pool.as_visitor().await,
    }
}
