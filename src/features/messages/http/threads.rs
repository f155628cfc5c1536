//! What is said about one message, beside its conversation.

use axum::extract::State;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, HistoryQuery, newest_first};
use crate::{
    features::messages::{model::Message, service},
    server::{
        Server, Viewer,
        json::{Json, Path, Query},
    },
    shared::{
        id::MessageId,
        page::{Page, limit_of},
    },
};

/// What reads a thread.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(thread))
}

/// Reads a stretch of what was said in the thread of a message, the newest first; nothing where nothing was. `next` is there
/// while there are older answers; it goes on as `before`.
///
/// A thread is a conversation that has the id of its message: it has a `seq`, marks and a topic of its own. It is listed among
/// the conversations of those who take part in it: of the author of the message, once somebody has answered, and of whoever
/// has. Only for them an answer is unread. Whoever is in the conversation of the message may read it and answer.
#[utoipa::path(get, path = "/api/messages/{id}/thread", tag = "Messages", params(("id" = MessageId, Path), HistoryQuery),
    responses((status = 200, description = "Answers, the newest first", body = Page<Message>)))]
async fn thread(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    Query(query): Query<HistoryQuery>,
) -> Answer<Json<Page<Message>>> {
    let (from, limit) = (query.asked()?, limit_of(query.limit)?);
    Ok(Json(newest_first(service::thread(&server.pool, viewer.account, id, from, limit).await?)))
}
