//! Forms of pages without JavaScript: run what they ask for, then lead on or draw the page again (see `shared::form`).

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, Method, StatusCode, Uri,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE},
};
use tower::ServiceExt;

use super::{
    failure::{self, Asker},
    identity,
    size::LARGEST_POST,
};
use crate::{
    server::{
        fault,
        form::{Plain, SHOWN},
    },
    shared::{
        Error, Result,
        form::{Answered, Came, Refused},
    },
};

/// The largest form of most acts, in bytes: every character of the longest message escaped, and some.
const LARGEST: usize = 256 * 1024;

/// How large the form of an act may be, in bytes. What is published may be long, and what is too long comes back as typed.
pub fn largest(act: &str) -> usize {
    match act {
        "publish_post" | "write_answer" | "write_comment" | "rewrite_entry" => LARGEST_POST,
        _ => LARGEST,
    }
}

/// Answers a form that was posted to a page; everything else goes on. `pages` are the pages and the server functions
/// that they post to.
pub async fn accept(State(pages): State<Router>, request: Request, next: Next) -> Response {
    let Some(act) = act(request.method(), request.uri()) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, largest(&act)).await else {
        return failure::respond(Error::invalid("request", "too_large"), Asker::Writer);
    };
    let carry = |mut request: Request| {
        *request.headers_mut() = parts.headers.clone();
        *request.extensions_mut() = identity::carry(&parts.extensions);
        request
    };
    let typed = typed(&bytes);
    let error = match run(&pages, (&act, &parts.uri), carry(Request::new(bytes.into()))).await {
        Ok(response) if response.headers().contains_key(SHOWN) => {
            let bytes = to_bytes(response.into_body(), LARGEST).await.unwrap_or_default();
            let answer = serde_json::from_slice(&bytes).unwrap_or_default();
            let came = Came::Answered(Answered { act, answer });
            return draw(&pages, parts.uri.clone(), came, carry(Request::default())).await;
        }
        Ok(response) => return lead_on(&response, &parts.uri),
        Err(error) => error,
    };
    let refused = Came::Refused(Refused { act, error: error.clone(), typed });
    match draw(&pages, parts.uri.clone(), refused, carry(Request::default())).await {
        page if page.status().is_server_error() => failure::respond(error, Asker::Writer),
        page => refused_with(&error, page),
    }
}

/// The server function that a form is for.
pub fn act(method: &Method, uri: &Uri) -> Option<String> {
    let is_name = |act: &str| !act.is_empty() && act.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let (_, act) = form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "act")?;
    (method == Method::POST && !uri.path().starts_with("/rpc/") && is_name(&act)).then(|| act.into_owned())
}

/// What was typed, without what no page may show again.
fn typed(bytes: &[u8]) -> Vec<(String, String)> {
    let fields = form_urlencoded::parse(bytes).filter(|(name, _)| !name.contains("password"));
    fields.map(|(name, text)| (name.into_owned(), text.replace("\r\n", "\n"))).collect()
}

/// Runs a server function as the interface does, for a page; where it leads on to stands in its answer.
async fn run(pages: &Router, (act, page): (&str, &Uri), mut request: Request) -> Result<Response> {
    *request.method_mut() = Method::POST;
    *request.uri_mut() = format!("/rpc/{act}").parse().map_err(|_| Error::Missing)?;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    request.extensions_mut().insert(Plain { query: page.query().unwrap_or_default().to_owned() });
    let Ok(response) = pages.clone().oneshot(request).await;
    if response.status().is_success() {
        return Ok(response);
    }
    let status = response.status();
    let bytes = to_bytes(response.into_body(), LARGEST).await.unwrap_or_default();
    Err(match serde_json::from_slice(&bytes) {
        Ok(error) => error,
        Err(_) if status == StatusCode::NOT_FOUND => Error::Missing,
        Err(unreadable) => fault::fault(&unreadable),
    })
}

/// To the page that the server function named, or to the one that the form stands on.
fn lead_on(done: &Response, page: &Uri) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = done.headers().get(LOCATION).cloned().or_else(|| HeaderValue::from_str(page.path()).ok());
    response.headers_mut().extend(to.map(|to| (LOCATION, to)));
    for cookie in done.headers().get_all(SET_COOKIE) {
        response.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    response
}

/// The page with the form as it came back. Where the page itself has another answer, that one holds: it leads to the log-in,
/// or nothing is there. No cache keeps it.
async fn draw(pages: &Router, page: Uri, came: Came, mut request: Request) -> Response {
    *request.uri_mut() = page;
    request.headers_mut().remove(CONTENT_TYPE);
    request.headers_mut().remove(CONTENT_LENGTH);
    request.extensions_mut().insert(came);
    let Ok(mut response) = pages.clone().oneshot(request).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page that was drawn well says by its status that its form was refused.
fn refused_with(error: &Error, mut page: Response) -> Response {
    if page.status().is_success() {
        *page.status_mut() = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        fault::say_when(error, page.headers_mut());
    }
    page
}

#[cfg(test)]
mod published;
#[cfg(test)]
mod quoted;
#[cfg(test)]
mod tests;
