//! Whom the caller keeps away: blocks, or mutes.

use axum::extract::State;
use http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    features::accounts::{
        model::{Account, Away},
        service::{self, KeepAway},
    },
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::page::Page,
};

/// What blocks or mutes somebody, ends that, and lists them.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(blocked))
        .routes(routes!(block, unblock))
        .routes(routes!(muted))
        .routes(routes!(mute, unmute))
}

/// Everybody whom the caller blocked, the latest last: at most 500, on one page.
#[utoipa::path(get, path = "/api/blocks", tag = "Accounts",
    responses((status = 200, description = "All of them", body = Page<Account>)))]
async fn blocked(State(server): State<Server>, viewer: Viewer) -> Result<Json<Page<Account>>, Problem> {
    Ok(Json(service::list_away(&server.pool, viewer, Away::Blocked).await?))
}

/// Blocks somebody. Blocking them again changes nothing.
///
/// Neither finds the other any more, sees whether they are there, or sees their profile. Neither can say anything to the
/// other, open a conversation with them, or bring them into a group. What was said stays. They are not told.
#[utoipa::path(put, path = "/api/accounts/{handle}/block", tag = "Accounts", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "They are blocked")))]
async fn block(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    keep(&server, viewer, KeepAway { handle: &handle, how: Away::Blocked, on: true }, &once).await
}

/// Blocks somebody no longer.
#[utoipa::path(delete, path = "/api/accounts/{handle}/block", tag = "Accounts", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "They are not blocked")))]
async fn unblock(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    keep(&server, viewer, KeepAway { handle: &handle, how: Away::Blocked, on: false }, &once).await
}

/// Everybody whom the caller muted, the latest last: at most 500, on one page.
#[utoipa::path(get, path = "/api/mutes", tag = "Accounts",
    responses((status = 200, description = "All of them", body = Page<Account>)))]
async fn muted(State(server): State<Server>, viewer: Viewer) -> Result<Json<Page<Account>>, Problem> {
    Ok(Json(service::list_away(&server.pool, viewer, Away::Muted).await?))
}

/// Mutes somebody. Muting them again changes nothing.
///
/// What they publish is left out of the caller's feeds, they are not suggested to the caller, and nothing that they do
/// from then on is told the caller in a notification. Their own posts by `/api/accounts/{handle}/posts`, threads and
/// conversations are as they were. They are not told.
#[utoipa::path(put, path = "/api/accounts/{handle}/mute", tag = "Accounts", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "They are muted")))]
async fn mute(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    keep(&server, viewer, KeepAway { handle: &handle, how: Away::Muted, on: true }, &once).await
}

/// Mutes somebody no longer.
#[utoipa::path(delete, path = "/api/accounts/{handle}/mute", tag = "Accounts", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "They are not muted")))]
async fn unmute(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    keep(&server, viewer, KeepAway { handle: &handle, how: Away::Muted, on: false }, &once).await
}

async fn keep(server: &Server, viewer: Viewer, who: KeepAway<'_>, once: &Once) -> Result<StatusCode, Problem> {
    service::keep_away(&server.pool, viewer, who, once).await?;
    Ok(StatusCode::NO_CONTENT)
}
