//! How large the body of a request may be: as large as what it is for. Most of it is read before anybody is known.

use axum::{
    RequestExt,
    extract::{DefaultBodyLimit, Request},
    middleware::Next,
    response::Response,
};
use http::{Method, Uri, header::CONTENT_LENGTH};

use super::{
    failure::{self, Asker},
    forms,
};
use crate::shared::Error;

/// Bytes that a body may have: the longest message with every character escaped, and some.
pub const LARGEST: usize = 128 * 1024;
/// Of what may bring a post: the longest one with every character escaped, and some.
pub const LARGEST_POST: usize = 1280 * 1024;
/// Of who logs in or signs up: nobody can be told apart yet.
const LARGEST_ENTRY: usize = 16 * 1024;
/// Of a call that brings frames to a connection.
const LARGEST_CALL: usize = 1024 * 1024;

/// Refuses at once a body that says to be too large, and ends one that becomes so.
pub async fn limit(mut request: Request, next: Next) -> Response {
    let most = most(request.method(), request.uri());
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        return failure::respond(Error::invalid("request", "too_large"), Asker::of(&request));
    }
    DefaultBodyLimit::max(most).apply(&mut request);
    next.run(request.with_limited_body()).await
}

fn most(method: &Method, uri: &Uri) -> usize {
    let act = forms::act(method, uri);
    let is_entry = matches!(uri.path(), "/rpc/log_in" | "/rpc/sign_up" | "/api/sessions" | "/api/accounts")
        || matches!(act.as_deref(), Some("log_in" | "sign_up"));
    match act {
        _ if is_entry => LARGEST_ENTRY,
        Some(act) => forms::largest(&act),
        None if uri.path().starts_with("/events/") => LARGEST_CALL,
        None if brings_posts(uri.path()) => LARGEST_POST,
        None => LARGEST,
    }
}

fn brings_posts(path: &str) -> bool {
    path == "/rpc/operations" || path.starts_with("/api/posts") || path.starts_with("/api/answers")
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::{
        Router,
        body::{Body, Bytes},
        middleware::from_fn,
    };
    use futures::stream;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_body_may_be_as_large_as_what_it_is_for_whether_or_not_it_says_so_before() {
        let router: Router = Router::new().fallback(async |body: Bytes| body).layer(from_fn(limit));
        for (path, most) in [
            ("/rpc/log_in", 16 * 1024),
            ("/rpc/sign_up", 16 * 1024),
            ("/api/sessions", 16 * 1024),
            ("/api/accounts", 16 * 1024),
            ("/login?act=log_in", 16 * 1024),
            ("/signup?next=%2F&act=sign%5Fup", 16 * 1024),
            ("/rpc/operations", 1280 * 1024),
            ("/api/posts", 1280 * 1024),
            ("/api/answers/0", 1280 * 1024),
            ("/api/conversations", 128 * 1024),
            ("/messages/new?act=open_conversation", 256 * 1024),
            ("/new?act=publish_post", 1280 * 1024),
            ("/p/0?act=rewrite_entry", 1280 * 1024),
            ("/events/0", 1024 * 1024),
        ] {
            for (size, status) in [(most, 200), (most + 1, 413)] {
                let told = Request::post(path).header(CONTENT_LENGTH, size).body(Body::from(vec![b'x'; size])).unwrap();
                let piece = Ok::<_, Infallible>(vec![b'x'; size]);
                let untold = Request::post(path).body(Body::from_stream(stream::iter([piece]))).unwrap();
                for request in [told, untold] {
                    let answer = router.clone().oneshot(request).await.unwrap();
                    assert_eq!(answer.status().as_u16(), status, "{path} with {size} bytes");
                }
            }
        }
    }
}
