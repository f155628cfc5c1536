//! Editing and deleting a message, and what it said before.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::messages::{
        model::{Message, Revision},
        service,
    },
    server::{
        Server, Viewer, fault,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        Error,
        id::MessageId,
        page::{Page, limit_of},
    },
};

/// What changes a message.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(edit, delete)).routes(routes!(revisions))
}

/// What a message is to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"body": "Hello, Ann!", "version": 1})))]
struct MessageChange {
    /// What to say instead, 1–10,000 characters in the markdown of messages.
    #[schema(min_length = 1, max_length = 10_000)]
    body: String,
    /// The `version` of the message that was seen. Absent, whatever it says is changed.
    version: Option<i64>,
}

/// Has a message of the caller say something else. What it said before stays among its revisions.
///
/// To say the same again changes nothing. Where the `version` is not the newest the answer is 409, with the message as
/// `newest`; of two edits without one the later holds.
#[utoipa::path(patch, path = "/api/messages/{id}", tag = "Messages",
    params(("id" = MessageId, Path), Repeated), request_body = MessageChange,
    responses((status = 200, description = "The message afterwards", body = Message),
        (status = 403, description = "Somebody else said it", body = serde_json::Value),
        (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn edit(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
    Json(MessageChange { body, version }): Json<MessageChange>,
) -> Answer<Response> {
    let edit = service::Edit { id, body: &body, expected_version: version };
    match service::edit(&server, viewer.account, edit, &once).await {
        Err(Error::Conflict) => {
            let newest = service::message(&server.pool, viewer.account, id).await?;
            let is_stale = version.is_some_and(|seen| seen != newest.version);
            // Otherwise the `Operation-Id` names another act.
            if is_stale { Ok(fault::stale(&newest)) } else { Err(Error::Conflict.into()) }
        }
        edited => Ok(Json(edited?).into_response()),
    }
}

/// Deletes a message for everybody: its author may, and in a group its owner and admins. Its place stays, without its words
/// and what it said before.
#[utoipa::path(delete, path = "/api/messages/{id}", tag = "Messages", params(("id" = MessageId, Path), Repeated),
    responses((status = 200, description = "What is left of it", body = Message),
        (status = 403, description = "It is not the caller's to delete", body = serde_json::Value)))]
async fn delete(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
) -> Answer<Json<Message>> {
    Ok(Json(service::delete(&server.pool, viewer.account, id, &once).await?))
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

/// Reads what a message says and what it said before, the newest first. `next` goes on as `before`.
#[utoipa::path(get, path = "/api/messages/{id}/revisions", tag = "Messages",
    params(("id" = MessageId, Path), RevisionsQuery),
    responses((status = 200, description = "What it said, the newest first", body = Page<Revision>)))]
async fn revisions(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    Query(query): Query<RevisionsQuery>,
) -> Answer<Json<Page<Revision>>> {
    let limit = limit_of(query.limit)?;
    Ok(Json(service::revisions(&server.pool, viewer.account, id, query.before, limit).await?))
}
