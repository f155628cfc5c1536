//! The public API of follows (spec/api.md).

use axum::{Extension, extract::State};
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Neighbour, Side, Suggestion},
    service,
};
use crate::{
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::page::{Page, Paging, limit_of},
};

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(follow, unfollow))
        .routes(routes!(followers))
        .routes(routes!(following))
        .routes(routes!(suggestions))
        .routes(routes!(dismiss))
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

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SuggestionsQuery {
    /// At most so many, 1–100; 20 when nothing is said. There are never more than 30.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Whom the caller may want to follow, the likeliest first, on one page: people whom those follow whom the caller follows,
/// who write about the same, whom many follow, or who wrote lately. Made anew once a day, every hour
/// where there are fewer than five, and soon after the first follows.
#[utoipa::path(get, path = "/api/suggestions", tag = "Follows", params(SuggestionsQuery),
    responses((status = 200, description = "People, and why", body = Page<Suggestion>)))]
async fn suggestions(
    State(server): State<Server>,
    viewer: Viewer,
    Query(SuggestionsQuery { limit }): Query<SuggestionsQuery>,
) -> Result<Json<Page<Suggestion>>, Problem> {
    let items = service::suggestions(&server.pool, viewer, limit_of(limit)?).await?.people;
    Ok(Json(Page { items, next: None, total: None }))
}

/// Suggests somebody no more; whether they were suggested or not. At most 300 of this, of follows and of their ends an hour.
#[utoipa::path(delete, path = "/api/suggestions/{handle}", tag = "Follows", params(("handle" = String, Path), Repeated),
    responses((status = 204, description = "They are not suggested any more")))]
async fn dismiss(
    State(server): State<Server>,
    viewer: Viewer,
    Path(handle): Path<String>,
    once: Once,
) -> Result<StatusCode, Problem> {
    service::dismiss_handle(&server, viewer, &handle, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
