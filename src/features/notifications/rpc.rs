//! The slice's server functions. To read some is an operation, but for who has no JavaScript.

use leptos::prelude::*;

use super::model::{Listing, Unread};
use crate::{
    client::OwnCalls,
    realtime::Snapshot,
    shared::{Result, id::NotificationId, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::{accounts::model::next_page, notifications::service},
    realtime::Position,
    server::{Server, Viewer, form, once::Once},
    shared::page::DEFAULT_LIMIT,
};

/// A page of the viewer's notifications, those that are unread first, or those alone; the first one without a cursor.
///
/// # Errors
/// `SignIn`; `Invalid` for a cursor that is none of this list; `Offline`.
#[server(prefix = "/rpc", endpoint = "list_notifications", input = Json, output = Json, client = OwnCalls)]
pub async fn list_notifications(only_unread: bool, cursor: Option<String>) -> Result<Snapshot<Listing>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::list(&server.pool, viewer, only_unread, (cursor.as_deref(), DEFAULT_LIMIT)).await?;
    Ok(Snapshot { position, data })
}

/// How many of the viewer's notifications are unread.
///
/// # Errors
/// `SignIn`; `Offline`.
#[server(prefix = "/rpc", endpoint = "count_notifications", input = Json, output = Json, client = OwnCalls)]
pub async fn count_notifications() -> Result<Snapshot<Unread>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::count(&server.pool, viewer).await?;
    Ok(Snapshot { position, data })
}

/// Has the viewer read a notification, and how many are unread then. A plain form goes on to `next`.
///
/// # Errors
/// `Missing` where there is no such one of theirs.
#[server(prefix = "/rpc", endpoint = "read_notification", output = Json, client = OwnCalls)]
pub async fn read_notification(id: NotificationId, #[server(default)] next: String) -> Result<Unread> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let done = service::read(&server.pool, viewer, (id, i64::MAX), &Once::UNNAMED).await?;
    form::back_to(next_page(&next));
    Ok(done.unread)
}

/// Has the viewer read all notifications up to a place, and how many are unread then. A plain form goes on to `next`.
///
/// # Errors
/// `SignIn`; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_all_notifications", output = Json, client = OwnCalls)]
pub async fn read_all_notifications(through: i64, #[server(default)] next: String) -> Result<Unread> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let done = service::read_all(&server.pool, viewer, through, &Once::UNNAMED).await?;
    form::back_to(next_page(&next));
    Ok(done.unread)
}
