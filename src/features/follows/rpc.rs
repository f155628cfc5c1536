//! The slice's server functions. To follow is an operation, but for who has no JavaScript.

use leptos::prelude::*;

use super::model::{Followed, Followees, Listing, Side, Standing, Suggestions};
use crate::{
    client::OwnCalls,
    realtime::Snapshot,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::{accounts::model::next_page, follows::service},
    realtime::Position,
    server::{Ahead, Server, Viewer, form, once::Once},
    shared::page::Paging,
};

/// Follows somebody, or ends that. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where nobody has the handle; `Invalid` for oneself; `Slow`.
#[server(prefix = "/rpc", endpoint = "follow_person", output = Json, client = OwnCalls)]
pub async fn follow_person(handle: String, follows: bool, #[server(default)] next: String) -> Result<Followed> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let done = service::follow_handle(&server, viewer, &handle, follows, &Once::UNNAMED).await?;
    form::back_to(next_page(&next));
    Ok(done)
}

/// How somebody stands in the graph, as whoever asks sees it.
///
/// # Errors
/// `Missing` where nobody is called so; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_standing", input = Json, output = Json, client = OwnCalls)]
pub async fn read_standing(handle: String) -> Result<Snapshot<Standing>> {
    let server = expect_context::<Server>();
    let position = expect_context::<Position>();
    let data = match Ahead::find(&handle) {
        Some(standing) => standing,
        None => service::standing(&server.pool, Viewer::current().ok(), &handle).await?,
    };
    Ok(Snapshot { position, data })
}

/// Whom whoever asks may want to follow.
///
/// # Errors
/// `SignIn` for a visitor; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_suggestions", input = Json, output = Json, client = OwnCalls)]
pub async fn read_suggestions() -> Result<Snapshot<Suggestions>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::suggestions(&server.pool, viewer, service::MOST).await?;
    Ok(Snapshot { position, data })
}

/// Suggests somebody no more. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where nobody has the handle; `Slow`.
#[server(prefix = "/rpc", endpoint = "dismiss_suggestion", output = Json, client = OwnCalls)]
pub async fn dismiss_suggestion(handle: String, #[server(default)] next: String) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::dismiss_handle(&server, viewer, &handle, &Once::UNNAMED).await?;
    form::back_to(next_page(&next));
    Ok(())
}

/// Whom whoever asks follows.
///
/// # Errors
/// `SignIn` for a visitor; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_followees", input = Json, output = Json, client = OwnCalls)]
pub async fn read_followees() -> Result<Snapshot<Followees>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::followees(&server.pool, viewer).await?;
    Ok(Snapshot { position, data })
}

/// A page of who follows somebody, or of whom they follow.
///
/// # Errors
/// `Missing` where nobody is called so; `Invalid` for a cursor of another list; `Offline`.
#[server(prefix = "/rpc", endpoint = "list_neighbours", input = Json, output = Json, client = OwnCalls)]
pub async fn list_neighbours(handle: String, side: Side, cursor: Option<String>) -> Result<Snapshot<Listing>> {
    let server = expect_context::<Server>();
    let position = expect_context::<Position>();
    let paging = Paging { limit: None, cursor };
    let data = service::list(&server.pool, Viewer::current().ok(), &handle, side, paging).await?;
    Ok(Snapshot { position, data })
}
