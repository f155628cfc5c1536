//! The shelf: pages of visitors, kept in memory as they travel and given out again while nothing that they show has changed
//! (QUA-4).
//!
//! Kept is what nobody in particular asked for, without a cookie or a token, at the addresses in [`is_public`], where it
//! could be sealed. It is kept under the edition of the community that held before it was drawn, so it is found no more once
//! an event of anything public was published, nor is one that was drawn across a change; while the reader of events is
//! behind, nothing is given from here. Some of what a page shows changes without an event: who was there when, a status that
//! runs out, the best of a day. For their sake no page is given for longer than [`AGE`].
//!
//! Who asks for a page that somebody else asks for is given that one. It is drawn as from a request that says nothing but
//! the address: whatever else changed a page would be told to others. What is given from here costs nothing and counts
//! towards no limit; what is drawn counts for who asked first.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{
        ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE,
        ETAG, HOST, IF_NONE_MATCH, VARY,
    },
};
use moka::{future::Cache, policy::EvictionPolicy};
use sha2::{Digest, Sha256};

use super::sealing::{Sealed, ToSeal};
use crate::{
    server::{Viewer, fault::Problem},
    shared::Error,
};

/// How long a page is given at most.
const AGE: Duration = Duration::from_secs(2);
/// Bytes of all pages.
const CAPACITY: u64 = 32 * 1024 * 1024;
/// Bytes that a page has beside its body, about: its headers, its name.
const BESIDE: usize = 3 * 1024;
/// Bytes of the longest address of a kept page; longer ones lead nowhere.
const LONGEST_ADDRESS: usize = 1024;

/// Says which edition of the community holds; none where nobody knows.
type Edition = Arc<dyn Fn() -> Option<u64> + Send + Sync>;

/// The pages, cheap to clone.
#[derive(Clone)]
pub struct Shelf {
    pages: Cache<Name, Arc<Kept>>,
    edition: Edition,
}

/// What makes two answers the same.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Name {
    edition: u64,
    in_brotli: bool,
    /// The name that this site was asked for, the path and the query, as they came.
    address: String,
}

/// A page as it travels.
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

/// The page cannot be given to others.
struct Unkept;

impl Shelf {
    /// An empty one of the usual size.
    pub fn new(edition: impl Fn() -> Option<u64> + Send + Sync + 'static) -> Self {
        Self::of_size(CAPACITY, AGE, edition)
    }

    /// An empty one for so many bytes, which gives a page for so long; those not asked for the longest time go first.
    fn of_size(bytes: u64, age: Duration, edition: impl Fn() -> Option<u64> + Send + Sync + 'static) -> Self {
        let weight = |name: &Name, page: &Arc<Kept>| BESIDE + name.address.len() + page.body.len();
        let pages = Cache::builder()
            .max_capacity(bytes)
            .weigher(move |name, page| u32::try_from(weight(name, page)).unwrap_or(u32::MAX))
            .time_to_live(age)
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { pages, edition: Arc::new(edition) }
    }

    /// How the page is called that a request asks for; nothing where it is for one person, or nobody knows whether what is
    /// kept still holds.
    fn name(&self, request: &Request) -> Option<Name> {
        let headers = request.headers();
        let is_visitor = request.extensions().get::<Viewer>().is_none()
            && ![COOKIE, AUTHORIZATION].iter().any(|proof| headers.contains_key(proof));
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let host = headers.get(HOST).map_or(Some(""), |host| host.to_str().ok())?;
        let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
        let is_kept = is_visitor && reads && is_public(path);
        if !is_kept || host.len() + path.len() + query.len() > LONGEST_ADDRESS {
            return None;
        }
        let address = format!("{host}{path}?{query}");
        Some(Name { edition: (self.edition)()?, in_brotli: takes_brotli(headers), address })
    }
}

/// Whether a page is the same for all visitors. Those of who comes in are not: they have forms, each for one act.
fn is_public(path: &str) -> bool {
    matches!(path.split('/').nth(1), Some("" | "about" | "p" | "questions" | "tags" | "u"))
}

/// Whether an answer may be in brotli.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|list| list.to_str().ok());
    let mut codings =
        lists.flat_map(|list| list.split(',')).map(|coding| coding.split_once(';').unwrap_or((coding, "")));
    codings.any(|(coding, weight)| {
        let is_refused = weight
            .trim()
            .strip_prefix("q=")
            .is_some_and(|weight| weight.parse().is_ok_and(|weight: f32| weight <= 0.0));
        coding.trim().eq_ignore_ascii_case("br") && !is_refused
    })
}

/// Gives a page from the shelf, or has it drawn by whoever asked first. What cannot be given to others is drawn for each.
pub async fn serve(State(shelf): State<Shelf>, request: Request, next: Next) -> Response {
    let Some(name) = shelf.name(&request) else { return next.run(request).await };
    let asked = Asked::of(&request);
    let mut waiting = Some((anonymous(request, name.in_brotli), next));
    let mut own = None;
    let found = shelf
        .pages
        .try_get_with(name, async {
            let (request, next) = waiting.take().expect("a request is answered once");
            let page = Kept::of(next.run(request).await).await;
            page.map(Arc::new).map_err(|answer| {
                own = Some(answer);
                Unkept
            })
        })
        .await;
    let from = if found.is_ok() && waiting.is_some() { "memory" } else { "drawing" };
    metrics::counter!("tertulia_visitor_pages_total", "from" => from).increment(1);
    match (found, own) {
        (Ok(page), _) => page.answer(&asked),
        (Err(_), Some(answer)) => answer,
        (Err(_), None) => {
            let (request, next) = waiting.expect("who had it drawn has an answer");
            next.run(request).await
        }
    }
}

/// The request of somebody who says nothing of themselves.
fn anonymous(mut request: Request, in_brotli: bool) -> Request {
    *request.method_mut() = Method::GET;
    request.extensions_mut().insert(ToSeal);
    let headers = request.headers_mut();
    let host = headers.remove(HOST);
    headers.clear();
    headers.insert(ACCEPT, HeaderValue::from_static("text/html"));
    if let Some(host) = host {
        headers.insert(HOST, host);
    }
    if in_brotli {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br"));
    }
    request
}

/// What of a request decides how much of a page it is answered with.
struct Asked {
    is_head: bool,
    /// The tags of what is known already, as they came.
    known: Vec<HeaderValue>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let known = request.headers().get_all(IF_NONE_MATCH).into_iter().cloned().collect();
        Self { is_head: request.method() == Method::HEAD, known }
    }

    fn knows(&self, tag: Option<&HeaderValue>) -> bool {
        let tag = tag.and_then(|tag| tag.to_str().ok());
        let known = self.known.iter().filter_map(|known| known.to_str().ok()).flat_map(|known| known.split(','));
        known.map(str::trim).any(|known| known == "*" || tag == Some(known.trim_start_matches("W/")))
    }
}

impl Kept {
    /// The page that an answer is; the answer itself where it is none that may be given to others.
    async fn of(answer: Response) -> Result<Self, Response> {
        if answer.extensions().get::<Sealed>().is_none() {
            return Err(answer);
        }
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|_| Problem(Error::Offline).into_response())?;
        let mut headers = parts.headers;
        // Without its nonce a page that is drawn again from the same is the same.
        let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&body)));
        headers.insert(ETAG, HeaderValue::try_from(tag).expect("it is of the alphabet of tags"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, cookie, authorization"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        Ok(Self { headers, body })
    }

    fn answer(&self, asked: &Asked) -> Response {
        let mut headers = self.headers.clone();
        if asked.knows(headers.get(ETAG)) {
            for of_body in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
                headers.remove(of_body);
            }
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let body = if asked.is_head { Body::empty() } else { Body::from(self.body.clone()) };
        (headers, body).into_response()
    }
}

#[cfg(test)]
mod tests;
