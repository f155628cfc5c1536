//! Personal access tokens: who makes them, what is kept of them, and what ends them.

use std::{collections::HashSet, time::Duration};

use serde_json::json;

use super::*;
use crate::{
    features::accounts::model::{MadeToken, NewToken},
    server::{Reach, once::Once},
    shared::{
        Error,
        id::{OperationId, SessionId, TokenId},
        role::Role,
        scope::Scope,
    },
};

fn asked(name: &str) -> NewToken {
    NewToken { id: Some(TokenId::new()), name: name.into(), scopes: vec![Scope::Read], expires_in_days: None }
}

async fn make(world: &World, viewer: Viewer, new: NewToken) -> MadeToken {
    service::make_token(world.pool(), viewer, new).await.expect("the token is as it may be").0
}

async fn holder(world: &World, made: &MadeToken) -> Option<Viewer> {
    let token = made.token.as_ref().expect("it was made now");
    service::authenticate(world.pool(), token).await.expect("the database answers")
}

/// A member who is logged in: whoever signs up first is the administrator.
async fn member(world: &World) -> Viewer {
    sign_up(world, "first").await;
    viewer(world, &sign_up(world, "ann").await).await
}

async fn change(world: &World, statement: &'static str) {
    sqlx::raw_sql(statement).execute(&mut world.administrator().await).await.unwrap();
}

#[tokio::test]
async fn a_token_is_its_owner_as_far_as_its_scopes_go() {
    let world = world().await;
    let ann = member(&world).await;
    for (scopes, reads, writes) in [
        (vec![Scope::Read], true, false),
        (vec![Scope::Write], false, true),
        (vec![Scope::Write, Scope::Read, Scope::Read], true, true),
    ] {
        let made = make(&world, ann, NewToken { scopes, ..asked("bot") }).await;
        let found = holder(&world, &made).await.unwrap();
        let reach = Reach::Token { reads, writes };
        assert_eq!((found.account, found.session, found.reach), (ann.account, SessionId(made.about.id.0), reach));
    }
}

#[tokio::test]
async fn the_role_of_an_administrator_comes_with_its_scope_alone_and_goes_with_the_role() {
    let world = world().await;
    let root = viewer(&world, &sign_up(&world, "first").await).await;
    let plain = make(&world, root, NewToken { scopes: vec![Scope::Read, Scope::Write], ..asked("plain") }).await;
    let admin = make(&world, root, NewToken { scopes: vec![Scope::Read, Scope::Admin], ..asked("admin") }).await;
    assert_eq!(holder(&world, &plain).await.unwrap().role, Role::Member);
    assert_eq!(holder(&world, &admin).await.unwrap().role, Role::Administrator);
    service::grant_role(world.pool(), "first", Role::Member).await.unwrap();
    assert_eq!(holder(&world, &admin).await.unwrap().role, Role::Member);
    let root = Viewer { role: Role::Member, ..root };
    let refused =
        service::make_token(world.pool(), root, NewToken { scopes: vec![Scope::Read, Scope::Admin], ..asked("x") });
    assert_eq!(refused.await.unwrap_err(), Error::Forbidden);
}

#[tokio::test]
async fn what_proves_a_token_is_kept_nowhere_and_its_hash_is_read_by_nobody() {
    let world = world().await;
    let ann = member(&world).await;
    let token = make(&world, ann, asked("bot")).await.token.unwrap();
    let rows: Vec<String> = sqlx::query_scalar("select row_to_json(t)::text from tokens t")
        .fetch_all(&mut world.administrator().await)
        .await
        .unwrap();
    assert!(rows.len() == 1 && !rows[0].contains(&token) && !rows[0].contains(&token["ttp_".len()..]), "{rows:?}");
    let mut tx = world.pool().as_viewer(ann.account).await.unwrap();
    assert!(sqlx::query("select token_hash from tokens").execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn asking_again_makes_no_second_token_and_does_not_tell_the_first() {
    let world = world().await;
    let ann = member(&world).await;
    let new = NewToken { expires_in_days: Some(7), ..asked("bot") };
    let first = make(&world, ann, new.clone()).await;
    let (again, is_new) = service::make_token(world.pool(), ann, new.clone()).await.unwrap();
    assert_eq!((again.about, again.token, is_new), (first.about, None, false));
    assert_eq!(count(&world, "select count(*) from tokens").await, 1);
    for other in [
        NewToken { name: "another".into(), ..new.clone() },
        NewToken { scopes: vec![Scope::Write], ..new.clone() },
        NewToken { expires_in_days: None, ..new.clone() },
    ] {
        assert_eq!(service::make_token(world.pool(), ann, other).await.unwrap_err(), Error::Conflict);
    }
    let eve = viewer(&world, &sign_up(&world, "eve").await).await;
    assert_eq!(service::make_token(world.pool(), eve, new).await.unwrap_err(), Error::Conflict, "it is ann's");
}

#[tokio::test]
async fn nobody_has_more_than_fifty() {
    let world = world().await;
    let ann = member(&world).await;
    for n in 0..45 {
        make(&world, ann, asked(&n.to_string())).await;
    }
    let calls = (45..55).map(|n| service::make_token(world.pool(), ann, asked(&n.to_string())));
    let answers = futures::future::join_all(calls).await;
    let refused: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused, vec![Error::invalid("tokens", "too_many"); 5], "also of those that come at once");
    let eve = viewer(&world, &sign_up(&world, "eve").await).await;
    make(&world, eve, asked("hers")).await;
}

#[tokio::test]
async fn a_revoked_token_is_refused_at_once_and_its_program_is_told() {
    let world = world().await;
    let ann = member(&world).await;
    let (mine, other) = (make(&world, ann, asked("one")).await, make(&world, ann, asked("other")).await);
    assert!(holder(&world, &mine).await.is_some(), "and is remembered");
    let once = Once::named(OperationId::new(), "revoke");
    for _ in 0..2 {
        service::revoke_token(world.pool(), ann, mine.about.id, &once).await.unwrap();
    }
    assert_eq!(holder(&world, &mine).await, None);
    assert!(holder(&world, &other).await.is_some());
    let (topic, body) = event(&world, "token.revoked").await.unwrap();
    assert_eq!((topic, &body["id"]), (format!("inbox:{}", ann.account), &json!(mine.about.id)));
    let missing = service::revoke_token(world.pool(), ann, mine.about.id, &Once::UNNAMED).await;
    assert_eq!(missing, Err(Error::Missing));
}

#[tokio::test]
async fn a_stranger_neither_sees_nor_revokes_a_token() {
    let world = world().await;
    let ann = member(&world).await;
    let made = make(&world, ann, asked("bot")).await;
    let eve = viewer(&world, &sign_up(&world, "eve").await).await;
    let missing = service::revoke_token(world.pool(), eve, made.about.id, &Once::UNNAMED).await;
    assert_eq!(missing, service::revoke_token(world.pool(), eve, TokenId::new(), &Once::UNNAMED).await);
    assert_eq!(missing, Err(Error::Missing));
    let page = service::list_tokens(world.pool(), eve, None, None).await.unwrap();
    assert_eq!((page.items, page.total), (Vec::new(), Some(0)));
    assert!(holder(&world, &made).await.is_some());
}

#[tokio::test]
async fn a_token_neither_makes_nor_ends_one_nor_ends_a_session() {
    let world = world().await;
    let ann = member(&world).await;
    let all = NewToken { scopes: vec![Scope::Read, Scope::Write], ..asked("bot") };
    let made = make(&world, ann, all).await;
    let program = holder(&world, &made).await.unwrap();
    let (pool, id) = (world.pool(), made.about.id);
    assert_eq!(service::make_token(pool, program, asked("another")).await.unwrap_err(), Error::Forbidden);
    assert_eq!(service::list_tokens(pool, program, None, None).await.unwrap_err(), Error::Forbidden);
    assert_eq!(service::revoke_token(pool, program, id, &Once::UNNAMED).await, Err(Error::Forbidden));
    assert_eq!(service::revoke_session(pool, program, ann.session, &Once::UNNAMED).await, Err(Error::Forbidden));
    assert_eq!(service::log_out_everywhere(pool, program).await, Err(Error::Forbidden));
    assert_eq!(service::log_out(pool, program).await, Err(Error::Forbidden));
}

#[tokio::test]
async fn a_token_past_its_end_is_refused_and_stands_in_the_list_for_thirty_days() {
    let world = world().await;
    let ann = member(&world).await;
    let made = make(&world, ann, NewToken { expires_in_days: Some(1), ..asked("bot") }).await;
    let lasts = made.about.expires_at.unwrap().millis() - made.about.created_at.millis();
    assert_eq!(lasts, 24 * 60 * 60 * 1_000);
    make(&world, ann, asked("endless")).await;
    change(&world, "update tokens set expires_at = now() - interval '1 second' where days = 1").await;
    assert_eq!(holder(&world, &made).await, None);
    assert_eq!(service::list_tokens(world.pool(), ann, None, None).await.unwrap().total, Some(2));
    change(&world, "update tokens set expires_at = now() - interval '31 days' where days = 1").await;
    let forgetting = tokio::spawn(service::forget_expired(world.pool().clone()));
    while count(&world, "select count(*) from tokens").await > 1 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    forgetting.abort();
}

#[tokio::test]
async fn the_last_use_is_known_to_the_day_and_written_once_a_day() {
    let world = world().await;
    let ann = member(&world).await;
    let made = make(&world, ann, asked("bot")).await;
    let used = async || service::list_tokens(world.pool(), ann, None, None).await.unwrap().items[0].last_used_at;
    assert_eq!(used().await, None);
    assert!(holder(&world, &made).await.is_some());
    assert_eq!(used().await.unwrap().millis() % (24 * 60 * 60 * 1_000), 0);
    let written = "select xmin::text::bigint from tokens";
    let before = count(&world, written).await;
    for _ in 0..3 {
        // Whoever has forgotten who it is asks the database.
        service::grant_role(world.pool(), "ann", Role::Member).await.unwrap();
        assert!(holder(&world, &made).await.is_some());
    }
    assert_eq!(count(&world, written).await, before);
}

#[tokio::test]
async fn pages_of_tokens_follow_one_another_the_newest_first() {
    let world = world().await;
    let ann = member(&world).await;
    for n in 0..7 {
        make(&world, ann, asked(&n.to_string())).await;
    }
    change(&world, "update tokens set created_at = date_trunc('hour', now()) where name in ('2', '3', '4')").await;
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = service::list_tokens(world.pool(), ann, Some(2), cursor.as_deref()).await.unwrap();
        assert_eq!(page.total, Some(7));
        seen.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let different: HashSet<_> = seen.iter().map(|token| token.id).collect();
    assert_eq!((seen.len(), different.len()), (7, 7), "none twice and none left out");
    assert!(seen.is_sorted_by(|one, next| one.created_at >= next.created_at));
    let refused = service::list_tokens(world.pool(), ann, None, Some("?")).await.unwrap_err();
    assert_eq!(refused, Error::invalid("cursor", "unreadable"));
}
