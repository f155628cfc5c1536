//! Following somebody: the row, the counts, who hears of it, and what ends it.

use serde_json::json;

use super::*;
use crate::{
    features::{
        accounts::model::Account,
        follows::{model::FollowChange, state::follow_operation},
    },
    shared::id::OperationId,
};

#[tokio::test]
async fn who_is_followed_again_is_followed_once_and_counted_once() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    let first = follow(&world, ann, "Bob", true).await.unwrap();
    assert_eq!((first.account_id, first.follows, first.version), (bob.account, true, 2));
    assert_eq!(follow(&world, ann, "bob", true).await.unwrap(), first, "once more changes nothing");
    assert_eq!((counts(&world, "bob").await, counts(&world, "ann").await), ((1, 0), (0, 1)));
    assert_eq!(tie(&world, ann, "bob").await, Tie { follows: true, follows_you: false });
    assert_eq!(tie(&world, bob, "ann").await, Tie { follows: false, follows_you: true });
    follow(&world, bob, "ann", true).await.unwrap();
    assert_eq!(tie(&world, bob, "ann").await, Tie { follows: true, follows_you: true });
    for _ in 0..2 {
        let ended = follow(&world, ann, "bob", false).await.unwrap();
        assert_eq!((ended.follows, ended.version), (false, 4));
    }
    assert_eq!((counts(&world, "bob").await, counts(&world, "ann").await), ((0, 1), (1, 0)));
    assert_eq!(count(&world, "select count(*) from follows").await, 1);
}

#[tokio::test]
async fn both_hear_of_it_and_the_counts_are_told_to_everybody_each_with_its_version() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    follow(&world, ann, "bob", true).await.unwrap();
    follow(&world, ann, "bob", true).await.unwrap();
    follow(&world, ann, "bob", false).await.unwrap();
    let inbox = |who: Viewer| format!("inbox:{}", who.account);
    let follows = |on: bool, version: i64| json!({"account_id": bob.account, "follows": on, "version": version});
    let told = [(inbox(ann), follows(true, 2)), (inbox(ann), follows(false, 3))];
    assert_eq!(events(&world, "follow.changed").await, told);
    let followed = |on: bool, version: i64| json!({"account_id": ann.account, "follows_you": on, "version": version});
    let told = [(inbox(bob), followed(true, 2)), (inbox(bob), followed(false, 3))];
    assert_eq!(events(&world, "follower.changed").await, told);
    let stats = events(&world, "stats.changed").await;
    let of = |who: Viewer| {
        let topic = format!("account:{}", who.account);
        let ours = stats.iter().filter(move |(told, _)| *told == topic);
        ours.map(|(_, body)| (body["followers"].clone(), body["following"].clone(), body["version"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(ann), [(json!(0), json!(1), json!(2)), (json!(0), json!(0), json!(3))]);
    assert_eq!(of(bob), [(json!(1), json!(0), json!(2)), (json!(0), json!(0), json!(3))]);
}

#[tokio::test]
async fn nobody_follows_themselves_or_nobody() {
    let world = world().await;
    let ann = person(&world, "ann").await;
    for on in [true, false] {
        assert_eq!(follow(&world, ann, "ann", on).await, Err(Error::invalid("follow", "self")));
        for handle in ["nobody_at_all", "\0", ""] {
            assert_eq!(follow(&world, ann, handle, on).await, Err(Error::Missing), "{handle}");
        }
    }
    let row = "insert into follows (follower_id, followed_id) select id, id from accounts";
    let refused = sqlx::query(row).execute(&mut world.administrator().await).await.unwrap_err();
    assert_eq!(refused.as_database_error().and_then(|error| error.constraint()), Some("follows_of_others"));
}

#[tokio::test]
async fn a_block_ends_what_the_two_followed_and_neither_finds_the_other_until_it_is_over() {
    let world = world().await;
    let (ann, bob, eve) = (person(&world, "ann").await, person(&world, "bob").await, person(&world, "eve").await);
    for (who, whom) in [(ann, "bob"), (bob, "ann"), (eve, "ann"), (eve, "bob"), (ann, "eve")] {
        follow(&world, who, whom, true).await.unwrap();
    }
    world.block(ann.account, bob.account, true).await;
    assert_eq!((counts(&world, "ann").await, counts(&world, "bob").await), ((1, 1), (1, 0)));
    for (who, whom) in [(ann, "bob"), (bob, "ann")] {
        for on in [true, false] {
            assert_eq!(follow(&world, who, whom, on).await, Err(Error::Missing));
        }
        assert_eq!(service::standing(world.pool(), Some(who), whom).await, Err(Error::Missing));
        let list = service::list(world.pool(), Some(who), whom, Side::Followers, Paging::default()).await;
        assert_eq!(list, Err(Error::Missing));
    }
    assert_eq!(listed(&world, Some(bob), "eve", Side::Following).await, ["bob"], "ann is hidden from him");
    assert_eq!(listed(&world, None, "eve", Side::Following).await, ["bob", "ann"]);
    world.block(ann.account, bob.account, false).await;
    assert_eq!(tie(&world, ann, "bob").await, Tie::default(), "what has ended does not come back");
    follow(&world, bob, "ann", true).await.unwrap();
}

#[tokio::test]
async fn who_is_gone_follows_nobody_and_counts_for_nobody() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    follow(&world, ann, "bob", true).await.unwrap();
    follow(&world, bob, "ann", true).await.unwrap();
    sqlx::query("update accounts set deleted_at = now() where handle = 'bob'")
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    assert_eq!(counts(&world, "ann").await, (0, 0));
    assert_eq!(follow(&world, ann, "bob", true).await, Err(Error::Missing));
    sqlx::query("delete from accounts where handle = 'ann'").execute(&mut world.administrator().await).await.unwrap();
    assert_eq!(count(&world, "select count(*) from user_stats").await, 1);
}

#[tokio::test]
async fn a_follow_that_is_done_as_an_operation_is_applied_once() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    let named = |id: AccountId, handle: &str| Account {
        id,
        handle: handle.to_owned(),
        display_name: handle.to_owned(),
        role: Role::Member,
        deleted: false,
    };
    let follow_bob = FollowChange { account: named(bob.account, "bob"), follows: true };
    let operation = follow_operation(OperationId::new(), &follow_bob);
    let answer = service::operate(&world.server, ann, &operation).await.unwrap();
    assert!(operation.is_answered(&answer) && operation.outlasts(&answer), "{answer}");
    let told: Followed = serde_json::from_value(answer.clone()).unwrap();
    let of = |who: Viewer| told.stats.iter().find(|stats| stats.account_id == who.account).copied();
    assert_eq!(of(bob).map(|stats| stats.followers), Some(1));
    assert_eq!(of(ann).map(|stats| (stats.following, stats.version)), Some((1, told.version)));
    follow(&world, ann, "bob", false).await.unwrap();
    assert_eq!(service::operate(&world.server, ann, &operation).await, Ok(answer), "it arrives again");
    assert_eq!(tie(&world, ann, "bob").await, Tie::default());
    for (id, refusal) in [(ann.account, Error::invalid("follow", "self")), (AccountId::new(), Error::Missing)] {
        let change = FollowChange { account: named(id, "who"), follows: true };
        let refused = service::operate(&world.server, ann, &follow_operation(OperationId::new(), &change)).await;
        assert_eq!(refused, Err(refusal));
    }
    let mut garbage = operation;
    garbage.body = json!({"account": "bob", "follows": true});
    assert_eq!(service::operate(&world.server, ann, &garbage).await, Err(Error::invalid("body", "shape")));
}

#[tokio::test]
async fn nobody_follows_and_leaves_off_without_end() {
    let world = world().await;
    let ann = person(&world, "ann").await;
    person(&world, "bob").await;
    for number in 0..300 {
        follow(&world, ann, "bob", number % 2 == 0).await.unwrap();
    }
    assert!(matches!(follow(&world, ann, "bob", true).await, Err(Error::Slow { .. })));
}

#[tokio::test]
async fn whoever_follows_people_learns_who_all_of_them_are() {
    let world = world().await;
    let (ann, bob, eve) = (person(&world, "ann").await, person(&world, "bob").await, person(&world, "eve").await);
    follow(&world, ann, "bob", true).await.unwrap();
    let done = follow(&world, ann, "eve", true).await.unwrap();
    let known = service::followees(world.pool(), ann).await.unwrap();
    assert_eq!((known.ids, known.version), (vec![eve.account, bob.account], done.version));
    assert_eq!(service::followees(world.pool(), bob).await.unwrap().ids, []);
}
