//! Sessions: who sees them, and what ends them.

use std::{collections::HashSet, time::Duration};

use super::*;
use crate::{
    server::once::Once,
    shared::{
        Error,
        id::{AccountId, SessionId},
    },
};

#[tokio::test]
async fn a_revoked_token_is_refused_at_once_and_its_device_is_told() {
    let world = world().await;
    let phone = sign_up(&world, "ann").await;
    let desk = log_in(&world, "ann", PASSWORD).await.unwrap();
    let (on_phone, at_desk) = (viewer(&world, &phone).await, viewer(&world, &desk).await);
    service::revoke_session(world.pool(), at_desk, on_phone.session, &Once::UNNAMED).await.unwrap();
    assert_eq!(found(&world, &phone).await, None);
    assert!(found(&world, &desk).await.is_some());
    let (topic, body) = event(&world, "session.revoked").await.unwrap();
    assert_eq!(topic, format!("inbox:{}", at_desk.account));
    assert_eq!(body["id"], on_phone.session.to_string());
}

#[tokio::test]
async fn logging_out_ends_one_session_and_logging_out_everywhere_all_of_them() {
    let world = world().await;
    let one = sign_up(&world, "ann").await;
    let two = log_in(&world, "ann", PASSWORD).await.unwrap();
    let three = log_in(&world, "ann", PASSWORD).await.unwrap();
    let bob = sign_up(&world, "bob").await;
    let ann = viewer(&world, &one).await;
    service::log_out(world.pool(), ann).await.unwrap();
    service::log_out(world.pool(), ann).await.expect("done twice is done");
    assert_eq!(found(&world, &one).await, None);
    service::log_out_everywhere(world.pool(), viewer(&world, &two).await).await.unwrap();
    assert_eq!((found(&world, &two).await, found(&world, &three).await), (None, None));
    assert!(found(&world, &bob).await.is_some());
}

#[tokio::test]
async fn the_list_names_device_and_address_and_which_one_asks() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    log_in(&world, "ann", PASSWORD).await.unwrap();
    let viewer = viewer(&world, &ann).await;
    let list = service::list_sessions(world.pool(), viewer, None, None).await.unwrap().items;
    let seen: Vec<_> = list.iter().map(|s| (s.current, s.device.as_str(), s.address.as_str())).collect();
    assert_eq!(seen, [(true, "Firefox on Linux", "192.0.2.1"), (false, "Firefox on Linux", "192.0.2.2")]);
    assert_eq!(list[0].id, viewer.session);
}

#[tokio::test]
async fn a_stranger_neither_sees_nor_ends_a_session() {
    let world = world().await;
    let (ann, eve) = (sign_up(&world, "ann").await, sign_up(&world, "eve").await);
    let (ann_asks, eve_asks) = (viewer(&world, &ann).await, viewer(&world, &eve).await);
    let missing = service::revoke_session(world.pool(), eve_asks, ann_asks.session, &Once::UNNAMED).await;
    assert_eq!(missing, service::revoke_session(world.pool(), eve_asks, SessionId::new(), &Once::UNNAMED).await);
    assert_eq!(missing, Err(Error::Missing));
    assert!(found(&world, &ann).await.is_some());
    let mut tx = world.pool().as_viewer(eve_asks.account).await.unwrap();
    for (statement, own) in [
        ("select count(id) from sessions", 1),
        ("select count(*) from credentials", 1),
        ("select count(*) from settings", 1),
    ] {
        let seen: i64 = sqlx::query_scalar(statement).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, own, "{statement}");
    }
}

#[tokio::test]
async fn nobody_reads_the_hash_of_a_token() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let mut tx = world.pool().as_viewer(ann.account.id).await.unwrap();
    assert!(sqlx::query("select token_hash from sessions").execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn what_no_token_looks_like_is_nobodys() {
    let world = world().await;
    for token in ["", "a", "\0", &"a".repeat(43), &"é".repeat(43), &"a".repeat(10_000)] {
        assert_eq!(service::authenticate(world.pool(), token).await, Ok(None));
    }
}

#[tokio::test]
async fn a_session_past_its_end_is_refused() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    sqlx::query("update sessions set expires_at = now() - interval '1 second'")
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    assert_eq!(found(&world, &ann).await, None);
}

/// Further sessions of somebody: used so many minutes ago, ending in so many.
async fn further(world: &World, account: AccountId, minutes: &[(i32, i32)]) {
    for (used, ends) in minutes {
        sqlx::query(
            "insert into sessions (id, account_id, token_hash, last_seen_at, expires_at)
               values ($1, $2, uuid_send($1), date_trunc('hour', now()) - make_interval(mins => $3),
                 now() + make_interval(mins => $4))",
        )
        .bind(SessionId::new())
        .bind(account)
        .bind(used)
        .bind(ends)
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn pages_of_sessions_follow_one_another_and_count_them_all() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let same_moment = [(90, 60); 3];
    further(&world, ann.account, &same_moment).await;
    let one_by_one: Vec<_> = (0..110).map(|n| (100 + n, 60)).collect();
    further(&world, ann.account, &one_by_one).await;
    further(&world, ann.account, &[(200, -1)]).await;

    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = service::list_sessions(world.pool(), ann, Some(50), cursor.as_deref()).await.unwrap();
        assert_eq!(page.total, Some(114));
        seen.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let different: HashSet<_> = seen.iter().map(|session| session.id).collect();
    assert_eq!((seen.len(), different.len()), (114, 114), "none twice and none left out");
    assert!(seen[0].current && seen[1..].is_sorted_by(|one, next| one.last_seen_at >= next.last_seen_at));
    for (limit, cursor, field) in [(Some(0), None, "limit"), (Some(101), None, "limit"), (None, Some("?"), "cursor")] {
        let refused = service::list_sessions(world.pool(), ann, limit, cursor).await;
        assert!(matches!(refused, Err(Error::Invalid { field: found, .. }) if found == field));
    }
}

#[tokio::test]
async fn a_session_that_has_ended_by_itself_is_deleted_and_no_other_is() {
    let world = world().await;
    let (ann, bob) = (sign_up(&world, "ann").await, sign_up(&world, "bob").await);
    for account in [ann.account.id, bob.account.id] {
        further(&world, account, &[(5, -1), (5, 1)]).await;
    }
    let forgetting = tokio::spawn(service::forget_expired(world.pool().clone()));
    while count(&world, "select count(*) from sessions where expires_at < now()").await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    forgetting.abort();
    assert_eq!(count(&world, "select count(*) from sessions").await, 4);
    assert!(found(&world, &ann).await.is_some() && found(&world, &bob).await.is_some());
}

#[tokio::test]
async fn sessions_that_have_ended_are_found_by_an_index() {
    let world = world().await;
    let ann = world.person("ann").await;
    let mut administrator = world.administrator().await;
    sqlx::query(
        "insert into sessions (id, account_id, token_hash, expires_at)
           select gen_random_uuid(), $1, sha256(n::text::bytea), now() + make_interval(mins => n - 10)
             from generate_series(1, 20000) n",
    )
    .bind(ann)
    .execute(&mut administrator)
    .await
    .unwrap();
    sqlx::raw_sql("vacuum analyze sessions").execute(&mut administrator).await.unwrap();
    let plan: Vec<String> = sqlx::query_scalar(
        "explain delete from sessions where id in (
           select id from sessions where expires_at < now() order by expires_at limit 200)",
    )
    .fetch_all(&mut administrator)
    .await
    .unwrap();
    assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{plan:#?}");
}
