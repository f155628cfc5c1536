//! Keeping somebody away, by a block or a mute: the row, who hears of it, and what either sees of the other from then
//! on.

use serde_json::json;

use super::*;
use crate::{
    features::accounts::{
        model::{Account, Away, AwayChange},
        service::KeepAway,
        state::away_operation,
    },
    server::once::Once,
    shared::{Error, id::OperationId},
};

/// Ann and bob, signed in.
async fn two(world: &World) -> (Viewer, Viewer) {
    let (ann, bob) = (sign_up(world, "ann").await, sign_up(world, "bob").await);
    (viewer(world, &ann).await, viewer(world, &bob).await)
}

async fn keep(world: &World, who: Viewer, how: Away, handle: &str, on: bool) -> Result<()> {
    service::keep_away(world.pool(), who, KeepAway { handle, how, on }, &Once::UNNAMED).await.map(|_| ())
}

async fn block(world: &World, who: Viewer, handle: &str, on: bool) -> Result<()> {
    keep(world, who, Away::Blocked, handle, on).await
}

async fn mute(world: &World, who: Viewer, handle: &str, on: bool) -> Result<()> {
    keep(world, who, Away::Muted, handle, on).await
}

async fn kept(world: &World, who: Viewer, how: Away) -> Vec<String> {
    let page = service::list_away(world.pool(), who, how).await.unwrap();
    page.items.into_iter().map(|account| account.handle).collect()
}

async fn blocked(world: &World, who: Viewer) -> Vec<String> {
    kept(world, who, Away::Blocked).await
}

async fn muted(world: &World, who: Viewer) -> Vec<String> {
    kept(world, who, Away::Muted).await
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

/// Who keeps bob away and lets him back is told so on her own devices, by events of these kinds, and nobody else is.
async fn tells_own_devices_alone(how: Away, kinds: [&str; 2]) {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    keep(&world, ann, how, "bob", true).await.unwrap();
    let (topic, body) = event(&world, kinds[0]).await.unwrap();
    assert_eq!(topic, format!("inbox:{}", ann.account));
    assert_eq!(serde_json::from_value::<Account>(body["account"].clone()).unwrap().id, bob.account);
    for _ in 0..2 {
        keep(&world, ann, how, "bob", false).await.unwrap();
    }
    let (topic, body) = event(&world, kinds[1]).await.unwrap();
    assert_eq!((topic, &body["account_id"]), (format!("inbox:{}", ann.account), &json!(bob.account)));
    assert_eq!(count(&world, "select count(*) from events where kind like 'person.%'").await, 2);
}

#[tokio::test]
async fn the_devices_of_who_blocks_hear_of_it_and_nobody_else_does() {
    tells_own_devices_alone(Away::Blocked, ["person.blocked", "person.unblocked"]).await;
}

#[tokio::test]
async fn the_devices_of_who_mutes_hear_of_it_and_nobody_else_does() {
    tells_own_devices_alone(Away::Muted, ["person.muted", "person.unmuted"]).await;
}

/// An operation that keeps bob away is applied once, and shown with who is signed in.
async fn is_applied_once(how: Away) {
    let world = world().await;
    let (ann, bob) = two(&world).await;
    let account = service::me(world.pool(), bob).await.unwrap().account;
    let operation = away_operation(OperationId::new(), &AwayChange { account, how, on: true });
    let answer = service::operate(world.pool(), ann, &operation).await.unwrap();
    assert!(operation.is_answered(&answer), "{answer}");
    assert!(service::me(world.pool(), ann).await.unwrap().keeps_away(how, bob.account));
    keep(&world, ann, how, "bob", false).await.unwrap();
    assert_eq!(service::operate(world.pool(), ann, &operation).await, Ok(answer), "it arrives again");
    assert_eq!(kept(&world, ann, how).await, [""; 0]);
}

#[tokio::test]
async fn a_block_that_is_done_as_an_operation_is_applied_once_and_shown_with_who_is_signed_in() {
    is_applied_once(Away::Blocked).await;
}

#[tokio::test]
async fn a_mute_that_is_done_as_an_operation_is_applied_once_and_shown_with_who_is_signed_in() {
    is_applied_once(Away::Muted).await;
}
