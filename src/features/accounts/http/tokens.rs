//! Personal access tokens. A call about them is made with a session: no token makes, lists or revokes another.

use axum::extract::State;
use http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    features::accounts::{
        model::{AccessToken, MadeToken, NewToken},
        service,
    },
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        id::TokenId,
        page::{Page, Paging},
    },
};

/// The calls about tokens.
pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(revoke))
}

/// The caller's personal access tokens, the newest first. A session alone may ask.
#[utoipa::path(get, path = "/api/tokens", tag = "Tokens", params(Paging), responses(
    (status = 200, description = "A page of them, and how many there are in all", body = Page<AccessToken>),
    (status = 403, description = "A personal access token does not do")))]
async fn list(
    State(server): State<Server>,
    viewer: Viewer,
    Query(Paging { limit, cursor }): Query<Paging>,
) -> Result<Json<Page<AccessToken>>, Problem> {
    Ok(Json(service::list_tokens(&server.pool, viewer, limit, cursor.as_deref()).await?))
}

/// Makes a personal access token, for a program that is to act in the caller's name. A session alone may ask.
///
/// A person has at most 50. `read` is for every `GET` and the live connection, `write` for what changes something,
/// `admin` adds what an administrator may do. None of them is for the calls about tokens and sessions.
#[utoipa::path(post, path = "/api/tokens", tag = "Tokens", request_body = NewToken, responses(
    (status = 201, description = "The token, which is shown only here", body = MadeToken),
    (status = 200, description = "It was made before, and its `token` is not known any more", body = MadeToken)))]
async fn make(
    State(server): State<Server>,
    viewer: Viewer,
    Json(new): Json<NewToken>,
) -> Result<(StatusCode, Json<MadeToken>), Problem> {
    let (made, is_new) = service::make_token(&server.pool, viewer, new).await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, Json(made)))
}

/// Revokes one of the caller's tokens, and ends its live connections. A session alone may ask.
#[utoipa::path(delete, path = "/api/tokens/{id}", tag = "Tokens", params(("id" = TokenId, Path), Repeated),
    responses((status = 204, description = "It is refused from now on")))]
async fn revoke(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<TokenId>,
    once: Once,
) -> Result<StatusCode, Problem> {
    service::revoke_token(&server.pool, viewer, id, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
