//! What a request gets that no page could answer: a few words for people, a problem for programs.

use std::any::Any;

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, header::ACCEPT};

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

/// The answer to a request whose code panicked: a fault, logged under its id.
#[expect(clippy::needless_pass_by_value, reason = "the signature of tower's trait")]
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let error = std::io::Error::other(format!("panic: {}", words.unwrap_or("no words")));
    Problem(fault::fault(&error)).into_response()
}
