//! Posts and questions: publishing, reading, rewriting, keeping, and which answer is accepted.

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, edited, published};
use crate::{
    features::posts::{
        model::{Bookmark, Entry, Post, PostDraft, Rewrite, Sort, Thread},
        service,
    },
    server::{
        Reader, Server, Viewer,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        id::{AnswerId, PostId},
        page::DEFAULT_LIMIT,
    },
};

/// What publishes, reads and changes posts.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(publish))
        .routes(routes!(read, edit, delete))
        .routes(routes!(keep, let_go))
        .routes(routes!(accept))
}

/// Publishes a post or a question. The same id with the same content answers the same post again.
#[utoipa::path(post, path = "/api/posts", tag = "Posts", request_body = PostDraft,
    responses((status = 201, description = "It was stored now", body = Post),
        (status = 200, description = "It was stored before", body = Post)))]
async fn publish(
    State(server): State<Server>,
    viewer: Viewer,
    Json(draft): Json<PostDraft>,
) -> Answer<(StatusCode, Json<Post>)> {
    Ok(published(service::publish(&server, viewer, draft).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SortQuery {
    /// In which order answers stand; by score where nothing is said.
    #[param(inline)]
    sort: Option<Sort>,
}

/// Reads a post with its thread: the first 20 answers, and the first five comments on the post and on each of them. A post
/// that was deleted is answered without its words.
#[utoipa::path(get, path = "/api/posts/{id}", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("id" = PostId, Path), SortQuery), responses((status = 200, description = "The thread", body = Thread)))]
async fn read(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<PostId>,
    Query(SortQuery { sort }): Query<SortQuery>,
) -> Answer<Json<Thread>> {
    reader.count(&server.limits, DEFAULT_LIMIT)?;
    Ok(Json(service::thread(&server.pool, reader.viewer, id, sort.unwrap_or_default()).await?))
}

/// Has a post of the caller say something else, over the `version` that was seen. What it said before stays for all to read. Where
/// it quotes others (`/api/publications`) another `body` is refused with the rule `quoted`.
#[utoipa::path(patch, path = "/api/posts/{id}", tag = "Posts", params(("id" = PostId, Path), Repeated),
    request_body = Rewrite,
    responses((status = 200, description = "The post afterwards", body = Post),
        (status = 403, description = "Somebody else wrote it", body = serde_json::Value),
        (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn edit(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    once: Once,
    Json(rewrite): Json<Rewrite>,
) -> Answer<Response> {
    let seen = (Entry::Post(id), rewrite.version);
    edited(&server, viewer, seen, service::rewrite_post(&server, viewer, id, rewrite, &once).await).await
}

/// Deletes a post of the caller. Its place stays, and the thread below it; its words go, and what it said before.
#[utoipa::path(delete, path = "/api/posts/{id}", tag = "Posts", params(("id" = PostId, Path), Repeated),
    responses((status = 200, description = "What is left of it", body = Post),
        (status = 403, description = "Somebody else wrote it", body = serde_json::Value)))]
async fn delete(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    once: Once,
) -> Answer<Json<Post>> {
    Ok(Json(service::delete_post(&server.pool, viewer, id, &once).await?))
}

/// Keeps a post for the caller. Nobody else learns of it.
#[utoipa::path(put, path = "/api/posts/{id}/bookmark", tag = "Posts", params(("id" = PostId, Path), Repeated),
    responses((status = 200, description = "Whether it is kept", body = Bookmark)))]
async fn keep(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    once: Once,
) -> Answer<Json<Bookmark>> {
    Ok(Json(service::bookmark(&server, viewer, id, true, &once).await?))
}

/// Keeps a post no longer. What is not kept stays so.
#[utoipa::path(delete, path = "/api/posts/{id}/bookmark", tag = "Posts", params(("id" = PostId, Path), Repeated),
    responses((status = 200, description = "Whether it is kept", body = Bookmark)))]
async fn let_go(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    once: Once,
) -> Answer<Json<Bookmark>> {
    Ok(Json(service::bookmark(&server, viewer, id, false, &once).await?))
}

/// Which answer is the accepted one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Accepted {
    /// An answer to this question; `null` for none.
    answer_id: Option<AnswerId>,
}

/// Accepts an answer to a question of the caller, in the place of any other.
#[utoipa::path(put, path = "/api/posts/{id}/accepted", tag = "Posts", params(("id" = PostId, Path), Repeated),
    request_body = Accepted,
    responses((status = 200, description = "The question afterwards", body = Post),
        (status = 403, description = "Somebody else asked", body = serde_json::Value)))]
async fn accept(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    once: Once,
    Json(Accepted { answer_id }): Json<Accepted>,
) -> Answer<Json<Post>> {
    Ok(Json(service::accept(&server, viewer, (id, answer_id), &once).await?))
}
