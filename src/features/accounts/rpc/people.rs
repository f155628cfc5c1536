//! Other people.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::accounts::model::{Account, Person},
    realtime::Snapshot,
    shared::{Result, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::service::{self, People},
    realtime::Position,
    server::{Ahead, Server, Viewer},
};

/// People whose handle or name holds what was typed, at most 20.
///
/// # Errors
/// `SignIn` for visitors; `Slow`; `Offline`.
#[server(prefix = "/rpc", endpoint = "find_people", input = Json, output = Json, client = OwnCalls)]
pub async fn find_people(q: String) -> Result<Vec<Account>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let people = People { q, limit: None, cursor: None };
    Ok(service::find_people(&server, viewer, people).await?.items)
}

/// The page of a person.
///
/// # Errors
/// `Missing` where nobody is called so; `Offline`.
#[server(prefix = "/rpc", endpoint = "read_person", input = Json, output = Json, client = OwnCalls)]
pub async fn read_person(handle: String) -> Result<Snapshot<Person>> {
    let server = expect_context::<Server>();
    let position = expect_context::<Position>();
    let data = match Ahead::find(&handle) {
        Some(person) => person,
        None => service::find_person(&server.pool, Viewer::current().ok(), &handle).await?,
    };
    Ok(Snapshot { position, data })
}
