//! What the page is called that a message leads to.

use axum::extract::State;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::messages::{model::Message, service},
    server::{
        Server, Viewer,
        json::{Json, Path},
        once::{Once, Repeated},
    },
    shared::id::MessageId,
};

/// What takes a preview off a message.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(unpreview))
}

/// Takes the preview off a message of the caller, for good: it has none from then on, whatever it leads to. What has none
/// stays so.
///
/// The server looks at the page that a message leads to first, once the message is stored, and tells the conversation what
/// it is called; `preview` is null until then, and where the page says nothing. Of one person's messages it looks at the
/// pages of 20 a minute.
#[utoipa::path(delete, path = "/api/messages/{id}/preview", tag = "Messages", params(("id" = MessageId, Path), Repeated),
    responses((status = 200, description = "The message afterwards", body = Message),
        (status = 403, description = "Somebody else said it", body = serde_json::Value)))]
async fn unpreview(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
) -> Answer<Json<Message>> {
    Ok(Json(service::unpreview(&server.pool, viewer.account, id, &once).await?))
}
