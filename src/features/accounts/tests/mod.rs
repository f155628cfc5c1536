//! Accounts against a real Postgres: the rule, the row, and the event that the trigger spoke.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod away;
mod entry;
mod own;
mod people;
mod sessions;
mod tokens;

use std::net::{IpAddr, Ipv4Addr};

use serde_json::Value;

use super::{
    model::NewAccount,
    service::{self, SignedIn},
};
use crate::{
    server::{Caller, Viewer},
    shared::Result,
    tests::given::{World, world},
};

const PASSWORD: &str = "seven tall lamps";

/// Somebody at an address of their own, so that the limit of one does not count for another.
fn caller(last: u8) -> Caller {
    Caller { address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)), device: "Firefox on Linux".into() }
}

fn new_account(handle: &str) -> NewAccount {
    NewAccount {
        id: None,
        handle: handle.into(),
        display_name: handle.to_uppercase(),
        email: format!("{handle}@example.org"),
        password: PASSWORD.into(),
    }
}

async fn sign_up(world: &World, handle: &str) -> SignedIn {
    service::sign_up(&world.server, &caller(1), new_account(handle)).await.expect("the handle is free")
}

async fn log_in(world: &World, login: &str, password: &str) -> Result<SignedIn> {
    service::log_in(&world.server, &caller(2), login, password).await
}

async fn viewer(world: &World, signed_in: &SignedIn) -> Viewer {
    found(world, signed_in).await.expect("the session is good")
}

async fn found(world: &World, signed_in: &SignedIn) -> Option<Viewer> {
    service::authenticate(world.pool(), signed_in.token.as_str()).await.expect("the database answers")
}

/// The newest event of a kind: its topic and its body.
async fn event(world: &World, kind: &str) -> Option<(String, Value)> {
    sqlx::query_as("select topic, body from events where kind = $1 order by id desc limit 1")
        .bind(kind)
        .fetch_optional(&mut world.administrator().await)
        .await
        .expect("the administrator reads events")
}

async fn count(world: &World, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement).fetch_one(&mut world.administrator().await).await.expect("a statement of ours")
}
