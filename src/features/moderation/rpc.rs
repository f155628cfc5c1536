//! The slice's server functions: what moderators read and do. To report is an operation.

use leptos::prelude::*;

use super::model::{Report, State};
use crate::{
    client::OwnCalls,
    shared::{Result, id::ReportId, json::Json, page::Page},
};
#[cfg(feature = "ssr")]
use crate::{
    features::moderation::service,
    server::{Server, Viewer, form, once::Once},
};

/// A page of reports, the newest first.
///
/// # Errors
/// `Missing` for who is no moderator; `Offline`.
#[server(prefix = "/rpc", endpoint = "list_reports", input = Json, output = Json, client = OwnCalls)]
pub async fn list_reports(cursor: Option<String>) -> Result<Page<Report>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::list(&server.pool, viewer, None, cursor.as_deref()).await
}

/// Deletes what a report is about, where that was published.
///
/// # Errors
/// `Missing` for who is no moderator, and for a report of anything else.
#[server(prefix = "/rpc", endpoint = "remove_reported", output = Json, client = OwnCalls)]
pub async fn remove_reported(id: ReportId) -> Result<Report> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let report = service::remove(&server.pool, viewer, id, &Once::UNNAMED).await?;
    form::back_to("/admin/reports");
    Ok(report)
}

/// Has a report be done, or open again, with a note.
///
/// # Errors
/// `Missing` for who is no moderator; `Invalid` for the note.
#[server(prefix = "/rpc", endpoint = "settle_report", output = Json, client = OwnCalls)]
pub async fn settle_report(id: ReportId, state: State, #[server(default)] note: String) -> Result<Report> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let report = service::settle(&server.pool, viewer, id, (state, &note), &Once::UNNAMED).await?;
    form::back_to("/admin/reports");
    Ok(report)
}
