//! The slice's server function.

use leptos::prelude::*;

use super::model::Earned;
use crate::{
    client::OwnCalls,
    realtime::Snapshot,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::badges::service,
    realtime::Position,
    server::{Server, Viewer},
};

/// What somebody has earned.
///
/// # Errors
/// `Missing` where nobody is called so; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_earned", input = Json, output = Json, client = OwnCalls)]
pub async fn read_earned(handle: String) -> Result<Snapshot<Earned>> {
    let server = expect_context::<Server>();
    let position = expect_context::<Position>();
    let data = service::earned(&server.pool, Viewer::current().ok(), &handle).await?;
    Ok(Snapshot { position, data })
}
