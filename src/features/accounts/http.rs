//! The public API of accounts and sessions (spec/api.md); `away` is whom one keeps away, `tokens` are those of programs.

mod away;
mod tokens;

use axum::{
    extract::State,
    response::{AppendHeaders, IntoResponse, Response},
};
use http::{
    HeaderMap, StatusCode,
    header::{AUTHORIZATION, SET_COOKIE},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    cookie,
    model::{Account, NewAccount, Own, Person, ProfileChange, Session, SettingsChange},
    service::{self, People, SignedIn},
};
use crate::{
    server::{
        Caller, Config, Server, Viewer,
        fault::{self, Problem},
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        Error,
        id::SessionId,
        page::{Page, Paging},
    },
};

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(sign_up, find))
        .routes(routes!(profile))
        .routes(routes!(log_in, sessions, log_out_everywhere))
        .routes(routes!(log_out))
        .routes(routes!(revoke))
        .routes(routes!(me, change))
        .merge(tokens::routes())
        .merge(away::routes())
}

/// An account, and the token that proves to be it.
#[derive(Serialize, ToSchema)]
struct Entry {
    account: Account,
    /// For `Authorization: Bearer`; good for 90 days, shown only here.
    token: String,
}

impl Entry {
    fn answer(signed_in: SignedIn) -> (StatusCode, Json<Self>) {
        let status = if signed_in.known { StatusCode::OK } else { StatusCode::CREATED };
        (status, Json(Self { account: signed_in.account, token: signed_in.token.as_str().to_owned() }))
    }
}

/// Signs up.
///
/// With an `id` of the caller's making a repeated call answers 200 with the account that was made. Of several members that
/// break a rule by themselves the first is `field` and `rule` of the problem, and the rest are its `others`.
#[utoipa::path(post, path = "/api/accounts", tag = "Accounts", security(()), request_body = NewAccount, responses(
    (status = 201, description = "The account is there and logged in", body = Entry),
    (status = 200, description = "It was there already: the same id, content and password", body = Entry),
    (status = 409, description = "The id names another account, or this one with another password")))]
async fn sign_up(
    State(server): State<Server>,
    caller: Caller,
    Json(account): Json<NewAccount>,
) -> Result<impl IntoResponse, Problem> {
    Ok(Entry::answer(service::sign_up(&server, &caller, account).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Find {
    /// A part of a handle or a name, with or without its accents; one or two letters find beginnings of words. Without it
    /// everybody is listed, by handle.
    #[serde(default)]
    q: String,
}

/// Finds people by handle and name, never oneself.
#[utoipa::path(get, path = "/api/accounts", tag = "Accounts", params(Find, Paging),
    responses((status = 200, description = "A page of accounts", body = Page<Account>)))]
async fn find(
    State(server): State<Server>,
    viewer: Viewer,
    Query(Find { q }): Query<Find>,
    Query(Paging { limit, cursor }): Query<Paging>,
) -> Result<Json<Page<Account>>, Problem> {
    let people = People { q, limit, cursor };
    Ok(Json(service::find_people(&server, viewer, people).await?))
}

/// The profile of a person.
#[utoipa::path(get, path = "/api/accounts/{handle}", tag = "Accounts", security((), ("token" = []), ("session" = [])),
    params(("handle" = String, Path)), responses((status = 200, description = "The person", body = Person)))]
async fn profile(
    State(server): State<Server>,
    viewer: Option<axum::Extension<Viewer>>,
    Path(handle): Path<String>,
) -> Result<Json<Person>, Problem> {
    let viewer = viewer.map(|axum::Extension(viewer)| viewer);
    Ok(Json(service::find_person(&server.pool, viewer, &handle).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// A handle or an e-mail address.
    login: String,
    password: String,
}

/// Logs in. An unknown login and a wrong password are answered alike: 401.
#[utoipa::path(post, path = "/api/sessions", tag = "Sessions", security(()), request_body = Credentials,
    responses((status = 201, description = "Logged in", body = Entry)))]
async fn log_in(
    State(server): State<Server>,
    caller: Caller,
    Json(Credentials { login, password }): Json<Credentials>,
) -> Result<Response, Problem> {
    match service::log_in(&server, &caller, &login, &password).await {
        Err(Error::SignIn) => Ok(fault::wrong_login()),
        logged_in => Ok(Entry::answer(logged_in?).into_response()),
    }
}

/// The caller's sessions, the current one first, then the one used last.
#[utoipa::path(get, path = "/api/sessions", tag = "Sessions", params(Paging),
    responses((status = 200, description = "A page of them, and how many there are in all", body = Page<Session>)))]
async fn sessions(
    State(server): State<Server>,
    viewer: Viewer,
    Query(Paging { limit, cursor }): Query<Paging>,
) -> Result<Json<Page<Session>>, Problem> {
    Ok(Json(service::list_sessions(&server.pool, viewer, limit, cursor.as_deref()).await?))
}

/// Ends every session of the caller, this one too.
#[utoipa::path(delete, path = "/api/sessions", tag = "Sessions", responses((status = 204, description = "Done")))]
async fn log_out_everywhere(
    State(server): State<Server>,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service::log_out_everywhere(&server.pool, viewer).await?;
    Ok(left(&server.config, viewer, &headers))
}

/// Ends the session that the call is made with.
#[utoipa::path(delete, path = "/api/sessions/current", tag = "Sessions",
    responses((status = 204, description = "Its token is refused from now on")))]
async fn log_out(State(server): State<Server>, viewer: Viewer, headers: HeaderMap) -> Result<Response, Problem> {
    service::log_out(&server.pool, viewer).await?;
    Ok(left(&server.config, viewer, &headers))
}

/// Tells the browser whose cookie it was to forget what it keeps; a program that came with a token keeps nothing of ours.
fn left(config: &Config, viewer: Viewer, headers: &HeaderMap) -> Response {
    let by_cookie = !headers.contains_key(AUTHORIZATION);
    let cookies = by_cookie.then(|| cookie::leave(config, viewer.account)).into_iter().flatten();
    (StatusCode::NO_CONTENT, AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie)))).into_response()
}

/// Ends one of the caller's sessions.
#[utoipa::path(delete, path = "/api/sessions/{id}", tag = "Sessions", params(("id" = SessionId, Path), Repeated),
    responses((status = 204, description = "Its token is refused from now on")))]
async fn revoke(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<SessionId>,
    once: Once,
) -> Result<StatusCode, Problem> {
    service::revoke_session(&server.pool, viewer, id, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's own account, profile and settings.
#[utoipa::path(get, path = "/api/me", tag = "Accounts",
    responses((status = 200, description = "Everything of one's own", body = Own)))]
async fn me(State(server): State<Server>, viewer: Viewer) -> Result<Json<Own>, Problem> {
    Ok(Json(service::own(&server.pool, viewer).await?))
}

/// What is absent stays. Each part names the `version` that it changes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnChange {
    profile: Option<ProfileChange>,
    settings: Option<SettingsChange>,
}

/// Changes the caller's profile and settings, both or neither.
///
/// Where a `version` is not the newest the answer is 409, with what holds now as `newest`.
#[utoipa::path(patch, path = "/api/me", tag = "Accounts", params(Repeated), request_body = OwnChange, responses(
    (status = 200, description = "What holds now", body = Own),
    (status = 409, description = "A problem whose `newest` is what holds now", body = serde_json::Value)))]
async fn change(
    State(server): State<Server>,
    viewer: Viewer,
    once: Once,
    Json(OwnChange { profile, settings }): Json<OwnChange>,
) -> Result<Response, Problem> {
    let seen = profile.as_ref().and_then(|change| change.expected_version);
    let seen = (seen, settings.as_ref().and_then(|change| change.expected_version));
    match service::change_own(&server.pool, viewer, profile, settings, &once).await {
        Err(Error::Conflict) => {
            let newest = service::own(&server.pool, viewer).await?;
            let is_stale = seen.0.is_some_and(|seen| seen != newest.profile.version)
                || seen.1.is_some_and(|seen| seen != newest.settings.version);
            // Otherwise the `Operation-Id` names another act.
            if is_stale { Ok(fault::stale(&newest)) } else { Err(Error::Conflict.into()) }
        }
        changed => Ok(Json(changed?).into_response()),
    }
}
