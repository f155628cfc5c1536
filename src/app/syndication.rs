//! What other programs read of what is public: Atom feeds of what is published, and the lists of all pages (COM-11).
//!
//! `atom` and `sitemap` write the two formats by `xml`; `place` says where the site is that they speak of. Whoever asks
//! is told what a visitor may read, so one copy is everybody's and may be kept for some minutes.

mod atom;
mod place;
mod sitemap;
#[cfg(test)]
mod tests;
mod xml;

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::server::{Server, fault::Problem};

type Answer = Result<Response, Problem>;

/// The feeds, `/sitemap.xml` with its parts, and `/robots.txt`, which leads to it.
pub fn routes() -> Router<Server> {
    Router::new()
        .route("/feed.atom", get(atom::of_all))
        .route("/tags/{tag}/feed.atom", get(atom::of_tag))
        .route("/u/{handle}/feed.atom", get(atom::of_person))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{part}", get(sitemap::part))
        .route("/robots.txt", get(sitemap::robots))
}

/// A text of this type, which may be kept for so many seconds.
fn kept(kind: &'static str, seconds: u32, text: String) -> Response {
    let keep = format!("public, max-age={seconds}");
    ([(CONTENT_TYPE, kind.to_owned()), (CACHE_CONTROL, keep)], text).into_response()
}
