//! Sessions: who sees them, and what ends them.

use super::*;
use crate::{
    server::once::Once,
    shared::{Error, id::SessionId},
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
    let list = service::list_sessions(world.pool(), viewer).await.unwrap();
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
