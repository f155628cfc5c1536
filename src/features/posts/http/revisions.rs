//! What posts, answers and comments said before: for everybody.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::posts::{
        model::{Entry, Revision},
        service,
    },
    server::{
        Reader, Server,
        json::{Json, Path, Query},
    },
    shared::{
        id::{AnswerId, CommentId, PostId},
        page::{Page, limit_of},
    },
};

/// What reads what was said before.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(of_post)).routes(routes!(of_answer)).routes(routes!(of_comment))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RevisionsQuery {
    /// What it said before this version; `next` of the page before.
    before: Option<i64>,
    /// At most so many, 1–100; 20 when nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

async fn list(
    server: &Server,
    reader: Reader,
    entry: Entry,
    RevisionsQuery { before, limit }: RevisionsQuery,
) -> Answer<Json<Page<Revision>>> {
    let limit = limit_of(limit)?;
    reader.count(&server.limits, limit)?;
    Ok(Json(service::revisions(&server.pool, reader.viewer, entry, before, limit).await?))
}

/// Reads what a post says and what it said before, the newest first. `next` goes on as `before`.
#[utoipa::path(get, path = "/api/posts/{id}/revisions", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("id" = PostId, Path), RevisionsQuery),
    responses((status = 200, description = "What it said, the newest first", body = Page<Revision>)))]
async fn of_post(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<PostId>,
    Query(query): Query<RevisionsQuery>,
) -> Answer<Json<Page<Revision>>> {
    list(&server, reader, Entry::Post(id), query).await
}

/// Reads what an answer says and what it said before, the newest first. `next` goes on as `before`.
#[utoipa::path(get, path = "/api/answers/{id}/revisions", tag = "Posts",
    security((), ("token" = []), ("session" = [])), params(("id" = AnswerId, Path), RevisionsQuery),
    responses((status = 200, description = "What it said, the newest first", body = Page<Revision>)))]
async fn of_answer(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<AnswerId>,
    Query(query): Query<RevisionsQuery>,
) -> Answer<Json<Page<Revision>>> {
    list(&server, reader, Entry::Answer(id), query).await
}

/// Reads what a comment says and what it said before, the newest first. `next` goes on as `before`.
#[utoipa::path(get, path = "/api/comments/{id}/revisions", tag = "Posts",
    security((), ("token" = []), ("session" = [])), params(("id" = CommentId, Path), RevisionsQuery),
    responses((status = 200, description = "What it said, the newest first", body = Page<Revision>)))]
async fn of_comment(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<CommentId>,
    Query(query): Query<RevisionsQuery>,
) -> Answer<Json<Page<Revision>>> {
    list(&server, reader, Entry::Comment(id), query).await
}
