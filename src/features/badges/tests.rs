//! Who earns what, when, and that nothing is taken away again: against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod plans;
mod public_api;

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::{model::Earned, service};
use crate::{
    server::Viewer,
    shared::{
        Error,
        id::{AccountId, SessionId},
        role::Role,
    },
    tests::given::{World, world},
};

/// Runs statements as an administrator.
async fn run(world: &World, statements: &str) {
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut world.administrator().await).await.unwrap();
}

async fn number(world: &World, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement).fetch_one(&mut world.administrator().await).await.unwrap()
}

/// Ann, who asked twice, bob, who answered both, and eve, who answers nobody.
async fn place() -> (World, AccountId) {
    let world = world().await;
    for name in ["ann", "bob", "eve"] {
        world.person(name).await;
    }
    run(
        &world,
        "insert into posts (id, kind, author_id, title, body)
           select gen_random_uuid(), 'question', id, 'Bread?', 'Which?' from accounts, generate_series(1, 2)
             where handle = 'ann';
         insert into answers (id, post_id, author_id, body)
           select gen_random_uuid(), p.id, a.id, 'Rye' from posts p, accounts a where a.handle = 'bob'",
    )
    .await;
    let ann = sqlx::query_scalar("select id from accounts where handle = 'ann'");
    let ann = ann.fetch_one(&mut world.administrator().await).await.unwrap();
    (world, ann)
}

async fn earned(world: &World, handle: &str) -> Earned {
    service::earned(world.pool(), None, handle).await.unwrap()
}

async fn badges(world: &World, handle: &str) -> Vec<String> {
    earned(world, handle).await.badges.into_iter().map(|badge| badge.name).collect()
}

/// What people were told of a kind: to whom it was, and of what.
async fn told(world: &World, kind: &str) -> Vec<(String, String)> {
    sqlx::query_as(
        "select a.handle, n.subject from notifications n join accounts a on a.id = n.account_id
           where n.kind = $1 order by a.handle, n.subject",
    )
    .bind(kind)
    .fetch_all(&mut world.administrator().await)
    .await
    .unwrap()
}

/// So many new people vote up whatever bob answered.
const ADMIRE: &str = "
    create temporary table admirers as select gen_random_uuid() as id, n from generate_series(1, 5) n;
    insert into accounts (id, handle, display_name) select id, 'admirer_' || n, 'Admirer' from admirers;
    insert into votes (account_id, kind, entry_id, value)
      select d.id, 'answer', w.id, 1 from admirers d, answers w";

#[tokio::test]
async fn first_things_and_upvotes_are_earned_once_told_once_and_kept() {
    let (world, _) = place().await;
    assert_eq!(badges(&world, "ann").await, ["first_post"]);
    assert_eq!(badges(&world, "bob").await, ["first_answer"]);
    run(&world, ADMIRE).await;
    assert_eq!(badges(&world, "bob").await, ["first_answer", "upvotes_10"]);
    let before = earned(&world, "bob").await;
    assert_eq!(before.reputation, 100);
    run(&world, "delete from votes").await;
    let after = earned(&world, "bob").await;
    assert_eq!((after.reputation, after.badges), (0, before.badges), "what is taken back takes none away");
    run(
        &world,
        "insert into votes (account_id, kind, entry_id, value)
        select a.id, 'answer', w.id, 1 from accounts a, answers w where a.handle like 'admirer%'",
    )
    .await;
    let all = [("ann", "first_post"), ("bob", "first_answer"), ("bob", "upvotes_10")];
    let all = all.map(|(who, what)| (who.to_owned(), what.to_owned()));
    assert_eq!(told(&world, "badge_earned").await, all);
    assert_eq!(told(&world, "milestone").await, [("bob".to_owned(), "reputation_100".to_owned())]);
    let spoken: Vec<(String, Value)> =
        sqlx::query_as("select topic, body from events where kind = 'badge.earned' order by id")
            .fetch_all(&mut world.administrator().await)
            .await
            .unwrap();
    assert_eq!(spoken.len(), 3);
    let (topic, body) = &spoken[2];
    assert_eq!(*topic, format!("account:{}", after.account_id));
    assert_eq!((&body["name"], &body["title"]), (&"upvotes_10".into(), &"Liked".into()));
}

#[tokio::test]
async fn reputation_follows_votes_and_accepted_answers_and_nobody_earns_by_accepting_themselves() {
    let (world, _) = place().await;
    let vote = "insert into votes (account_id, kind, entry_id, value)
        select a.id, 'post', p.id, -1 from accounts a, posts p where a.handle = 'eve'";
    run(&world, vote).await;
    assert_eq!(earned(&world, "ann").await.reputation, -4);
    run(&world, "update votes set value = 1").await;
    assert_eq!(earned(&world, "ann").await.reputation, 20);
    run(&world, "update posts p set accepted_id = (select w.id from answers w where w.post_id = p.id)").await;
    assert_eq!((earned(&world, "bob").await.reputation, badges(&world, "bob").await.len()), (30, 2));
    run(
        &world,
        "insert into answers (id, post_id, author_id, body)
           select gen_random_uuid(), p.id, p.author_id, 'Mine' from posts p limit 1;
         update posts p set accepted_id = w.id from answers w where w.post_id = p.id and w.body = 'Mine'",
    )
    .await;
    assert_eq!((earned(&world, "bob").await.reputation, earned(&world, "ann").await.reputation), (15, 20));
    assert_eq!(badges(&world, "ann").await, ["first_post", "first_answer"]);
    assert_eq!(badges(&world, "bob").await, ["first_answer", "first_accepted"]);
}

#[tokio::test]
async fn who_has_been_a_member_for_a_year_has_a_badge_for_it() {
    let (world, _) = place().await;
    run(&world, "update accounts set created_at = now() - interval '366 days' where handle = 'eve'").await;
    for _ in 0..2 {
        service::award_years(world.pool()).await.unwrap();
    }
    assert_eq!(badges(&world, "eve").await, ["year"]);
    assert_eq!(badges(&world, "bob").await, ["first_answer"]);
    assert_eq!(number(&world, "select count(*) from user_badges where badge = 'year'").await, 1);
}

#[tokio::test]
async fn nothing_of_somebody_is_there_for_whom_a_block_keeps_apart() {
    let (world, ann) = place().await;
    run(
        &world,
        "insert into blocks (account_id, blocked_id)
           select a.id, b.id from accounts a, accounts b where a.handle = 'bob' and b.handle = 'ann'",
    )
    .await;
    let ann = Viewer::by_session(ann, SessionId::new(), Role::Member);
    assert_eq!(service::earned(world.pool(), Some(ann), "bob").await, Err(Error::Missing));
    assert_eq!(service::earned(world.pool(), None, "nobody_here").await, Err(Error::Missing));
}
