//! The public API of follows (spec/api.md).

use axum::{Extension, extract::State};
use http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Neighbour, Side},
    service,
};
use crate::{
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::page::{Page, Paging},
};

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(follow, unfollow)).routes(routes!(followers)).routes(routes!(following))
}

/// Follows somebody. Following them again changes nothing.
///
/// Nobody follows themselves, or who blocked them, or whom they blocked: a block ends what the two followed of each other.
/// At most 300 of this and of its end an hour.
#[utoipa::path(put, path = "/api/accounts/{handle}/follow", tag = "Follows", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "The caller follows them")))]
async fn follow(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    service::follow_handle(&server, viewer, &handle, true, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows somebody no longer.
#[utoipa::path(delete, path = "/api/accounts/{handle}/follow", tag = "Follows", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "The caller does not follow them")))]
async fn unfollow(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    service::follow_handle(&server, viewer, &handle, false, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who follows somebody, who began last first. Its `total` counts all of them, also who is hidden from the caller.
#[utoipa::path(get, path = "/api/accounts/{handle}/followers", tag = "Follows",
    security((), ("token" = []), ("session" = [])), params(("handle" = String, Path), Paging),
    responses((status = 200, description = "A page of them, and how many there are in all", body = Page<Neighbour>)))]
async fn followers(
    State(server): State<Server>,
    viewer: Option<Extension<Viewer>>,
    Path(handle): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Neighbour>>, Problem> {
    list(&server, viewer, &handle, Side::Followers, paging).await
}

/// Whom somebody follows, whom they followed last first. Its `total` counts all of them, also who is hidden from the caller.
#[utoipa::path(get, path = "/api/accounts/{handle}/following", tag = "Follows",
    security((), ("token" = []), ("session" = [])), params(("handle" = String, Path), Paging),
    responses((status = 200, description = "A page of them, and how many there are in all", body = Page<Neighbour>)))]
async fn following(
    State(server): State<Server>,
    viewer: Option<Extension<Viewer>>,
    Path(handle): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Neighbour>>, Problem> {
    list(&server, viewer, &handle, Side::Following, paging).await
}

async fn list(
    server: &Server,
    viewer: Option<Extension<Viewer>>,
    handle: &str,
    side: Side,
    paging: Paging,
) -> Result<Json<Page<Neighbour>>, Problem> {
    let viewer = viewer.map(|Extension(viewer)| viewer);
    Ok(Json(service::list(&server.pool, viewer, handle, side, paging).await?.people))
}
