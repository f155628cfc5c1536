//! What people think of a message, in one sign each.

use axum::extract::State;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::messages::{
        model::Message,
        service::{self, React},
    },
    server::{
        Server, Viewer,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::id::MessageId,
};

/// What gives a message an emoji and takes it away.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(react, take_back))
}

/// Gives a message an emoji of the caller. A message has at most 20 different ones. Giving it again changes nothing.
#[utoipa::path(put, path = "/api/messages/{id}/reactions/{emoji}", tag = "Messages",
    params(("id" = MessageId, Path), ("emoji" = String, Path, description = "One emoji", example = "👍"), Repeated),
    responses((status = 200, description = "The message afterwards", body = Message)))]
async fn react(
    State(server): State<Server>,
    viewer: Viewer,
    Path((message, emoji)): Path<(MessageId, String)>,
    once: Once,
) -> Answer<Json<Message>> {
    let react = React { message, emoji: &emoji, on: true };
    Ok(Json(service::react(&server, viewer.account, react, &once).await?))
}

/// Takes an emoji of the caller away from a message. What is not there stays so.
#[utoipa::path(delete, path = "/api/messages/{id}/reactions/{emoji}", tag = "Messages",
    params(("id" = MessageId, Path), ("emoji" = String, Path, description = "One emoji", example = "👍"), Repeated),
    responses((status = 200, description = "The message afterwards", body = Message)))]
async fn take_back(
    State(server): State<Server>,
    viewer: Viewer,
    Path((message, emoji)): Path<(MessageId, String)>,
    once: Once,
) -> Answer<Json<Message>> {
    let react = React { message, emoji: &emoji, on: false };
    Ok(Json(service::react(&server, viewer.account, react, &once).await?))
}
