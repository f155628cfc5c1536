//! Comments on posts and answers.

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, edited, published};
use crate::{
    features::posts::{
        model::{Comment, CommentDraft, Entry, Parent, Rewrite},
        service,
    },
    server::{
        Reader, Server, Viewer,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        id::{AnswerId, CommentId, PostId},
        page::{Page, Paging, limit_of},
    },
};

/// What publishes, lists and changes comments.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_on_post, comment_on_post))
        .routes(routes!(list_on_answer, comment_on_answer))
        .routes(routes!(edit, delete))
}

async fn list(
    server: &Server,
    reader: Reader,
    on: Parent,
    Paging { limit, cursor }: Paging,
) -> Answer<Json<Page<Comment>>> {
    let limit = limit_of(limit)?;
    reader.count(&server.limits, limit)?;
    Ok(Json(service::comments(&server.pool, reader.viewer, on, cursor.as_deref(), limit).await?))
}

/// Lists the comments on a post itself, in the order in which they were said.
#[utoipa::path(get, path = "/api/posts/{id}/comments", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("id" = PostId, Path), Paging),
    responses((status = 200, description = "A page of comments", body = Page<Comment>)))]
async fn list_on_post(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<PostId>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Comment>>> {
    list(&server, reader, Parent::Post(id), paging).await
}

/// Lists the comments on an answer, in the order in which they were said.
#[utoipa::path(get, path = "/api/answers/{id}/comments", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("id" = AnswerId, Path), Paging),
    responses((status = 200, description = "A page of comments", body = Page<Comment>)))]
async fn list_on_answer(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<AnswerId>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<Comment>>> {
    list(&server, reader, Parent::Answer(id), paging).await
}

/// A comment to publish.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewComment {
    /// Made by the caller (`UUIDv7`), so that a retry is the same comment.
    id: CommentId,
    /// Markdown.
    #[schema(min_length = 1, max_length = 5_000)]
    body: String,
    /// Which comment on the same it replies to.
    reply_to: Option<CommentId>,
}

impl NewComment {
    fn on(self, on: Parent) -> CommentDraft {
        CommentDraft { id: self.id, on, reply_to: self.reply_to, body: self.body }
    }
}

/// Comments on a post. The same id with the same content answers the same comment again.
#[utoipa::path(post, path = "/api/posts/{id}/comments", tag = "Posts", params(("id" = PostId, Path)),
    request_body = NewComment,
    responses((status = 201, description = "It was stored now", body = Comment),
        (status = 200, description = "It was stored before", body = Comment)))]
async fn comment_on_post(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    Json(new): Json<NewComment>,
) -> Answer<(StatusCode, Json<Comment>)> {
    Ok(published(service::comment(&server, viewer, &new.on(Parent::Post(id))).await?))
}

/// Comments on an answer. The same id with the same content answers the same comment again.
#[utoipa::path(post, path = "/api/answers/{id}/comments", tag = "Posts", params(("id" = AnswerId, Path)),
    request_body = NewComment,
    responses((status = 201, description = "It was stored now", body = Comment),
        (status = 200, description = "It was stored before", body = Comment)))]
async fn comment_on_answer(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<AnswerId>,
    Json(new): Json<NewComment>,
) -> Answer<(StatusCode, Json<Comment>)> {
    Ok(published(service::comment(&server, viewer, &new.on(Parent::Answer(id))).await?))
}

/// What a comment is to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommentChange {
    /// What it says instead.
    #[schema(min_length = 1, max_length = 5_000)]
    body: String,
    /// The `version` that was seen. Absent, whatever it says is changed.
    version: Option<i64>,
}

/// Has a comment of the caller say something else. What it said before stays for all to read.
#[utoipa::path(patch, path = "/api/comments/{id}", tag = "Posts", params(("id" = CommentId, Path), Repeated),
    request_body = CommentChange,
    responses((status = 200, description = "The comment afterwards", body = Comment),
        (status = 403, description = "Somebody else wrote it", body = serde_json::Value),
        (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn edit(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
    once: Once,
    Json(CommentChange { body, version }): Json<CommentChange>,
) -> Answer<Response> {
    let rewrite = Rewrite { body: Some(body), version, ..Rewrite::default() };
    let done = service::rewrite_comment(&server, viewer, id, &rewrite, &once).await;
    edited(&server, viewer, (Entry::Comment(id), version), done).await
}

/// Deletes a comment of the caller. Its place stays, for those who replied.
#[utoipa::path(delete, path = "/api/comments/{id}", tag = "Posts", params(("id" = CommentId, Path), Repeated),
    responses((status = 200, description = "What is left of it", body = Comment),
        (status = 403, description = "Somebody else wrote it", body = serde_json::Value)))]
async fn delete(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
    once: Once,
) -> Answer<Json<Comment>> {
    Ok(Json(service::delete_comment(&server.pool, viewer, id, &once).await?))
}
