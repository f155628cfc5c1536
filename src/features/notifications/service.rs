//! What notifications decide, and the transactions of it. Who is told what, the schema says.

mod cursor;

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    db,
    model::{AllRead, Changed, Listing, Unread},
};
use crate::{
    server::{Pool, Viewer, once::Once, pool::patiently},
    shared::{Error, Result, id::NotificationId, json::Exact, page::Page, time::Time},
    sync::Operation,
};

/// How many of the viewer's are unread.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn count(pool: &Pool, viewer: Viewer) -> Result<Unread> {
    db::find_unread(&mut *pool.as_viewer(viewer.account).await?).await
}

/// A page of the viewer's, those that are unread first, or those alone; each part by `number`, the greatest first.
///
/// # Errors
/// `cursor`: `unreadable`, also for a place among others where the unread ones alone are asked for.
pub async fn list(
    pool: &Pool,
    viewer: Viewer,
    only_unread: bool,
    (cursor, limit): (Option<&str>, u32),
) -> Result<Listing> {
    let after = cursor.map_or(Ok(cursor::BEGINNING), cursor::read)?;
    if only_unread && !after.is_unread {
        return Err(Error::invalid("cursor", "unreadable"));
    }
    let wanted = limit as usize + 1;
    let mut tx = pool.as_viewer(viewer.account).await?;
    // Before what it is the version of, so that nothing that comes in between is taken for known.
    let unread = db::find_unread(&mut tx).await?;
    let mut found = Vec::new();
    if after.is_unread {
        found = db::select_notifications(&mut tx, true, after.number, i64::from(limit) + 1).await?;
    }
    if !only_unread && found.len() < wanted {
        let before = if after.is_unread { i64::MAX } else { after.number };
        let others = db::select_notifications(&mut tx, false, before, i64::from(limit) + 1).await?;
        // What was read in this moment stands among the unread ones already.
        let others = others.into_iter().filter(|one| found.iter().all(|known| known.id != one.id));
        let others: Vec<_> = others.take(wanted - found.len()).collect();
        found.extend(others);
    }
    Ok(Listing { page: Page::cut(found, limit, cursor::write), unread })
}

/// Has the viewer read one of theirs, unless something happened to it after the place `through`, and returns what holds then.
/// Reading it again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where there is no such one of theirs; [`Error::Conflict`] where `once` names another act.
pub async fn read(pool: &Pool, viewer: Viewer, (id, through): (NotificationId, i64), once: &Once) -> Result<Changed> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        let is_known = once.known::<()>(&mut tx).await?.is_some();
        let held = db::read_notification(&mut tx, id, if is_known { NOTHING } else { through }).await?;
        let held = held.filter(|held| held.notification.is_some()).ok_or(Error::Missing)?;
        if !is_known {
            once.keep(&mut tx, &()).await?;
        }
        tx.commit().await?;
        Ok(held)
    })
    .await
}

/// Has the viewer read all up to the place `through`, and returns what holds then; what came later stays unread.
///
/// # Errors
/// [`Error::Conflict`] where `once` names another act.
pub async fn read_all(pool: &Pool, viewer: Viewer, through: i64, once: &Once) -> Result<AllRead> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        let is_known = once.known::<()>(&mut tx).await?.is_some();
        let held = db::read_all_notifications(&mut tx, if is_known { NOTHING } else { through }).await?;
        if !is_known {
            once.keep(&mut tx, &()).await?;
        }
        tx.commit().await?;
        Ok(held.unwrap_or(AllRead { through, read_at: Time::now(), unread: Unread::default() }))
    })
    .await
}

/// The place before all of them: whoever reads up to it reads nothing.
const NOTHING: i64 = 0;

/// `notification.read`: which one was read, and its place as it was seen.
#[derive(Deserialize)]
struct Read {
    notification_id: NotificationId,
    through: Option<i64>,
}

/// `notification.read_all`: up to which place.
#[derive(Deserialize)]
struct ReadAll {
    through: i64,
}

/// Applies an operation of this slice; the answer is what holds then. Where it arrives again it changes nothing, as what
/// happened since stands at a later place.
///
/// # Errors
/// [`Error::Invalid`] for a kind or a body that cannot be read; as [`read`].
pub async fn operate(pool: &Pool, viewer: Viewer, operation: &Operation) -> Result<Value> {
    let shape = |_| Error::invalid("body", "shape");
    match operation.kind.as_str() {
        "notification.read" => {
            let Exact(Read { notification_id, through }) = Exact::deserialize(&operation.body).map_err(shape)?;
            let read = read(pool, viewer, (notification_id, through.unwrap_or(i64::MAX)), &Once::UNNAMED).await?;
            Ok(json!(read))
        }
        "notification.read_all" => {
            let Exact(ReadAll { through }) = Exact::deserialize(&operation.body).map_err(shape)?;
            Ok(json!(read_all(pool, viewer, through, &Once::UNNAMED).await?))
        }
        _ => Err(Error::invalid("kind", "unknown")),
    }
}

/// Deletes what was read more than 90 days ago, at once and then daily, a few at a time.
pub async fn forget_old(pool: Pool) {
    loop {
        while let Ok(true) = forget_some(&pool).await {}
        tokio::time::sleep(Duration::from_hours(24)).await;
    }
}

/// Whether there may be more.
pub(super) async fn forget_some(pool: &Pool) -> Result<bool> {
    let mut tx = pool.as_jobs().await?;
    let forgotten = db::delete_old(&mut tx).await?;
    tx.commit().await?;
    Ok(forgotten > 0)
}
