//! Whom somebody may want to follow: who comes before whom and why, who never comes, and when it is made anew.

use serde_json::json;
use sqlx::AssertSqlSafe;

use super::*;
use crate::{
    features::{
        accounts::model::Account,
        follows::{
            model::{Dismissal, Suggestion},
            state::dismiss_operation,
        },
    },
    shared::id::OperationId,
};

/// People who follow each other: `ann` first.
async fn circle(world: &World, follows: &[(&str, &str)]) -> Viewer {
    let ann = person(world, "ann").await;
    for name in ["bob", "cleo", "dan", "eve", "finn", "gus", "hal"] {
        person(world, name).await;
    }
    for (who, whom) in follows {
        let statement = "insert into follows (follower_id, followed_id)
            select a.id, b.id from accounts a, accounts b where a.handle = $1 and b.handle = $2";
        sqlx::query(statement).bind(who).bind(whom).execute(&mut world.administrator().await).await.unwrap();
    }
    ann
}

/// Has somebody write something with these tags.
async fn write(world: &World, who: &str, tags: &str) {
    let statement = format!(
        "with written as (
            insert into posts (id, kind, author_id, body, tags)
              select gen_random_uuid(), 'post', id, 'hello', '{tags}' from accounts where handle = '{who}'
              returning id, at, tags),
          named as (insert into tags (name) select unnest(tags) from written on conflict do nothing)
          insert into post_tags (tag, post_id, at) select unnest(tags), id, at from written"
    );
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut world.administrator().await).await.unwrap();
}

/// Whom ann may want to follow, and why, once it was everybody's turn.
async fn suggested(world: &World, ann: Viewer) -> Vec<(String, String)> {
    let statement = "update suggestion_turns set due = now()";
    sqlx::query(statement).execute(&mut world.administrator().await).await.unwrap();
    service::suggest_due(world.pool()).await.unwrap();
    let people = service::suggestions(world.pool(), ann, service::MOST).await.unwrap().people;
    people.iter().map(|one: &Suggestion| (one.account.handle.clone(), one.reason())).collect()
}

fn named(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(who, why)| ((*who).to_owned(), (*why).to_owned())).collect()
}

const FOLLOWS: &[(&str, &str)] = &[
    ("ann", "bob"),
    ("ann", "cleo"),
    ("bob", "eve"),
    ("cleo", "eve"),
    ("bob", "finn"),
    ("bob", "ann"),
    ("cleo", "bob"),
];

#[tokio::test]
async fn who_has_most_in_common_comes_first_with_the_reason() {
    let world = world().await;
    let ann = circle(&world, FOLLOWS).await;
    write(&world, "ann", "{tea}").await;
    write(&world, "gus", "{rye,tea}").await;
    write(&world, "hal", "{}").await;
    write(&world, "bob", "{tea}").await;
    let all = [
        ("eve", "Followed by 2 people you follow"),
        ("finn", "Followed by 1 person you follow"),
        ("gus", "Writes about #tea"),
        ("hal", "Wrote something lately"),
    ];
    assert_eq!(suggested(&world, ann).await, named(&all));
    let first = service::suggestions(world.pool(), ann, 1).await.unwrap();
    assert_eq!(first.people.len(), 1);
}

#[tokio::test]
async fn who_follows_nobody_is_suggested_whom_most_follow_as_soon_as_they_look() {
    let world = world().await;
    circle(&world, FOLLOWS).await;
    write(&world, "hal", "{}").await;
    let ida = person(&world, "ida").await;
    let look = async || {
        let people = service::suggestions(world.pool(), ida, service::MOST).await.unwrap().people;
        people.iter().map(|one| (one.account.handle.clone(), one.reason())).collect::<Vec<_>>()
    };
    let first = look().await;
    assert_eq!(first.len(), 6);
    assert_eq!(first[5], ("hal".to_owned(), "Wrote something lately".to_owned()));
    let reason = |handle: &str| first.iter().find(|(who, _)| who == handle).map(|(_, why)| &**why);
    for (handle, why) in [("bob", "Followed by 2 people"), ("finn", "Followed by 1 person")] {
        assert_eq!(reason(handle), Some(why));
    }
    let place = |handle: &str| first.iter().position(|(who, _)| who == handle);
    assert!(place("bob") < place("finn") && place("eve") < place("finn"));
    let turn = "select count(*) from suggestion_turns t join accounts a on a.id = t.account_id
        where a.handle = 'ida' and t.due > now() and t.version = 2";
    assert_eq!(count(&world, turn).await, 1);
    service::dismiss_handle(&world.server, ida, "bob", &Once::UNNAMED).await.unwrap();
    follow(&world, ida, "eve", true).await.unwrap();
    let left: Vec<_> = look().await.into_iter().map(|(handle, _)| handle).collect();
    assert!(left.len() == 4 && ["bob", "eve"].iter().all(|gone| left.iter().all(|one| one != gone)));
}

#[tokio::test]
async fn nobody_is_suggested_who_is_followed_blocked_dismissed_or_gone() {
    let world = world().await;
    let ann = circle(&world, FOLLOWS).await;
    for who in ["dan", "gus", "hal"] {
        write(&world, who, "{}").await;
    }
    assert_eq!(suggested(&world, ann).await.len(), 5);
    for _ in 0..2 {
        service::dismiss_handle(&world.server, ann, "eve", &Once::UNNAMED).await.unwrap();
    }
    let finn = sqlx::query_scalar("select id from accounts where handle = 'finn'");
    let finn = viewer(finn.fetch_one(&mut world.administrator().await).await.unwrap());
    let mut tx = world.pool().as_viewer(finn.account).await.unwrap();
    sqlx::query("select set_block($1, true)").bind(ann.account).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    follow(&world, ann, "gus", true).await.unwrap();
    let gone = "update accounts set deleted_at = now(), version = version + 1 where handle = 'dan'";
    sqlx::query(gone).execute(&mut world.administrator().await).await.unwrap();
    let left = service::suggestions(world.pool(), ann, service::MOST).await.unwrap().people;
    assert_eq!(left.iter().map(|one| &*one.account.handle).collect::<Vec<_>>(), ["hal"], "at once");
    assert_eq!(
        suggested(&world, ann).await,
        named(&[("hal", "Wrote something lately")]),
        "and when they are made anew"
    );
    for (handle, expected) in [("finn", Error::Missing), ("ann", Error::Missing), ("nobody_here", Error::Missing)] {
        let refused = service::dismiss_handle(&world.server, ann, handle, &Once::UNNAMED).await;
        assert_eq!(refused, Err(expected), "{handle}");
    }
}

#[tokio::test]
async fn whom_one_mutes_is_not_suggested_until_one_does_not() {
    let world = world().await;
    let ann = circle(&world, FOLLOWS).await;
    let eve = sqlx::query_scalar("select id from accounts where handle = 'eve'");
    let eve: AccountId = eve.fetch_one(&mut world.administrator().await).await.unwrap();
    let handles = async || {
        let people = service::suggestions(world.pool(), ann, service::MOST).await.unwrap().people;
        people.into_iter().map(|one| one.account.handle).collect::<Vec<_>>()
    };
    suggested(&world, ann).await;
    assert_eq!(handles().await, ["eve", "finn"]);
    world.mute(ann.account, eve, true).await;
    assert_eq!(handles().await, ["finn"], "at once");
    suggested(&world, ann).await;
    assert_eq!(handles().await, ["finn"], "and when they are made anew");
    world.mute(ann.account, eve, false).await;
    assert_eq!(handles().await, ["eve", "finn"]);
}

#[tokio::test]
async fn a_turn_comes_soon_after_the_first_follows_and_devices_hear_only_of_what_changed() {
    let world = world().await;
    let ann = circle(&world, FOLLOWS).await;
    let changes = async || {
        let own = format!("inbox:{}", ann.account);
        events(&world, "suggestions.changed").await.into_iter().filter(|(topic, _)| *topic == own).collect::<Vec<_>>()
    };
    suggested(&world, ann).await;
    let version = service::suggestions(world.pool(), ann, 1).await.unwrap().version;
    let told = changes().await;
    assert_eq!(told.last().unwrap().1, json!({"account_id": ann.account, "version": version}));
    suggested(&world, ann).await;
    assert_eq!(changes().await.len(), told.len(), "nothing has changed");
    let due = "select count(*) from suggestion_turns where due <= now()";
    assert_eq!(count(&world, due).await, 0);
    follow(&world, ann, "eve", true).await.unwrap();
    assert_eq!(count(&world, due).await, 1);
    service::suggest_due(world.pool()).await.unwrap();
    assert_eq!((count(&world, due).await, changes().await.len()), (0, told.len() + 1));
    service::dismiss_handle(&world.server, ann, "finn", &Once::UNNAMED).await.unwrap();
    assert_eq!(changes().await.len(), told.len() + 2);
}

#[tokio::test]
async fn an_operation_dismisses_once_however_often_it_arrives() {
    let world = world().await;
    let ann = circle(&world, FOLLOWS).await;
    suggested(&world, ann).await;
    let eve = service::suggestions(world.pool(), ann, 1).await.unwrap().people.remove(0).account;
    let id = eve.id;
    let operation = dismiss_operation(OperationId::new(), &Dismissal { account: eve.clone() });
    for _ in 0..2 {
        let answer = service::operate_dismissal(&world.server, ann, &operation).await;
        assert_eq!(answer, Ok(json!({"account_id": id})));
    }
    assert_eq!(count(&world, "select count(*) from dismissed_suggestions").await, 1);
    let own = Dismissal { account: Account { id: ann.account, ..eve } };
    let operation = dismiss_operation(OperationId::new(), &own);
    assert_eq!(service::operate_dismissal(&world.server, ann, &operation).await, Err(Error::Missing));
}
