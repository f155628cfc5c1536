//! How the pages of visitors travel: in brotli, where the browser takes it.
//!
//! By its length a page that is compressed tells whether what somebody else put into it stands in it already. That of a
//! visitor has nothing to hide but the nonce of its scripts, where it is not sealed, which is another one in each answer;
//! those of members go as they are.

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use http::{Extensions, HeaderMap, StatusCode, Version, header::CONTENT_TYPE};
use tower_http::{CompressionLevel, compression::CompressionLayer};

use crate::server::Viewer;

/// Set on what was answered to nobody in particular.
#[derive(Clone, Copy)]
struct ForVisitors;

/// These pages, compressed for visitors.
pub fn packed(pages: Router) -> Router {
    let quickly = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_page_for_visitors);
    pages.layer(from_fn(note_visitors)).layer(quickly)
}

async fn note_visitors(request: Request, next: Next) -> Response {
    let is_visitor = request.extensions().get::<Viewer>().is_none();
    let mut answer = next.run(request).await;
    if is_visitor {
        answer.extensions_mut().insert(ForVisitors);
    }
    answer
}

fn is_page_for_visitors(_: StatusCode, _: Version, headers: &HeaderMap, extensions: &Extensions) -> bool {
    let is_page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    is_page && extensions.get::<ForVisitors>().is_some()
}

#[cfg(test)]
mod tests {
    use axum::{Extension, body::to_bytes, response::Html, routing::get};
    use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
    use tower::ServiceExt;

    use super::*;
    use crate::{
        server::Reach,
        shared::{
            id::{AccountId, SessionId},
            role::Role,
        },
    };

    const LENGTH: usize = 60_000;

    /// How the page is compressed, by what it varies, and the bytes that travel.
    async fn asked(pages: Router, takes: &str) -> (Option<String>, bool, usize) {
        let request = Request::get("/").header(ACCEPT_ENCODING, takes).body(axum::body::Body::empty()).unwrap();
        let answer = pages.oneshot(request).await.unwrap();
        let encoding = answer.headers().get(CONTENT_ENCODING).map(|encoding| encoding.to_str().unwrap().to_owned());
        let varies = answer.headers().contains_key(VARY);
        (encoding, varies, to_bytes(answer.into_body(), usize::MAX).await.unwrap().len())
    }

    fn pages() -> Router {
        packed(Router::new().route("/", get(async || Html("<p>word</p>\n".repeat(LENGTH / 12)))))
    }

    #[tokio::test]
    async fn a_visitor_gets_a_page_in_brotli_where_the_browser_takes_it() {
        let (encoding, varies, length) = asked(pages(), "gzip, br").await;
        assert_eq!(encoding.as_deref(), Some("br"));
        assert!(varies && length < LENGTH / 10, "{length}");
        assert_eq!(asked(pages(), "gzip").await, (None, true, LENGTH));
    }

    #[tokio::test]
    async fn a_member_gets_a_page_as_it_is() {
        let (account, session) = (AccountId::new(), SessionId::new());
        let viewer = Viewer { account, session, role: Role::Member, reach: Reach::Whole };
        assert_eq!(asked(pages().layer(Extension(viewer)), "br").await, (None, false, LENGTH));
    }
}
