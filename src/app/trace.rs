//! One span and one measurement a request, under an id that its answer names too.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, Method};
use tracing::Instrument;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Follows a request from its first byte to the head of its answer. Of its address only the route is
/// kept: what people look for stands in the rest.
pub async fn follow(request: Request, next: Next) -> Response {
    let id = given_id(&request).unwrap_or_else(|| Uuid::now_v7().to_string());
    let method = standard(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method, route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    span.in_scope(|| tracing::debug!(status, millis = took.as_millis(), "answered"));
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The method's name; one name for all that are made up, as each name is counted apart for ever.
fn standard(method: &Method) -> &'static str {
    const NAMES: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];
    NAMES.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// The id that a proxy gave, where it looks like one.
fn given_id(request: &Request) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let fits = (8..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    fits.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_was_made_up_is_counted_with_all_the_others() {
        assert_eq!(standard(&Method::PATCH), "PATCH");
        for made_up in ["BREW", "get", &"X".repeat(30_000)] {
            assert_eq!(standard(&Method::from_bytes(made_up.as_bytes()).unwrap()), "other");
        }
    }
}
