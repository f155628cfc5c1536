//! Whom the caller keeps away.

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

/// What blocks somebody, ends that, and lists them.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(blocked)).routes(routes!(block, unblock))
}

/// Everybody whom the caller blocked, the latest last: at most 500, on one page.
#[utoipa::path(get, path = "/api/blocks", tag = "Accounts",
    responses((status = 200, description = "All of them", body = Page<Account>)))]
async fn blocked(State(server): State<Server>, viewer: Viewer) -> Result<Json<Page<Account>>, Problem> {
    Ok(Json(service::list_blocked(&server.pool, viewer).await?))
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
    service::block_handle(&server.pool, viewer, &handle, true, &once).await?;
    Ok(StatusCode::NO_CONTENT)
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
    service::block_handle(&server.pool, viewer, &handle, false, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
