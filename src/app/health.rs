//! Whether the program lives, whether it can work, and how it does (OPS-4).

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use sha2::{Digest, Sha256};

use super::identity;
use crate::{
    realtime::Hub,
    server::{Server, fault::Problem, schema, telemetry::Metrics},
    shared::{Error, Result, role::Role},
};

/// `/healthz`, `/readyz` and `/metrics`.
pub fn routes(metrics: Metrics, hub: Hub) -> Router<Server> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(async move |server| ready(server, &hub).await))
        .route("/metrics", get(async move |server, headers| render(server, headers, metrics).await))
}

/// 200 while requests can be answered and what was committed reaches the screens: the database is there and
/// has this program's migrations, and no event waits for long. Otherwise 503, with the reason.
async fn ready(State(server): State<Server>, hub: &Hub) -> Response {
    let reason = match (schema::is_current(&server.pool).await, hub.stall()) {
        (Ok(true), None) => return "ready\n".into_response(),
        (Ok(true), Some(stall)) => stall.to_string(),
        (Ok(false), _) => "the database has other migrations than this program".to_owned(),
        (Err(_), _) => "the database cannot be asked".to_owned(),
    };
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], format!("not ready: {reason}\n")).into_response()
}

/// For administrators and whoever has the token; others learn nothing of it.
async fn render(State(server): State<Server>, headers: HeaderMap, metrics: Metrics) -> Result<Response, Problem> {
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
