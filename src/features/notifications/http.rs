//! The public API of the slice (spec/api.md).

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{AllRead, Changed, Listing},
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
        id::NotificationId,
        page::{Paging, limit_of},
    },
};

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(read_all))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Whether those that are unread are asked for alone.
    #[serde(default)]
    unread: bool,
}

/// Lists what the caller was told of what others did, what is unread first, and what happened last before the rest.
///
/// The same kind of act on the same thing within one hour is one of them, and `actor_count` says how many people it was. What
/// they read is gone 90 days later.
#[utoipa::path(get, path = "/api/notifications", tag = "Notifications", params(ListQuery, Paging),
    responses((status = 200, description = "A page of them, and how many are unread in all", body = Listing)))]
async fn list(
    State(server): State<Server>,
    viewer: Viewer,
    Query(ListQuery { unread }): Query<ListQuery>,
    Query(Paging { limit, cursor }): Query<Paging>,
) -> Result<Json<Listing>, Problem> {
    let page = (cursor.as_deref(), limit_of(limit)?);
    Ok(Json(service::list(&server.pool, viewer, unread, page).await?))
}

/// Marks a notification as read.
#[utoipa::path(patch, path = "/api/notifications/{id}/read", tag = "Notifications",
    params(("id" = NotificationId, Path), Repeated),
    responses((status = 200, description = "The notification, and how many are unread then", body = Changed)))]
async fn read(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<NotificationId>,
    once: Once,
) -> Result<Json<Changed>, Problem> {
    Ok(Json(service::read(&server.pool, viewer, (id, i64::MAX), &once).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReadQuery {
    /// Up to which `number`: what happened after that stays unread. Without it all are read.
    #[param(example = 17)]
    through: Option<i64>,
}

/// Marks all notifications as read, or all up to one that the caller has seen.
#[utoipa::path(patch, path = "/api/notifications/read-all", tag = "Notifications", params(ReadQuery, Repeated),
    responses((status = 200, description = "Up to where they were read, and how many are unread then", body = AllRead)))]
async fn read_all(
    State(server): State<Server>,
    viewer: Viewer,
    Query(ReadQuery { through }): Query<ReadQuery>,
    once: Once,
) -> Result<Json<AllRead>, Problem> {
    Ok(Json(service::read_all(&server.pool, viewer, through.unwrap_or(i64::MAX), &once).await?))
}
