//! Keeping somebody away: the row, who hears of it, and what either sees of the other from then on.

use serde_json::json;

use super::*;
use crate::{
    features::accounts::{
        model::{Account, BlockChange},
        state::block_operation,
    },
    server::once::Once,
    shared::{Error, id::OperationId},
};

/// Ann and bob, signed in.
async fn two(world: &World) -> (Viewer, Viewer) {
    let (ann, bob) = (sign_up(world, "ann").await, sign_up(world, "bob").await);
    (viewer(world, &ann).await, viewer(world, &bob).await)
}

async fn block(world: &World, who: Viewer, handle: &str, on: bool) -> Result<()> {
    service::block_handle(world.pool(), who, handle, on, &Once::UNNAMED).await.map(|_| ())
}

async fn blocked(world: &World, who: Viewer) -> Vec<String> {
    let page = service::list_blocked(world.pool(), who).await.unwrap();
    page.items.into_iter().map(|account| account.handle).collect()
}

async fn finds(world: &World, who: Viewer, q: &str) -> bool {
    let people = service::People { q: q.to_owned(), ..service::People::default() };
    !service::find_people(&world.server, who, people).await.unwrap().items.is_empty()
}

#[tokio::test]
async fn each_is_gone_for_the_other_until_the_block_is_over_and_visitors_see_both() {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    block(&world, ann, "Bob", true).await.unwrap();
    block(&world, ann, "bob", true).await.expect("once more changes nothing");
    assert_eq!(blocked(&world, ann).await, ["bob"]);
    assert_eq!(blocked(&world, bob).await, [""; 0], "he is told nothing");
    for (who, other) in [(ann, "bob"), (bob, "ann")] {
        assert_eq!(service::find_person(world.pool(), Some(who), other).await, Err(Error::Missing));
        assert!(!finds(&world, who, other).await && !finds(&world, who, "").await);
    }
    for handle in ["ann", "bob"] {
        service::find_person(world.pool(), None, handle).await.expect("a visitor blocked nobody");
    }
    block(&world, ann, "bob", false).await.unwrap();
    assert_eq!(blocked(&world, ann).await, [""; 0]);
    service::find_person(world.pool(), Some(bob), "ann").await.expect("she is there again");
}

#[tokio::test]
async fn the_devices_of_who_blocks_hear_of_it_and_nobody_else_does() {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    block(&world, ann, "bob", true).await.unwrap();
    let (topic, body) = event(&world, "person.blocked").await.unwrap();
    assert_eq!(topic, format!("inbox:{}", ann.account));
    assert_eq!(serde_json::from_value::<Account>(body["account"].clone()).unwrap().id, bob.account);
    block(&world, ann, "bob", false).await.unwrap();
    block(&world, ann, "bob", false).await.unwrap();
    let (topic, body) = event(&world, "person.unblocked").await.unwrap();
    assert_eq!((topic, &body["account_id"]), (format!("inbox:{}", ann.account), &json!(bob.account)));
    assert_eq!(count(&world, "select count(*) from events where kind like 'person.%'").await, 2);
}

#[tokio::test]
async fn who_was_deleted_is_blocked_by_nobody_and_unblocked_by_who_blocked_them_before() {
    let world = world().await;
    let (ann, _) = two(&world).await;
    block(&world, ann, "bob", true).await.unwrap();
    sqlx::query("update accounts set deleted_at = now() where handle = 'bob'")
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    let eve = sign_up(&world, "eve").await;
    let eve = viewer(&world, &eve).await;
    for on in [true, false] {
        assert_eq!(block(&world, eve, "bob", on).await, Err(Error::Missing));
    }
    assert_eq!(block(&world, ann, "bob", true).await, Err(Error::Missing));
    assert_eq!(blocked(&world, ann).await, ["bob"]);
    block(&world, ann, "bob", false).await.unwrap();
    assert_eq!(blocked(&world, ann).await, [""; 0]);
    assert_eq!(block(&world, ann, "bob", false).await, Err(Error::Missing), "bob is nobody to her now");
    assert_eq!(count(&world, "select count(*) from blocks").await, 0);
}

#[tokio::test]
async fn nobody_blocks_themselves_or_nobody() {
    let world = world().await;
    let (ann, _) = two(&world).await;
    for handle in ["ann", "nobody_at_all", "\0"] {
        assert_eq!(block(&world, ann, handle, true).await, Err(Error::Missing), "{handle}");
    }
}

#[tokio::test]
async fn a_block_that_is_done_as_an_operation_is_applied_once_and_shown_with_who_is_signed_in() {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    let account = service::me(world.pool(), bob).await.unwrap().account;
    let change = BlockChange { account, blocked: true };
    let operation = block_operation(OperationId::new(), &change);
    let answer = service::operate(world.pool(), ann, &operation).await.unwrap();
    assert!(operation.is_answered(&answer), "{answer}");
    assert!(service::me(world.pool(), ann).await.unwrap().blocks(bob.account));
    block(&world, ann, "bob", false).await.unwrap();
    assert_eq!(service::operate(world.pool(), ann, &operation).await, Ok(answer), "it arrives again");
    assert_eq!(blocked(&world, ann).await, [""; 0]);
}
