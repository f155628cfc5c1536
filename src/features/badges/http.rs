//! The public API of badges (spec/api.md).

use axum::{Extension, extract::State};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{model::Earned, service};
use crate::server::{
    Server, Viewer,
    fault::Problem,
    json::{Json, Path},
};

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(earned))
}

/// The reputation of somebody and their badges: what each is for, and when they earned it.
#[utoipa::path(get, path = "/api/accounts/{handle}/badges", tag = "Accounts",
    security((), ("token" = []), ("session" = [])), params(("handle" = String, Path)),
    responses((status = 200, description = "What they have earned", body = Earned)))]
async fn earned(
    State(server): State<Server>,
    viewer: Option<Extension<Viewer>>,
    Path(handle): Path<String>,
) -> Result<Json<Earned>, Problem> {
    let viewer = viewer.map(|Extension(viewer)| viewer);
    Ok(Json(service::earned(&server.pool, viewer, &handle).await?))
}
