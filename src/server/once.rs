//! Acts that are applied once however often they arrive: under the header `Operation-Id` of spec/api.md, or as an
//! operation that a page keeps until it is confirmed.
//!
//! What an act answered is kept under the caller's id in the very transaction of the act, so there is no moment in which
//! one is stored without the other. The same act again gets that answer; another act under the same id is a conflict.
//! It is for changes that have no identity of their own: what is created has its id, what is edited its version.
//!
//! What people said is never kept here, as it would outlive its deletion by weeks, and be answered to who may not read it
//! any more: an act on a conversation or a message keeps nothing of it, or the mark of whoever acted alone, and the same act
//! again is answered with what may be read then.
//!
//! Most rows are saves of drafts: one for each pause of a second in writing and one for each message sent, at most 60 a
//! minute. A row takes about 190 bytes, half of them in its two indexes. Who sends 200 messages a day with three pauses in
//! each has 24,000 rows in 30 days, 4.6 MB. None can go sooner. A device that was away repeats a save whose answer it did
//! not hear, and the server does not know which one that is; nor does the version of the draft tell that it was applied, for
//! over no words a save of any version is.

mod db;

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderName, request::Parts};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::{
    Pool, Tx,
    fault::{CONTENTION, Problem, fault},
};
use crate::shared::{Error, Result, id::OperationId};

/// The header.
pub const OPERATION_ID: HeaderName = HeaderName::from_static("operation-id");

/// Which act this is, where its caller may repeat it; an argument of handlers.
#[derive(Clone, Debug, Default)]
pub struct Once(Option<Named>);

#[derive(Clone, Debug)]
struct Named {
    id: OperationId,
    content_hash: Vec<u8>,
}

impl Once {
    /// An act that nobody will name again.
    pub const UNNAMED: Self = Self(None);

    /// The operation of a page that has this id. What it says is not compared: until it leaves it may take in what was done
    /// before it, and a copy of it that did not says less.
    #[must_use]
    pub fn of_page(id: OperationId, kind: &str) -> Self {
        Self(Some(Named { id, content_hash: Sha256::digest(kind).to_vec() }))
    }

    /// An act that names itself, without a header; `content` says all that it does.
    #[must_use]
    pub fn named(id: OperationId, content: &str) -> Self {
        Self(Some(Named { id, content_hash: Sha256::digest(content).to_vec() }))
    }

    /// The answer of the same act, where it was applied before. To be asked before anything is changed.
    ///
    /// # Errors
    /// [`Error::Conflict`] where the id names another act.
    pub async fn known<T: DeserializeOwned>(&self, tx: &mut Tx) -> Result<Option<T>> {
        let Some(Named { id, content_hash }) = &self.0 else { return Ok(None) };
        match db::find_operation(tx, *id).await? {
            Some(found) if found.content_hash != *content_hash => Err(Error::Conflict),
            Some(found) => serde_json::from_value(found.result).map(Some).map_err(|error| fault(&error)),
            None => Ok(None),
        }
    }

    /// Keeps the answer of the act that the transaction is about to commit.
    ///
    /// # Errors
    /// [`CONTENTION`] where the same act was applied at this very moment: begin anew, and it is known.
    pub async fn keep<T: Serialize>(&self, tx: &mut Tx, answer: &T) -> Result<()> {
        let Some(Named { id, content_hash }) = &self.0 else { return Ok(()) };
        let result = serde_json::to_value(answer).map_err(|error| fault(&error))?;
        if db::insert_operation(tx, *id, content_hash, &result).await? { Ok(()) } else { Err(CONTENTION) }
    }
}

impl<S: Sync> FromRequestParts<S> for Once {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// The header as the description of the API names it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is read by `name_act`, and described here")]
pub struct Repeated {
    /// A UUID of the caller's making. The same call again with it is applied once and answered alike, a conversation or a
    /// message as it is by then; with another call it is a conflict. Kept for 30 days.
    #[param(rename = "Operation-Id", value_type = Option<String>, format = "uuid")]
    operation_id: Option<OperationId>,
}

/// Reads the header of a request that changes something, and what the act is: its method, its address and its body, at
/// most `limit` bytes.
pub async fn name_act(limit: usize, request: Request, next: Next) -> Response {
    let Some(header) = request.headers().get(OPERATION_ID) else { return next.run(request).await };
    let Some(id) = header.to_str().ok().and_then(|id| id.parse().ok()) else {
        return Problem(Error::invalid(OPERATION_ID.as_str(), "unreadable")).into_response();
    };
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, limit).await else {
        return Problem(Error::invalid("request", "too_large")).into_response();
    };
    let mut hash = Sha256::new();
    hash.update(format!("{} {}\n", parts.method, parts.uri));
    hash.update(&bytes);
    parts.extensions.insert(Once(Some(Named { id, content_hash: hash.finalize().to_vec() })));
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// Forgets answers that are older than 30 days, at once and then daily, a few at a time.
pub async fn forget_old(pool: Pool) {
    loop {
        while let Ok(true) = forget_some(&pool).await {}
        tokio::time::sleep(Duration::from_hours(24)).await;
    }
}

/// Whether there may be more.
async fn forget_some(pool: &Pool) -> Result<bool> {
    let mut tx = pool.as_jobs().await?;
    let forgotten = db::delete_old(&mut tx).await?;
    tx.commit().await?;
    Ok(forgotten > 0)
}

#[cfg(test)]
mod tests;
