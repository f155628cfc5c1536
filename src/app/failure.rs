//! What a request gets that no page could answer: a few words for people, a problem for programs.

use std::any::Any;

use axum::{
    body::to_bytes,
    extract::Request,
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use http::{
    HeaderMap, StatusCode,
    header::{ACCEPT, CONTENT_LENGTH},
};

use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

use crate::{
    server::fault::{self, Problem},
    shared::Error,
};

/// The error as an answer, a plain page where the caller prefers one.
pub fn respond(error: Error, headers: &HeaderMap) -> Response {
    let wants_page =
        headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    let words = error.to_string();
    let problem = Problem(error).into_response();
    if !wants_page {
        return problem;
    }
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>Tertulia</title><h1>Tertulia</h1><p>{words}</p><p><a href=\"\">Try again</a></p></html>"
    );
    let mut response = (problem.status(), Html(page)).into_response();
    if let Some(seconds) = problem.headers().get(http::header::RETRY_AFTER) {
        response.headers_mut().insert(http::header::RETRY_AFTER, seconds.clone());
    }
    response
}

/// Gives the error of a server function the status of the public API, where Leptos says 500 to all.
pub async fn say_status(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_error = response.status() == StatusCode::INTERNAL_SERVER_ERROR;
    if !is_error || !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LONGEST_ERROR).await.unwrap_or_default();
    let error = match serde_json::from_slice(&bytes) {
        // Our own faults are logged under an id. One without is that the request could not be read.
        Ok(Error::Fault { id }) if id.is_nil() => Error::invalid("request", "unreadable"),
        Ok(error) => error,
        Err(error) => fault::fault(&error),
    };
    parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
    parts.headers.remove(CONTENT_LENGTH);
    fault::say_when(&error, &mut parts.headers);
    Response::from_parts(parts, serde_json::to_string(&error).unwrap_or_default().into())
}

/// Bytes that the error of a server function may have.
const LONGEST_ERROR: usize = 64 * 1024;

/// The answer to a request whose code panicked: a fault, logged under its id.
#[expect(clippy::needless_pass_by_value, reason = "the signature of tower's trait")]
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let error = std::io::Error::other(format!("panic: {}", words.unwrap_or("no words")));
    Problem(fault::fault(&error)).into_response()
}
