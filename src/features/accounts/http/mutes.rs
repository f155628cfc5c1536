//! Whom the caller mutes.

use axum::extract::State;
use http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    features::accounts::{model::Account, service},
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::page::Page,
};

/// What mutes somebody, ends that, and lists them.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(muted)).routes(routes!(mute, unmute))
}

/// Everybody whom the caller muted, the latest last: at most 500, on one page.
#[utoipa::path(get, path = "/api/mutes", tag = "Accounts",
    responses((status = 200, description = "All of them", body = Page<Account>)))]
async fn muted(State(server): State<Server>, viewer: Viewer) -> Result<Json<Page<Account>>, Problem> {
    Ok(Json(service::list_muted(&server.pool, viewer).await?))
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
    service::mute_handle(&server.pool, viewer, &handle, true, &once).await?;
    Ok(StatusCode::NO_CONTENT)
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
    service::mute_handle(&server.pool, viewer, &handle, false, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
