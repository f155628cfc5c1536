//! Whether the program lives, whether it can work, and how it does (OPS-4).

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use super::identity;
use crate::{
    server::{Server, fault::Problem, schema, telemetry::Metrics},
    shared::{Error, Result, role::Role},
};

/// `/healthz`, `/readyz` and `/metrics`.
pub fn routes(metrics: Metrics) -> Router<Server> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(async move |server, headers| render(server, headers, metrics).await))
}

/// 200 while requests can be answered: the database is there and has this program's migrations.
async fn ready(State(server): State<Server>) -> Result<&'static str, Problem> {
    match schema::is_current(&server.pool).await {
        Ok(true) => Ok("ready\n"),
        _ => Err(Error::Offline.into()),
    }
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
