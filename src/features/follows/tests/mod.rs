//! Follows against a real Postgres: the rule, the row, and the event that the trigger spoke.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod at_once;
mod following;
mod listing;
mod plans;
mod public_api;
mod suggesting;

use serde_json::Value;

use super::{
    model::{Followed, Side, Stats, Tie},
    service,
};
use crate::{
    server::{Viewer, once::Once},
    shared::{
        Error, Result,
        id::{AccountId, SessionId},
        page::Paging,
        role::Role,
    },
    tests::given::{World, world},
};

fn viewer(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

async fn person(world: &World, handle: &str) -> Viewer {
    viewer(world.person(handle).await)
}

async fn follow(world: &World, who: Viewer, handle: &str, on: bool) -> Result<Followed> {
    service::follow_handle(&world.server, who, handle, on, &Once::UNNAMED).await
}

/// How many follow somebody, and how many they follow.
async fn counts(world: &World, handle: &str) -> (i64, i64) {
    let Stats { followers, following, .. } = service::standing(world.pool(), None, handle).await.unwrap().stats;
    (followers, following)
}

async fn tie(world: &World, who: Viewer, handle: &str) -> Tie {
    service::standing(world.pool(), Some(who), handle).await.unwrap().tie
}

/// The handles of a page of a list.
async fn listed(world: &World, who: Option<Viewer>, handle: &str, side: Side) -> Vec<String> {
    let listing = service::list(world.pool(), who, handle, side, Paging::default()).await.unwrap();
    listing.people.items.into_iter().map(|one| one.account.handle).collect()
}

/// All events of a kind in their order: their topics and their bodies.
async fn events(world: &World, kind: &str) -> Vec<(String, Value)> {
    sqlx::query_as("select topic, body from events where kind = $1 order by id")
        .bind(kind)
        .fetch_all(&mut world.administrator().await)
        .await
        .unwrap()
}

async fn count(world: &World, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement).fetch_one(&mut world.administrator().await).await.unwrap()
}
