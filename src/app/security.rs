//! What keeps other sites out: who may send changes, and what a page of ours may load (SEC-2, SEC-3).

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Uri,
    header::{
        AUTHORIZATION, CONTENT_SECURITY_POLICY, COOKIE, HOST, ORIGIN, REFERER, REFERRER_POLICY,
        STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};
use leptos::{nonce::use_nonce, prelude::use_context};
use sha2::{Digest, Sha256};

use super::failure::{self, Asker};
use crate::{
    server::{Config, Server, config::is_loopback},
    shared::Error,
};

/// Refuses what changes something and may have been sent by another site's page in a member's name. The
/// live connection asks [`origin_allowed`] itself, because a token may come with its first words.
pub async fn check_origin(State(server): State<Server>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && !origin_allowed(&server.config, request.headers()) {
        return failure::respond(refusal(&server, request.headers()), Asker::of(&request));
    }
    next.run(request).await
}

/// What a page is told from which nothing is taken. Where it may be one of ours, under a name that nobody told us, both the
/// person and the log learn what to do.
fn refusal(server: &Server, headers: &HeaderMap) -> Error {
    let Some(origin) = unnamed(&server.config, headers) else { return Error::Forbidden };
    if server.keep.of(Unnamed::default).is_news(origin) {
        tracing::warn!(
            origin,
            "this page may change nothing: where people come by its address, set TERTULIA_URL to that"
        );
    }
    Error::invalid("origin", "unnamed")
}

/// The origin of a page that came by the name that it names us by, where no name was configured.
fn unnamed<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a str> {
    let text = |name: &HeaderName| headers.get(name)?.to_str().ok();
    let (origin, host) = (text(&ORIGIN)?, text(&HOST)?);
    let (_, authority) = origin.split_once("://")?;
    (config.url.is_none() && authority == host).then_some(origin)
}

/// The origins that the log was told of: each once, and of those that anybody may invent the first few.
#[derive(Clone, Default)]
struct Unnamed(Arc<Mutex<HashSet<String>>>);

const MOST_UNNAMED: usize = 16;

impl Unnamed {
    fn is_news(&self, origin: &str) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() < MOST_UNNAMED && told.insert(origin.to_owned())
    }
}

/// Whether a request comes from a page of ours or from no page at all. A browser sends `Origin`, or at
/// least `Sec-Fetch-Site`, with what changes something; with what our own page only reads over plain HTTP it sends
/// neither, but `Referer`. Who sends a cookie and none of them is refused. A bearer token is sent by nobody's browser of
/// itself, so who has one is believed.
pub fn origin_allowed(config: &Config, headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if headers.contains_key(AUTHORIZATION) {
        return true;
    }
    match (text(&ORIGIN), text(&SEC_FETCH_SITE)) {
        (Some(origin), _) => is_ours(config, origin, text(&HOST).unwrap_or_default()),
        (None, Some(site)) => site == "same-origin" || site == "none",
        (None, None) => {
            let names_itself = |page| is_ours(config, origin_of(page), text(&HOST).unwrap_or_default());
            !headers.contains_key(COOKIE) || text(&REFERER).is_some_and(names_itself)
        }
    }
}

/// The scheme and the authority of an address.
fn origin_of(address: &str) -> &str {
    let path = address.find("://").and_then(|scheme| address[scheme + 3..].find('/').map(|path| scheme + 3 + path));
    path.map_or(address, |path| &address[..path])
}

/// Without a configured address only names that cannot be made to point here count: loopback's, and plain
/// addresses.
fn is_ours(config: &Config, origin: &str, host: &str) -> bool {
    if let Some(ours) = config.origin() {
        return origin == ours;
    }
    let Ok(uri) = origin.parse::<Uri>() else { return false };
    let name = uri.host().unwrap_or_default();
    let is_address = name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    uri.authority().is_some_and(|authority| authority.as_str() == host) && (is_loopback(name) || is_address)
}

/// Adds to every answer what browsers need to be told; what an answer says itself stays.
pub async fn add_headers(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if config.https() {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What every answer tells browsers that says nothing else itself.
pub const HEADERS: [(HeaderName, &str); 7] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Says what the page that is being drawn may load; of scripts in the page only those that carry its nonce.
pub fn police_page() {
    let Some(response) = use_context::<leptos_axum::ResponseOptions>() else { return };
    let nonce = use_nonce().map(|nonce| format!("'nonce-{nonce}'")).unwrap_or_default();
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce)) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// What a page may load: our own files, and of scripts in the page only those of this source. Styles in attributes are
/// allowed, because rows of a list are placed by them. What comes ahead of its need has no line of its own: browsers
/// differ in whether the default holds for it, so the default is our own files, and what we have none of is named.
pub fn page_policy(script: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {script}; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; child-src 'none'; frame-src 'none'; media-src 'none'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// A script in a page as the source of its policy: by what is in it, as a page that is kept has no nonce of its own.
pub fn source_of(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(url: Option<&'static str>, pairs: &[(&'static str, &'static str)]) -> bool {
        let config = Config { url: url.map(Uri::from_static), ..Config::for_tests() };
        let headers =
            pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        origin_allowed(&config, &headers.collect())
    }

    #[test]
    fn our_own_pages_may_send() {
        let host = ("host", "127.0.0.1:3000");
        assert!(allowed(None, &[host, ("origin", "http://127.0.0.1:3000"), ("cookie", "a=b")]));
        assert!(allowed(None, &[("host", "localhost:3000"), ("origin", "http://localhost:3000")]));
        assert!(allowed(None, &[host, ("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(allowed(Some("https://example.org"), &[("origin", "https://example.org"), ("cookie", "a=b")]));
    }

    #[test]
    fn a_page_of_ours_that_names_itself_in_no_other_way_is_known_by_its_address() {
        let (host, cookie) = (("host", "192.0.2.5:3000"), ("cookie", "a=b"));
        let from = |page| allowed(None, &[host, cookie, ("referer", page)]);
        assert!(from("http://192.0.2.5:3000/messages?x=http://elsewhere/"));
        for page in
            ["http://192.0.2.5:4000/", "http://192.0.2.5:3000@evil.example/", "http://evil.example/192.0.2.5:3000", "x"]
        {
            assert!(!from(page), "{page}");
        }
        assert!(allowed(Some("https://example.org"), &[cookie, ("referer", "https://example.org/messages")]));
        assert!(!allowed(Some("https://example.org"), &[cookie, ("referer", "https://example.org.evil.example/")]));
        assert!(!allowed(
            None,
            &[host, cookie, ("referer", "http://192.0.2.5:3000/"), ("sec-fetch-site", "same-site")]
        ));
    }

    #[test]
    fn the_log_hears_of_each_name_once_and_of_the_first_few() {
        let unnamed = Unnamed::default();
        assert!(unnamed.is_news("http://tower:3000"));
        assert!(!unnamed.is_news("http://tower:3000"));
        let news = (0..100).filter(|n| unnamed.is_news(&format!("http://tower{n}:3000"))).count();
        assert_eq!(news, MOST_UNNAMED - 1);
    }

    #[test]
    fn programs_without_a_cookie_may_send() {
        assert!(allowed(None, &[("host", "127.0.0.1:3000")]));
        assert!(allowed(None, &[("authorization", "Bearer x"), ("cookie", "a=b")]));
    }

    #[test]
    fn other_sites_may_not() {
        let host = ("host", "127.0.0.1:3000");
        assert!(!allowed(None, &[host, ("origin", "http://127.0.0.1:4000")]));
        assert!(!allowed(None, &[host, ("origin", "null")]));
        assert!(!allowed(None, &[("host", "evil.example"), ("origin", "http://evil.example")]));
        assert!(!allowed(None, &[host, ("sec-fetch-site", "same-site"), ("cookie", "a=b")]));
        assert!(!allowed(None, &[host, ("cookie", "a=b")]));
        assert!(!allowed(
            Some("https://example.org"),
            &[("host", "127.0.0.1:3000"), ("origin", "http://127.0.0.1:3000")]
        ));
        assert!(!allowed(Some("https://example.org"), &[("origin", "http://example.org")]));
    }
}
