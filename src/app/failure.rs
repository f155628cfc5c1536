//! What a request gets that no page could answer: a few words for people, a problem for programs.

use std::any::Any;

use axum::{
    body::to_bytes,
    extract::Request,
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use http::{
    HeaderValue, Method, StatusCode,
    header::{self, CONTENT_LENGTH},
};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

use crate::{
    server::fault::{self, Problem},
    shared::Error,
};

/// Who reads the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A client of the API, or the interface itself.
    Program,
    /// Somebody who wants to see a page.
    Reader,
    /// Somebody who sent a form.
    Writer,
}

impl Asker {
    /// A browser that loads a page says that it wants HTML; under `/api` and `/rpc` everybody is a program.
    pub fn of(request: &Request) -> Self {
        let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        let path = request.uri().path();
        if path.starts_with("/api/") || path.starts_with("/rpc/") || !accept.is_some_and(|a| a.contains("text/html")) {
            Self::Program
        } else if request.method() == Method::GET {
            Self::Reader
        } else {
            Self::Writer
        }
    }
}

/// The error as an answer: a problem, or a plain page.
pub fn respond(error: Error, asker: Asker) -> Response {
    let advice = match (asker, error.is_transient()) {
        (Asker::Program, _) => return Problem(error).into_response(),
        (Asker::Reader, true) => "<p>Nothing is lost. <a href=\"\">Try again</a> in a moment.</p>",
        (Asker::Writer, true) => {
            "<p>Reload this page in a moment to send what you wrote again. It is never sent twice.</p>"
        }
        (_, false) => "<p><a href=\"/\">Go home</a></p>",
    };
    let words = error.to_string();
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{words} · Tertulia</title><main><h1>Tertulia</h1><p>{words}</p>{advice}</main></html>"
    );
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response =
        (status, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Html(page)).into_response();
    fault::say_when(&error, response.headers_mut());
    response
}

/// Says in our words what a library refuses in words of its own, or in none: what it cannot read, does not know, or finds
/// too large. The error of a server function stays as it is.
pub async fn say_it_ourselves(request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let response = next.run(request).await;
    let error = match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::UPGRADE_REQUIRED => Error::invalid("request", "unreadable"),
        StatusCode::NOT_FOUND => Error::Missing,
        StatusCode::METHOD_NOT_ALLOWED => Error::invalid("method", "unsupported"),
        StatusCode::PAYLOAD_TOO_LARGE => Error::invalid("request", "too_large"),
        _ => return response,
    };
    let headers = response.headers();
    let is_bare = headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !is_bare || headers.contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let mut said = respond(error, asker);
    if let Some(methods) = headers.get(header::ALLOW) {
        said.headers_mut().insert(header::ALLOW, methods.clone());
    }
    said
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

/// Sends everybody on whom a page sends on, where Leptos does so only to who asks for HTML.
pub async fn lead_away(request: Request, next: Next) -> Response {
    let is_page = !request.uri().path().starts_with("/rpc/");
    let mut response = next.run(request).await;
    if is_page && response.status() == StatusCode::OK && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::FOUND;
    }
    response
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

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use tower::ServiceExt;

    use super::*;

    fn asker(method: Method, path: &str, accept: &'static str) -> Asker {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
        Asker::of(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn people_get_a_page_and_programs_a_problem() {
        let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
        assert_eq!(asker(Method::GET, "/messages", browser), Asker::Reader);
        assert_eq!(asker(Method::POST, "/signup?act=sign_up", browser), Asker::Writer);
        assert_eq!(asker(Method::GET, "/messages", "application/json"), Asker::Program);
        assert_eq!(asker(Method::GET, "/api/me", browser), Asker::Program);
        assert_eq!(asker(Method::POST, "/rpc/send_message", "application/json"), Asker::Program);
    }

    #[tokio::test]
    async fn what_a_library_refuses_is_said_in_our_words_and_what_we_said_stays() {
        let router: Router = Router::new()
            .route("/", get(async || "it"))
            .route("/plain", get(async || (StatusCode::BAD_REQUEST, "no such frobnication")))
            .route("/page", get(async || (StatusCode::NOT_FOUND, Html("nothing here"))))
            .route("/rpc/read", get(async || (StatusCode::NOT_FOUND, [(SERVER_FN_ERROR_HEADER, "read")], "{}")))
            .layer(from_fn(say_it_ourselves));
        for (method, path, accept, status, kind) in [
            ("GET", "/", "*/*", 200, "text/plain; charset=utf-8"),
            ("POST", "/", "*/*", 405, "application/problem+json"),
            ("POST", "/", "text/html", 405, "text/html; charset=utf-8"),
            ("GET", "/plain", "*/*", 400, "application/problem+json"),
            ("GET", "/nowhere", "*/*", 404, "application/problem+json"),
            ("GET", "/page", "*/*", 404, "text/html; charset=utf-8"),
            ("GET", "/rpc/read", "*/*", 404, "text/plain; charset=utf-8"),
        ] {
            let request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
            let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            let found = (answer.status().as_u16(), answer.headers()[header::CONTENT_TYPE].to_str().unwrap());
            assert_eq!(found, (status, kind), "{method} {path}");
            assert_eq!(answer.headers().contains_key(header::ALLOW), status == 405, "{method} {path}");
        }
    }

    #[test]
    fn whoever_reads_it_is_told_when_to_come_back() {
        for (asker, content_type) in [
            (Asker::Program, "application/problem+json"),
            (Asker::Reader, "text/html; charset=utf-8"),
            (Asker::Writer, "text/html; charset=utf-8"),
        ] {
            let response = respond(Error::Offline, asker);
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(response.headers()[header::RETRY_AFTER], "1");
            assert_eq!(response.headers()[header::CONTENT_TYPE], content_type);
        }
    }
}
