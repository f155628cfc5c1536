//! Whether the program lives, whether it can work, and how it does (OPS-4).

use std::time::Duration;

use axum::{
    Extension, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use sha2::{Digest, Sha256};
use tokio::time::timeout;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::identity;
use crate::{
    realtime::Hub,
    server::{Server, fault::Problem, schema, telemetry::Metrics},
    shared::{Error, Result, role::Role},
};

/// How long the database may take to say what `/readyz` asks: who asks for that waits for few seconds only.
const PATIENCE: Duration = Duration::from_millis(1500);

/// `/healthz`, `/readyz` and `/metrics`.
pub fn routes(metrics: Metrics, hub: Hub) -> Router<Server> {
    Router::from(described()).layer(Extension(metrics)).layer(Extension(hub))
}

/// What the first two answer before there is anything to ask: the program runs, and is not ready.
pub fn while_starting<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(async || not_ready("the program is starting")))
}

/// The same as the API's description has them; to answer they need [`Metrics`] and [`Hub`] as extensions.
pub fn described() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready)).routes(routes!(measured))
}

/// Whether the program runs.
///
/// It asks nobody, and is answered from the first moment on, also while the database starts and is migrated: where
/// there is no answer, start the program again.
#[utoipa::path(get, path = "/healthz", tag = "Health", security(()),
    responses((status = 200, description = "It runs", body = String, content_type = "text/plain")))]
async fn alive() -> &'static str {
    "alive\n"
}

/// Whether requests can be answered, and what was committed reaches the screens.
///
/// The database is there and has this program's migrations, and no event waits for 8 seconds or longer.
#[utoipa::path(get, path = "/readyz", tag = "Health", security(()), responses(
    (status = 200, description = "All of it", body = String, content_type = "text/plain"),
    (status = 503, description = "Not now, for the reason in the text", body = String, content_type = "text/plain")))]
async fn ready(State(server): State<Server>, Extension(hub): Extension<Hub>) -> Response {
    let current = timeout(PATIENCE, schema::is_current(&server.pool)).await.unwrap_or(Err(Error::Offline));
    let reason = match (current, hub.stall()) {
        (Ok(true), None) => return "ready\n".into_response(),
        (Ok(true), Some(stall)) => stall.to_string(),
        (Ok(false), _) => "the database has other migrations than this program".to_owned(),
        (Err(_), _) => "the database cannot be asked".to_owned(),
    };
    not_ready(&reason)
}

fn not_ready(reason: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], format!("not ready: {reason}\n")).into_response()
}

/// What was counted and timed since the program started, as Prometheus reads it.
///
/// For administrators, and for who sends `TERTULIA_METRICS_TOKEN` as the token; others learn nothing of it.
#[utoipa::path(get, path = "/metrics", tag = "Health", responses(
    (status = 200, description = "The figures", body = String, content_type = "text/plain"),
    (status = 404, description = "Not for this caller")))]
async fn measured(
    State(server): State<Server>,
    Extension(metrics): Extension<Metrics>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !may_read(&server, &headers).await {
        return Err(Error::Missing.into());
    }
    let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
    Ok(([kind], metrics.render(&server.pool)).into_response())
}

async fn may_read(server: &Server, headers: &HeaderMap) -> bool {
    // Hashes are compared, so that the time it takes says nothing about the token.
    let same = |one: &str, other: &str| Sha256::digest(one) == Sha256::digest(other);
    if let (Some(token), Some(said)) = (&server.config.metrics_token, identity::bearer(headers))
        && same(token, said)
    {
        return true;
    }
    matches!(identity::viewer(server, headers).await, Ok(Some(viewer)) if viewer.role == Role::Administrator)
}
