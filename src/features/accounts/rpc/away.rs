//! Keeping people away, for who has no JavaScript: with it these are operations.

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    client::OwnCalls,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::{
        model::{Away, next_page},
        service::{self, KeepAway},
    },
    server::{Server, Viewer, form, once::Once},
};

/// Blocks somebody, or ends that. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where nobody has the handle; `Invalid` past 500 people.
#[server(prefix = "/rpc", endpoint = "block_person", output = Json, client = OwnCalls)]
pub async fn block_person(handle: String, blocked: bool, #[server(default)] next: String) -> Result<Value> {
    keep(KeepAway { handle: &handle, how: Away::Blocked, on: blocked }, &next).await
}

/// Mutes somebody, or ends that. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where nobody has the handle; `Invalid` past 500 people.
#[server(prefix = "/rpc", endpoint = "mute_person", output = Json, client = OwnCalls)]
pub async fn mute_person(handle: String, muted: bool, #[server(default)] next: String) -> Result<Value> {
    keep(KeepAway { handle: &handle, how: Away::Muted, on: muted }, &next).await
}

#[cfg(feature = "ssr")]
async fn keep(who: KeepAway<'_>, next: &str) -> Result<Value> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let done = service::keep_away(&server.pool, viewer, who, &Once::UNNAMED).await?;
    form::back_to(next_page(next));
    Ok(done)
}
