//! The public API of moderation (spec/api.md).

use axum::extract::State as Extracted;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{NewReport, Report, State},
    service,
};
use crate::{
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        id::ReportId,
        page::{Page, Paging},
    },
};

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(report, list)).routes(routes!(settle)).routes(routes!(remove))
}

/// Reports a message, a person, or a post, an answer or a comment to the moderators.
///
/// They get a copy of it as the caller may read it now; of a message with the five before it. Of one message or entry a
/// caller has one report, and of one person one that is open: reporting it again changes nothing. At most 30 an hour.
#[utoipa::path(post, path = "/api/reports", tag = "Moderation", request_body = NewReport, responses(
    (status = 201, description = "The moderators have it"),
    (status = 200, description = "They had it before"),
    (status = 409, description = "The id names another report, or this one for another reason or in other words")))]
async fn report(
    Extracted(server): Extracted<Server>,
    viewer: Viewer,
    Json(report): Json<NewReport>,
) -> Result<StatusCode, Problem> {
    let is_new = service::report(&server, viewer, report).await?;
    Ok(if is_new { StatusCode::CREATED } else { StatusCode::OK })
}

/// Reports, the newest first. For moderators and administrators; for others, and for a token without the scope `admin`,
/// there is nothing here: 404. What is reported of the caller is left to the others who look after the place, if any.
#[utoipa::path(get, path = "/api/reports", tag = "Moderation", params(Paging),
    responses(
        (status = 200, description = "A page of them", body = Page<Report>),
        (status = 404, description = "The caller moderates nothing")))]
async fn list(
    Extracted(server): Extracted<Server>,
    viewer: Viewer,
    Query(Paging { limit, cursor }): Query<Paging>,
) -> Result<Json<Page<Report>>, Problem> {
    Ok(Json(service::list(&server.pool, viewer, limit, cursor.as_deref()).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settlement {
    state: State,
    /// What was done about it, for other moderators; at most 1,000 characters.
    #[serde(default)]
    note: String,
}

/// Marks a report as done, or opens it again. What was done is kept with who did it. For moderators and administrators; a
/// token needs the scope `admin`.
///
/// A report of a person is not opened again while its maker has another open one of them: 409.
#[utoipa::path(patch, path = "/api/reports/{id}", tag = "Moderation", params(("id" = ReportId, Path), Repeated),
    request_body = Settlement, responses((status = 200, description = "The report afterwards", body = Report)))]
async fn settle(
    Extracted(server): Extracted<Server>,
    viewer: Viewer,
    Path(id): Path<ReportId>,
    once: Once,
    Json(Settlement { state, note }): Json<Settlement>,
) -> Result<Json<Report>, Problem> {
    Ok(Json(service::settle(&server.pool, viewer, id, (state, &note), &once).await?))
}

/// Deletes the post, the answer or the comment that a report is about, for good: what stands below it stays. Who did it is
/// kept, and doing so again changes nothing. For moderators and administrators; a token needs the scope `admin`.
#[utoipa::path(delete, path = "/api/reports/{id}/entry", tag = "Moderation", params(("id" = ReportId, Path), Repeated),
    responses(
        (status = 200, description = "The report afterwards", body = Report),
        (status = 404, description = "There is no such report for the caller, or it is about something else")))]
async fn remove(
    Extracted(server): Extracted<Server>,
    viewer: Viewer,
    Path(id): Path<ReportId>,
    once: Once,
) -> Result<Json<Report>, Problem> {
    Ok(Json(service::remove(&server.pool, viewer, id, &once).await?))
}
