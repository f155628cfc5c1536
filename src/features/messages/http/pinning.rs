//! What is pinned for everybody, and how far a message of the caller came.

use axum::extract::State;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::messages::{
        model::{Info, NewPins, Pins},
        service,
    },
    server::{
        Server, Viewer,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::id::MessageId,
};

/// What pins a message and unpins it, and what tells of one.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(pin, unpin)).routes(routes!(info))
}

/// Pins a message for everybody in its conversation: each of them may, in a group too. A conversation has at most 50 pinned
/// messages. To pin it again changes nothing. Where one of a pair has blocked the other nothing new is pinned: 403.
#[utoipa::path(put, path = "/api/messages/{id}/pin", tag = "Messages", params(("id" = MessageId, Path), Repeated),
    responses((status = 200, description = "All that is pinned there afterwards", body = Pins)))]
async fn pin(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
) -> Answer<Json<Pins>> {
    Ok(Json(pins(service::pin(&server, viewer.account, id, true, &once).await?)))
}

/// Unpins a message, whoever pinned it. What is not pinned stays so.
#[utoipa::path(delete, path = "/api/messages/{id}/pin", tag = "Messages", params(("id" = MessageId, Path), Repeated),
    responses((status = 200, description = "All that is pinned there afterwards", body = Pins)))]
async fn unpin(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
) -> Answer<Json<Pins>> {
    Ok(Json(pins(service::pin(&server, viewer.account, id, false, &once).await?)))
}

fn pins(NewPins { messages, version, .. }: NewPins) -> Pins {
    Pins { messages, version }
}

/// Tells of a message of the caller when it was stored, and of each of the others when it reached a device of theirs and
/// when they read it: as far as they let that be known, and the caller does. Times of long ago are not kept.
#[utoipa::path(get, path = "/api/messages/{id}/info", tag = "Messages", params(("id" = MessageId, Path)),
    responses((status = 200, description = "How far it came", body = Info),
        (status = 403, description = "Somebody else said it", body = serde_json::Value)))]
async fn info(State(server): State<Server>, viewer: Viewer, Path(id): Path<MessageId>) -> Answer<Json<Info>> {
    Ok(Json(service::info(&server.pool, viewer.account, id).await?))
}
