//! How large an operation may be: as large as what its kind may say.
//!
//! What is done is said inside the body, so the address alone lets one through that is as long as a post may be. Before one
//! is taken apart its kind is read, which costs no memory.

use std::borrow::Cow;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::header::CONTENT_LENGTH,
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::{
    app::size::{LARGEST, LARGEST_POST},
    server::{Viewer, fault::Problem},
    shared::Error,
};

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

/// Refuses what is longer than its kind may be. Of visitors nothing is read: they are refused anyway.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let is_short = length.is_some_and(|length| length <= LARGEST);
    if is_short || request.extensions().get::<Viewer>().is_none() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST_POST).await {
        Ok(body) if body.len() <= LARGEST || brings_post(&body) => {
            next.run(Request::from_parts(parts, Body::from(body))).await
        }
        _ => Problem(Error::invalid("request", "too_large")).into_response(),
    }
}

/// Whether it is of a kind whose words are those of a post or an answer.
fn brings_post(operation: &[u8]) -> bool {
    let kind = serde_json::from_slice::<Named<'_>>(operation).map(|named| named.kind);
    kind.is_ok_and(|kind| ["post.create", "post.edit", "answer.create", "answer.edit"].contains(&&*kind))
}
