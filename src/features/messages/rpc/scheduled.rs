//! What is said later.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::messages::model::Scheduled,
    realtime::Snapshot,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::messages::service,
    realtime::Position,
    server::{Server, Viewer},
};

/// What the viewer has scheduled, by time.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "list_scheduled", input = Json, output = Json, client = OwnCalls)]
pub async fn list_scheduled() -> Result<Snapshot<Vec<Scheduled>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::all_scheduled(&server.pool, viewer.account).await?;
    Ok(Snapshot { position, data })
}
