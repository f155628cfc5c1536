//! Keeping people away, for who has no JavaScript: with it these are operations.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::accounts::model::Block,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::{model::next_page, service},
    server::{Server, Viewer, form, once::Once},
};

/// Blocks somebody, or ends that. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where nobody has the handle; `Invalid` past 500 people.
#[server(prefix = "/rpc", endpoint = "block_person", output = Json, client = OwnCalls)]
pub async fn block_person(handle: String, blocked: bool, #[server(default)] next: String) -> Result<Block> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let done = service::block_handle(&server.pool, viewer, &handle, blocked, &Once::UNNAMED).await?;
    form::back_to(next_page(&next));
    Ok(done)
}
