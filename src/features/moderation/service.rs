//! What moderation decides, and the transactions of it.

use super::{
    db,
    model::{NewReport, Report, State, words_of},
};
use crate::{
    server::{Limit, Pool, Server, Tx, Viewer, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::ReportId,
        page::{Page, limit_of},
        role::Role,
    },
};

/// Stores a report with a frozen copy of what it is about; whether it is new. Of one message or
/// entry somebody has one report, and of one person one that is open: reporting them again changes nothing.
///
/// # Errors
/// As [`NewReport::check`] says; `about`: `self` for what is the viewer's own; [`Error::Missing`] where there is no such
/// message, person or entry for the viewer; [`Error::Conflict`] where the id names another report; [`Error::Slow`] past 30 an hour.
pub async fn report(server: &Server, viewer: Viewer, report: NewReport) -> Result<bool> {
    let report = &report.check()?;
    server.limits.check(Limit::Reports, &viewer.account.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        let outcome = db::make_report(&mut tx, report).await?;
        match outcome.as_str() {
            "stored" => tx.commit().await.map(|()| true),
            "known" => Ok(false),
            "conflict" => Err(Error::Conflict),
            "self" => Err(Error::invalid("about", "self")),
            _ => Err(Error::Missing),
        }
    })
    .await
}

/// Reports for a moderator, the newest first; none of themselves, while anybody else is a moderator or an administrator.
///
/// # Errors
/// [`Error::Missing`] for everybody else; [`Error::Invalid`] for a limit out of range or a cursor that is none.
pub async fn list(pool: &Pool, viewer: Viewer, limit: Option<u32>, cursor: Option<&str>) -> Result<Page<Report>> {
    not_by_any_token(viewer)?;
    let limit = limit_of(limit)?;
    let before = match cursor {
        Some(cursor) => place_of(cursor).ok_or_else(|| Error::invalid("cursor", "unreadable"))?,
        None => i64::MAX,
    };
    let mut tx = pool.as_viewer(viewer.account).await?;
    only_moderators(&mut tx).await?;
    let reports = db::select_reports(&mut tx, None, before, i64::from(limit) + 1).await?;
    Ok(Page::cut(reports, limit, |report| format!("{PLACE}{}", report.number)))
}

/// What a place in the list begins with: those of other lists are none.
const PLACE: &str = "report-";

fn place_of(cursor: &str) -> Option<i64> {
    cursor.strip_prefix(PLACE)?.parse().ok()
}

/// Has a report be done, or open again, with a note, and returns it as it stands then. What was done is kept with who did
/// it.
///
/// # Errors
/// [`Error::Missing`] where there is no such report for the viewer, or they are no moderator; `note`: as [`words_of`] says;
/// [`Error::Conflict`] where it is to be opened again, and whoever made it has another open one of the same person, or
/// where `once` names another act.
pub async fn settle(
    pool: &Pool,
    viewer: Viewer,
    id: ReportId,
    (state, note): (State, &str),
    once: &Once,
) -> Result<Report> {
    not_by_any_token(viewer)?;
    let note = &words_of("note", note)?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if once.known::<()>(&mut tx).await?.is_none() {
            if !db::settle_report(&mut tx, id, state, note).await? {
                return Err(Error::Missing);
            }
            once.keep(&mut tx, &()).await?;
        }
        let report = db::select_reports(&mut tx, Some(id), i64::MAX, 1).await?.pop().ok_or(Error::Missing)?;
        tx.commit().await?;
        Ok(report)
    })
    .await
}

/// Deletes the entry that a report is about, for good and as its author could, and returns the report as it stands then. Who
/// did it is kept. Doing so again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where there is no such report for the viewer, it is about no entry, or they are no moderator;
/// [`Error::Conflict`] where `once` names another act.
pub async fn remove(pool: &Pool, viewer: Viewer, id: ReportId, once: &Once) -> Result<Report> {
    not_by_any_token(viewer)?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if once.known::<()>(&mut tx).await?.is_none() {
            if !db::remove_reported(&mut tx, id).await? {
                return Err(Error::Missing);
            }
            once.keep(&mut tx, &()).await?;
        }
        let report = db::select_reports(&mut tx, Some(id), i64::MAX, 1).await?.pop().ok_or(Error::Missing)?;
        tx.commit().await?;
        Ok(report)
    })
    .await
}

/// A program of a moderator's is one by a token of the scope `admin`: with any other it has the role of a member.
fn not_by_any_token(viewer: Viewer) -> Result<()> {
    if viewer.in_person().is_err() && viewer.role == Role::Member { Err(Error::Missing) } else { Ok(()) }
}

/// For everybody else there is no such thing. The database says who is one: of a role that was just given or taken away a
/// session may not know yet.
async fn only_moderators(tx: &mut Tx) -> Result<()> {
    if db::is_moderator(tx).await? { Ok(()) } else { Err(Error::Missing) }
}
