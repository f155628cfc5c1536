//! Answers to questions.

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, edited, published};
use crate::{
    features::posts::{
        model::{self, AnswerDraft, Answers, Entry, Rewrite, Sort},
        service,
    },
    server::{
        Reader, Server, Viewer,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        id::{AnswerId, PostId},
        page::{Paging, limit_of},
    },
};

/// What publishes, lists and changes answers.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, publish)).routes(routes!(edit, delete))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SortQuery {
    /// In which order; by score where nothing is said.
    #[param(inline)]
    sort: Option<Sort>,
}

/// Lists the answers to a question, with the first five comments on each.
#[utoipa::path(get, path = "/api/posts/{id}/answers", tag = "Posts", security((), ("token" = []), ("session" = [])),
    params(("id" = PostId, Path), SortQuery, Paging),
    responses((status = 200, description = "A page of answers", body = Answers)))]
async fn list(
    State(server): State<Server>,
    reader: Reader,
    Path(id): Path<PostId>,
    Query(SortQuery { sort }): Query<SortQuery>,
    Query(Paging { limit, cursor }): Query<Paging>,
) -> Answer<Json<Answers>> {
    let (list, limit) = ((id, sort.unwrap_or_default()), limit_of(limit)?);
    reader.count(&server.limits, limit)?;
    Ok(Json(service::answers(&server.pool, reader.viewer, list, cursor.as_deref(), limit).await?))
}

/// An answer to publish.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    /// Made by the caller (`UUIDv7`), so that a retry is the same answer.
    id: AnswerId,
    /// Markdown.
    #[schema(min_length = 1, max_length = 100_000)]
    body: String,
}

/// Answers a question. The same id with the same content answers the same answer again.
#[utoipa::path(post, path = "/api/posts/{id}/answers", tag = "Posts", params(("id" = PostId, Path)),
    request_body = NewAnswer,
    responses((status = 201, description = "It was stored now", body = model::Answer),
        (status = 200, description = "It was stored before", body = model::Answer)))]
async fn publish(
    State(server): State<Server>,
    viewer: Viewer,
    Path(post_id): Path<PostId>,
    Json(NewAnswer { id, body }): Json<NewAnswer>,
) -> Answer<(StatusCode, Json<model::Answer>)> {
    let draft = AnswerDraft { id, post_id, body };
    Ok(published(service::answer(&server, viewer, &draft).await?))
}

/// What an answer is to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerChange {
    /// What it says instead.
    #[schema(min_length = 1, max_length = 100_000)]
    body: String,
    /// The `version` that was seen. Absent, whatever it says is changed.
    version: Option<i64>,
}

/// Has an answer of the caller say something else. What it said before stays for all to read. Where it quotes others
/// (`/api/publications`) another `body` is refused with the rule `quoted`.
#[utoipa::path(patch, path = "/api/answers/{id}", tag = "Posts", params(("id" = AnswerId, Path), Repeated),
    request_body = AnswerChange,
    responses((status = 200, description = "The answer afterwards", body = model::Answer),
        (status = 403, description = "Somebody else wrote it", body = serde_json::Value),
        (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn edit(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<AnswerId>,
    once: Once,
    Json(AnswerChange { body, version }): Json<AnswerChange>,
) -> Answer<Response> {
    let rewrite = Rewrite { body: Some(body), version, ..Rewrite::default() };
    let done = service::rewrite_answer(&server, viewer, id, &rewrite, &once).await;
    edited(&server, viewer, (Entry::Answer(id), version), done).await
}

/// Deletes an answer of the caller. Its place stays, and the comments on it.
#[utoipa::path(delete, path = "/api/answers/{id}", tag = "Posts", params(("id" = AnswerId, Path), Repeated),
    responses((status = 200, description = "What is left of it", body = model::Answer),
        (status = 403, description = "Somebody else wrote it", body = serde_json::Value)))]
async fn delete(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<AnswerId>,
    once: Once,
) -> Answer<Json<model::Answer>> {
    Ok(Json(service::delete_answer(&server.pool, viewer, id, &once).await?))
}
