//! `POST /api/signals`: what is only passing, from who has no connection to say it on.

use axum::Extension;
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    realtime::{Hub, Topic},
    server::{Server, Viewer, fault::Problem, json::Json},
    shared::Error,
};

/// The call; to answer it needs the [`Hub`] as an extension.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(signal))
}

/// Something that is only passing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"topic": "conversation:0199b0c3-0000-7000-8000-00000000000c", "kind": "typing", "body": {}})))]
struct NewSignal {
    /// Where: `conversation:{id}`.
    #[schema(value_type = String)]
    topic: Topic,
    /// `typing`.
    kind: String,
    /// Of `typing` there is nothing more to say.
    #[serde(default, rename = "body")]
    #[schema(value_type = Object)]
    _body: Value,
}

/// Tells who listens right now; nothing of it is kept.
///
/// That somebody is `typing` in a conversation of theirs reaches the others in it, at most every 3 seconds; what comes
/// sooner is left out. Where one of two people has blocked the other it reaches nobody.
#[utoipa::path(post, path = "/api/signals", tag = "Live", request_body = NewSignal, responses(
    (status = 204, description = "Who listens hears it"),
    (status = 422, description = "No topic, or a kind that is not known there", body = serde_json::Value)))]
async fn signal(
    viewer: Viewer,
    hub: Option<Extension<Hub>>,
    Json(NewSignal { topic, kind, .. }): Json<NewSignal>,
) -> Result<StatusCode, Problem> {
    let Extension(hub) = hub.ok_or(Error::Offline)?;
    hub.signal(viewer, topic, &kind).await?;
    Ok(StatusCode::NO_CONTENT)
}
