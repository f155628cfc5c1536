//! The public API of publications (spec/api.md).

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{NewPublication, Publication},
    service::{self, Asked},
};
use crate::{
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        id::{ConversationId, PublicationId},
        page::Page,
    },
};

type Answer<T> = Result<T, Problem>;

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, ask)).routes(routes!(consent)).routes(routes!(publish, withdraw))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only of this thread, or of this conversation with its threads, and what was published of it, too.
    conversation_id: Option<ConversationId>,
}

/// Lists what the caller wants to publish of their conversations, and what others want to of what the caller said: the newest
/// first, at most 100. Of what others ask for, the caller is shown what they said themselves, and nothing else.
#[utoipa::path(get, path = "/api/publications", tag = "Publications", params(ListQuery),
    responses((status = 200, description = "All of them", body = Page<Publication>)))]
async fn list(
    State(server): State<Server>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Answer<Json<Page<Publication>>> {
    let items = service::list(&server.pool, viewer, query.conversation_id).await?;
    let total = i64::try_from(items.len()).ok();
    Ok(Json(Page { items, next: None, total }))
}

/// Asks whoever wrote these messages whether they may be public, as a question or as an answer to one.
///
/// Where all of them are the caller's own they are published at once. Else nothing is public before everybody has answered and
/// the caller publishes it; whoever edits or deletes a message meanwhile has it left out. Each person has at most 20 that are
/// open, with those which they took back within the hour; what was forwarded is not theirs to publish. The same id with the same
/// content answers the same publication, as it stands.
#[utoipa::path(post, path = "/api/publications", tag = "Publications", request_body = NewPublication,
    responses((status = 201, description = "They are asked now, or it is published", body = Publication),
        (status = 200, description = "They were asked before", body = Publication)))]
async fn ask(
    State(server): State<Server>,
    viewer: Viewer,
    Json(new): Json<NewPublication>,
) -> Answer<(StatusCode, Json<Publication>)> {
    Ok(match service::ask(&server, viewer, new).await? {
        Asked::New(publication) => (StatusCode::CREATED, Json(publication)),
        Asked::Known(publication) => (StatusCode::OK, Json(publication)),
    })
}

/// What the caller says to it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"allowed": true})))]
struct Consented {
    /// Whether what they said may be part of it, as it was shown to them.
    allowed: bool,
}

/// Says whether the caller's own words may be part of it. What was allowed may be declined at any time, and what was declined
/// stays so: once it is published the words are taken out of it, and where nothing else is said in it, it is deleted.
#[utoipa::path(put, path = "/api/publications/{id}/consent", tag = "Publications",
    params(("id" = PublicationId, Path), Repeated), request_body = Consented,
    responses((status = 204, description = "It is so"),
        (status = 404, description = "Nothing of the caller's is asked for, or not any more", body = serde_json::Value)))]
async fn consent(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PublicationId>,
    once: Once,
    Json(Consented { allowed }): Json<Consented>,
) -> Answer<StatusCode> {
    service::consent(&server, viewer, id, allowed, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publishes what the caller asked for, once everybody has answered: without what nobody allowed. To publish it again changes
/// nothing. For as long as it quotes others its body is not edited.
#[utoipa::path(put, path = "/api/publications/{id}", tag = "Publications", params(("id" = PublicationId, Path), Repeated),
    responses((status = 204, description = "It is a question or an answer of this id")))]
async fn publish(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PublicationId>,
    once: Once,
) -> Answer<StatusCode> {
    service::settle(&server, viewer, id, true, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes back what the caller asked for. What is published stays: it is deleted as any entry of theirs.
#[utoipa::path(delete, path = "/api/publications/{id}", tag = "Publications", params(("id" = PublicationId, Path), Repeated),
    responses((status = 204, description = "It will not be published")))]
async fn withdraw(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<PublicationId>,
    once: Once,
) -> Answer<StatusCode> {
    service::settle(&server, viewer, id, false, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
