//! Finding messages by their words.

use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::{
    features::messages::{
        model::Found,
        service::{self, Sought, Spot},
    },
    server::{
        Server, Viewer,
        json::{Json, Query},
    },
    shared::{
        id::ConversationId,
        page::{Page, Paging, limit_of},
    },
};

/// What finds something.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(search))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// What to look for, at most 200 characters. Where it has no word nothing is found.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Among what.
    #[serde(rename = "in")]
    #[param(inline)]
    among: Among,
    /// In this conversation and its threads alone.
    #[param(value_type = Option<String>, format = "uuid")]
    conversation: Option<ConversationId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Among {
    Messages,
}

/// Finds the caller's messages that hold all of these words, the newest first. Who looks in one conversation finds what was
/// said in its threads, too: `thread_of` says beside which conversation that was.
///
/// Capitals and accents do not matter. The last word may be the beginning of a longer one, if it has two letters; words
/// between two `"` follow one another. All other signs are spaces. Of a message up to 160 characters are told, in pieces, of
/// which those that were looked for are `marked`; the message itself stands in its conversation around its `seq`. Deleted
/// messages are not found, nor what somebody says in a group whom the caller blocked; edited ones are by what they say now.
#[utoipa::path(get, path = "/api/search", tag = "Messages", params(SearchQuery, Paging),
    responses(
        (status = 200, description = "Messages, the newest first", body = Page<Found>),
        (status = 404, description = "There is no such conversation for the caller")))]
async fn search(
    State(server): State<Server>,
    viewer: Viewer,
    Query(Paging { limit, cursor }): Query<Paging>,
    Query(SearchQuery { q, among: Among::Messages, conversation }): Query<SearchQuery>,
) -> Answer<Json<Page<Found>>> {
    let sought = Sought {
        words: q.unwrap_or_default(),
        within: conversation,
        after: cursor.as_deref().map(Spot::decode).transpose()?,
        limit: limit_of(limit)?,
    };
    Ok(Json(service::search(&server, viewer.account, &sought).await?))
}
