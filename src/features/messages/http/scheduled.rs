//! Messages that are sent later.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, status};
use crate::{
    features::messages::{
        model::{Draft, Rescheduled, Scheduled},
        service::{self, Planned},
    },
    server::{
        Server, Viewer, fault,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::{
        Error,
        id::{ConversationId, MessageId, OperationId},
        page::Page,
        time::Time,
    },
};

/// What is done with them.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, schedule)).routes(routes!(one, change, cancel))
}

/// Lists what the caller has scheduled, by time: at most 100 messages.
#[utoipa::path(get, path = "/api/scheduled", tag = "Scheduled messages",
    responses((status = 200, description = "All of them", body = Page<Scheduled>)))]
async fn list(State(server): State<Server>, viewer: Viewer) -> Answer<Json<Page<Scheduled>>> {
    let items = service::all_scheduled(&server.pool, viewer.account).await?;
    let total = i64::try_from(items.len()).ok();
    Ok(Json(Page { items, next: None, total }))
}

/// A message to send later.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"id": "0199b0c4-0000-7000-8000-00000000000b",
    "conversation_id": "0199b0c3-0000-7000-8000-00000000000c", "body": "Good morning!", "at": "2026-12-01T08:00:00Z"})))]
struct NewScheduled {
    /// Made by the caller (`UUIDv7`), so that a retry is the same message: it keeps this id when it is sent.
    id: MessageId,
    /// Where to say it; in the thread of a message, which has the id of that.
    conversation_id: ConversationId,
    /// What to say, 1–10,000 characters in the markdown of messages.
    #[schema(min_length = 1, max_length = 10_000)]
    body: String,
    /// The message of the same conversation that it answers, which may have been deleted.
    reply_to: Option<MessageId>,
    /// When to send it: not in the past, and at most a year ahead.
    at: Time,
}

/// Schedules a message: the server sends it when its time comes, to whoever is in the conversation then.
///
/// Each person has at most 100 of them. The same id with the same content answers the same scheduled message again, and 404
/// once it was sent or taken back.
#[utoipa::path(post, path = "/api/scheduled", tag = "Scheduled messages", request_body = NewScheduled,
    responses((status = 201, description = "It is scheduled now", body = Scheduled),
        (status = 200, description = "It was scheduled before", body = Scheduled)))]
async fn schedule(
    State(server): State<Server>,
    viewer: Viewer,
    Json(new): Json<NewScheduled>,
) -> Answer<(StatusCode, Json<Scheduled>)> {
    let NewScheduled { id, conversation_id, body, reply_to, at } = new;
    let draft = Draft { id: id.by_caller("id")?, conversation_id, body, reply_to, forwarded: false };
    let content = format!("schedule {conversation_id} {reply_to:?} {at} {}", draft.body);
    let once = Once::named(OperationId(id.0), &content);
    match service::schedule(&server, viewer.account, &draft, at, &once).await? {
        Planned::New(scheduled) => Ok((status(true), Json(scheduled))),
        Planned::Known(scheduled) => Ok((status(false), Json(scheduled))),
        Planned::Over => Err(Error::Missing.into()),
    }
}

/// Reads one that the caller has scheduled.
#[utoipa::path(get, path = "/api/scheduled/{id}", tag = "Scheduled messages", params(("id" = MessageId, Path)),
    responses((status = 200, description = "It waits, is being sent, or could not be", body = Scheduled)))]
async fn one(State(server): State<Server>, viewer: Viewer, Path(id): Path<MessageId>) -> Answer<Json<Scheduled>> {
    Ok(Json(service::scheduled(&server.pool, viewer.account, id).await?))
}

/// What becomes of a scheduled message instead; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"at": "2026-12-01T09:00:00Z", "version": 1})))]
struct ScheduledChange {
    /// What to say instead, 1–10,000 characters in the markdown of messages.
    #[schema(min_length = 1, max_length = 10_000)]
    body: Option<String>,
    /// When to send it instead: not in the past, and at most a year ahead.
    at: Option<Time>,
    /// Whether to send it as soon as it can be; then `at` says nothing.
    #[serde(default)]
    now: bool,
    /// The `version` that was seen. Absent, whatever it is is changed.
    version: Option<i64>,
}

/// Changes what a scheduled message says, or when it is sent. One that could not be sent is tried again, without a new time
/// at once.
///
/// Where the `version` is not the newest the answer is 409, with the scheduled message as `newest`; so it is while it is
/// being sent.
#[utoipa::path(patch, path = "/api/scheduled/{id}", tag = "Scheduled messages",
    params(("id" = MessageId, Path), Repeated), request_body = ScheduledChange,
    responses((status = 200, description = "How it stands afterwards", body = Scheduled),
        (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn change(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
    Json(ScheduledChange { body, at, now, version }): Json<ScheduledChange>,
) -> Answer<Response> {
    let change = Rescheduled { body, at, now };
    match service::reschedule(&server, viewer.account, id, (&change, version), &once).await {
        Err(Error::Conflict) => {
            let newest = service::scheduled(&server.pool, viewer.account, id).await?;
            Ok(fault::stale(&newest))
        }
        changed => Ok(Json(changed?.ok_or(Error::Missing)?).into_response()),
    }
}

/// Takes a scheduled message back: it will not be sent.
#[utoipa::path(delete, path = "/api/scheduled/{id}", tag = "Scheduled messages",
    params(("id" = MessageId, Path), Repeated),
    responses((status = 204, description = "It will not be sent"),
        (status = 409, description = "It is being sent", body = serde_json::Value)))]
async fn cancel(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
) -> Answer<StatusCode> {
    service::cancel(&server.pool, viewer.account, id, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
