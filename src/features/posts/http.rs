//! The slice's public API (spec/api.md). What is published, visitors read too; what one may not know of answers like what
//! never was: 404.
//!
//! `feeds` are the lists, `posts`, `answers` and `comments` what stands in a thread, `votes` what people think of it,
//! `revisions` what it said before.

mod answers;
mod comments;
mod feeds;
mod posts;
mod revisions;
mod votes;

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;

use super::{
    model::Entry,
    service::{self, Published},
};
use crate::{
    server::{
        Server, Viewer,
        fault::{self, Problem},
        json::Json,
    },
    shared::{Error, Result},
};

type Answer<T> = std::result::Result<T, Problem>;

/// Who asks, where that may be nobody; an argument of handlers.
type Anybody = Option<Extension<Viewer>>;

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(feeds::routes())
        .merge(posts::routes())
        .merge(answers::routes())
        .merge(comments::routes())
        .merge(votes::routes())
        .merge(revisions::routes())
}

fn who(anybody: Anybody) -> Option<Viewer> {
    anybody.map(|Extension(viewer)| viewer)
}

fn published<T>(published: Published<T>) -> (StatusCode, Json<T>) {
    match published {
        Published::Stored(entry) => (StatusCode::CREATED, Json(entry)),
        Published::Known(entry) => (StatusCode::OK, Json(entry)),
    }
}

/// What an edit is answered with: what holds now, also where that is newer than what was seen.
async fn edited<T: Serialize>(
    server: &Server,
    viewer: Viewer,
    (entry, seen): (Entry, Option<i64>),
    edited: Result<T>,
) -> Answer<Response> {
    match edited {
        Err(Error::Conflict) => {
            let (newest, version) = service::newest(&server.pool, viewer, entry).await?;
            let is_stale = seen.is_some_and(|seen| seen != version);
            // Otherwise the `Operation-Id` names another act.
            if is_stale { Ok(fault::stale(&newest)) } else { Err(Error::Conflict.into()) }
        }
        edited => Ok(Json(edited?).into_response()),
    }
}
