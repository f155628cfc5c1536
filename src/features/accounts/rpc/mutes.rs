//! Muting people, for who has no JavaScript: with it these are operations.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::accounts::model::Mute,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::{model::next_page, service},
    server::{Server, Viewer, form, once::Once},
};

/// Mutes somebody, or ends that. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where nobody has the handle; `Invalid` past 500 people.
#[server(prefix = "/rpc", endpoint = "mute_person", output = Json, client = OwnCalls)]
pub async fn mute_person(handle: String, muted: bool, #[server(default)] next: String) -> Result<Mute> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let done = service::mute_handle(&server.pool, viewer, &handle, muted, &Once::UNNAMED).await?;
    form::back_to(next_page(&next));
    Ok(done)
}
