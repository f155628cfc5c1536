//! What people think of posts, answers and comments.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::posts::{
        model::{Entry, Tally, Vote},
        service,
    },
    server::{
        Server, Viewer,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::id::{AnswerId, CommentId, PostId},
};

/// What casts votes.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(on_post)).routes(routes!(on_answer)).routes(routes!(on_comment))
}

/// How somebody votes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Ballot {
    /// 1 up, -1 down, 0 takes the vote back. Comments are voted up only.
    #[schema(minimum = -1, maximum = 1)]
    value: i16,
}

/// Votes on a post of somebody else; the later of two votes holds.
#[utoipa::path(put, path = "/api/posts/{id}/vote", tag = "Posts", params(("id" = PostId, Path), Repeated),
    request_body = Ballot,
    responses((status = 200, description = "The numbers beside it afterwards", body = Tally),
        (status = 403, description = "The caller wrote it", body = serde_json::Value)))]
async fn on_post(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    once: Once,
    Json(Ballot { value }): Json<Ballot>,
) -> Answer<Json<Tally>> {
    Ok(Json(service::vote(&server, viewer, Vote { on: Entry::Post(id), value }, &once).await?))
}

/// Votes on an answer of somebody else; the later of two votes holds.
#[utoipa::path(put, path = "/api/answers/{id}/vote", tag = "Posts", params(("id" = AnswerId, Path), Repeated),
    request_body = Ballot,
    responses((status = 200, description = "The numbers beside it afterwards", body = Tally),
        (status = 403, description = "The caller wrote it", body = serde_json::Value)))]
async fn on_answer(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<AnswerId>,
    once: Once,
    Json(Ballot { value }): Json<Ballot>,
) -> Answer<Json<Tally>> {
    Ok(Json(service::vote(&server, viewer, Vote { on: Entry::Answer(id), value }, &once).await?))
}

/// Votes a comment of somebody else up, or takes that back.
#[utoipa::path(put, path = "/api/comments/{id}/vote", tag = "Posts", params(("id" = CommentId, Path), Repeated),
    request_body = Ballot,
    responses((status = 200, description = "The numbers beside it afterwards", body = Tally),
        (status = 403, description = "The caller wrote it", body = serde_json::Value)))]
async fn on_comment(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
    once: Once,
    Json(Ballot { value }): Json<Ballot>,
) -> Answer<Json<Tally>> {
    Ok(Json(service::vote(&server, viewer, Vote { on: Entry::Comment(id), value }, &once).await?))
}
