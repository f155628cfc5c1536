//! Hearing nothing of somebody: the row, and that nobody else learns of it.

use serde_json::json;

use super::*;
use crate::{
    features::accounts::{
        model::{Account, MuteChange},
        state::mute_operation,
    },
    server::once::Once,
    shared::{Error, id::OperationId},
};

/// Ann and bob, signed in.
async fn two(world: &World) -> (Viewer, Viewer) {
    let (ann, bob) = (sign_up(world, "ann").await, sign_up(world, "bob").await);
    (viewer(world, &ann).await, viewer(world, &bob).await)
}

async fn mute(world: &World, who: Viewer, handle: &str, on: bool) -> Result<()> {
    service::mute_handle(world.pool(), who, handle, on, &Once::UNNAMED).await.map(|_| ())
}

async fn muted(world: &World, who: Viewer) -> Vec<String> {
    let page = service::list_muted(world.pool(), who).await.unwrap();
    page.items.into_iter().map(|account| account.handle).collect()
}

#[tokio::test]
async fn whoever_is_muted_is_so_for_one_alone_and_finds_and_is_found_as_before() {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    mute(&world, ann, "Bob", true).await.unwrap();
    mute(&world, ann, "bob", true).await.expect("once more changes nothing");
    assert_eq!(muted(&world, ann).await, ["bob"]);
    assert_eq!(muted(&world, bob).await, [""; 0]);
    for (who, other) in [(ann, "bob"), (bob, "ann")] {
        service::find_person(world.pool(), Some(who), other).await.expect("they are there");
    }
    mute(&world, ann, "bob", false).await.unwrap();
    assert_eq!(muted(&world, ann).await, [""; 0]);
}

#[tokio::test]
async fn the_devices_of_who_mutes_hear_of_it_and_nobody_else_does() {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    mute(&world, ann, "bob", true).await.unwrap();
    let (topic, body) = event(&world, "person.muted").await.unwrap();
    assert_eq!(topic, format!("inbox:{}", ann.account));
    assert_eq!(serde_json::from_value::<Account>(body["account"].clone()).unwrap().id, bob.account);
    for _ in 0..2 {
        mute(&world, ann, "bob", false).await.unwrap();
    }
    let (topic, body) = event(&world, "person.unmuted").await.unwrap();
    assert_eq!((topic, &body["account_id"]), (format!("inbox:{}", ann.account), &json!(bob.account)));
    assert_eq!(count(&world, "select count(*) from events where kind like 'person.%'").await, 2);
}

#[tokio::test]
async fn nobody_mutes_themselves_or_nobody_and_who_was_deleted_is_unmuted_alone() {
    let world = world().await;
    let (ann, _) = two(&world).await;
    for handle in ["ann", "nobody_at_all", "\0"] {
        assert_eq!(mute(&world, ann, handle, true).await, Err(Error::Missing), "{handle}");
    }
    mute(&world, ann, "bob", true).await.unwrap();
    sqlx::query("update accounts set deleted_at = now() where handle = 'bob'")
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    assert_eq!(mute(&world, ann, "bob", true).await, Err(Error::Missing));
    assert_eq!(muted(&world, ann).await, ["bob"]);
    mute(&world, ann, "bob", false).await.unwrap();
    assert_eq!(muted(&world, ann).await, [""; 0]);
}

#[tokio::test]
async fn at_most_500_people_are_muted() {
    let world = world().await;
    let (ann, _) = two(&world).await;
    sqlx::raw_sql(
        "create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 500) n;
         insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
         insert into mutes (account_id, muted_id) select a.id, p.id from accounts a, people p where a.handle = 'ann'",
    )
    .execute(&mut world.administrator().await)
    .await
    .unwrap();
    assert_eq!(mute(&world, ann, "bob", true).await, Err(Error::invalid("mutes", "too_many")));
    mute(&world, ann, "p7_", true).await.expect("they are muted already");
    mute(&world, ann, "p7_", false).await.unwrap();
    mute(&world, ann, "bob", true).await.unwrap();
}

#[tokio::test]
async fn a_mute_that_is_done_as_an_operation_is_applied_once_and_shown_with_who_is_signed_in() {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    let account = service::me(world.pool(), bob).await.unwrap().account;
    let operation = mute_operation(OperationId::new(), &MuteChange { account, muted: true });
    let answer = service::operate(world.pool(), ann, &operation).await.unwrap();
    assert!(operation.is_answered(&answer), "{answer}");
    assert!(service::me(world.pool(), ann).await.unwrap().mutes(bob.account));
    mute(&world, ann, "bob", false).await.unwrap();
    assert_eq!(service::operate(world.pool(), ann, &operation).await, Ok(answer), "it arrives again");
    assert_eq!(muted(&world, ann).await, [""; 0]);
}
