//! The public API of the slice, asked as a client asks.

use ::http::Request;
use axum::{
    Extension,
    body::{Body, to_bytes},
};
use serde_json::json;
use tower::ServiceExt;

use super::*;
use crate::features::follows::http;

async fn ask(world: &World, who: Option<Viewer>, method: &str, path: &str) -> (u16, Value) {
    let (router, _) = http::routes().split_for_parts();
    let mut router = router.with_state(world.server.clone());
    if let Some(viewer) = who {
        router = router.layer(Extension(viewer));
    }
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn who_follows_whom_is_for_members_to_change_and_for_everybody_to_read() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    for method in ["PUT", "DELETE", "PUT", "PUT"] {
        assert_eq!(ask(&world, Some(ann), method, "/api/accounts/bob/follow").await.0, 204);
    }
    assert_eq!(ask(&world, None, "PUT", "/api/accounts/bob/follow").await.0, 401);
    for (who, total, follows_you) in [(None, 1, false), (Some(bob), 1, true), (Some(ann), 1, false)] {
        let (status, page) = ask(&world, who, "GET", "/api/accounts/bob/followers").await;
        assert_eq!((status, &page["total"], &page["next"]), (200, &json!(total), &Value::Null));
        let first = &page["items"][0];
        assert_eq!((&first["account"]["handle"], &first["follows_you"]), (&json!("ann"), &json!(follows_you)));
    }
    let (_, page) = ask(&world, Some(ann), "GET", "/api/accounts/ann/following?limit=1").await;
    assert_eq!((&page["items"][0]["account"]["handle"], &page["items"][0]["follows"]), (&json!("bob"), &json!(true)));
}

#[tokio::test]
async fn what_is_refused_says_why() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    let (status, problem) = ask(&world, Some(ann), "PUT", "/api/accounts/ann/follow").await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!("follow"), &json!("self")));
    world.block(bob.account, ann.account, true).await;
    let (unknown, of_blocker) = (
        ask(&world, Some(ann), "PUT", "/api/accounts/nobody/follow").await,
        ask(&world, Some(ann), "PUT", "/api/accounts/bob/follow").await,
    );
    assert_eq!((unknown.0, &unknown.1), (404, &of_blocker.1), "the two are answered alike");
    for path in ["/api/accounts/nobody/followers", "/api/accounts/bob/following"] {
        assert_eq!(ask(&world, Some(ann), "GET", path).await.0, 404, "{path}");
    }
    for (query, status) in [("cursor=x", 400), ("limit=0", 422), ("limit=x", 400)] {
        assert_eq!(
            ask(&world, None, "GET", &format!("/api/accounts/ann/followers?{query}")).await.0,
            status,
            "{query}"
        );
    }
}

#[tokio::test]
async fn who_is_suggested_is_for_the_caller_alone_to_read_and_to_dismiss() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    let statement = "insert into suggested_follows (account_id, person_id, place, followed_by, tags)
        values ($1, $2, 1, 2, '{tea}')";
    let query = sqlx::query(statement).bind(ann.account).bind(bob.account);
    query.execute(&mut world.administrator().await).await.unwrap();
    let (status, page) = ask(&world, Some(ann), "GET", "/api/suggestions").await;
    assert_eq!((status, &page["items"][0]["account"]["handle"]), (200, &json!("bob")));
    assert_eq!((&page["items"][0]["followed_by"], &page["items"][0]["tags"]), (&json!(2), &json!(["tea"])));
    assert_eq!(ask(&world, Some(bob), "GET", "/api/suggestions").await.1["items"], json!([]));
    for (who, method, path, expected) in [
        (None, "GET", "/api/suggestions", 401),
        (None, "DELETE", "/api/suggestions/bob", 401),
        (Some(ann), "GET", "/api/suggestions?limit=101", 422),
        (Some(ann), "DELETE", "/api/suggestions/nobody_here", 404),
        (Some(ann), "DELETE", "/api/suggestions/bob", 204),
        (Some(ann), "DELETE", "/api/suggestions/bob", 204),
    ] {
        assert_eq!(ask(&world, who, method, path).await.0, expected, "{method} {path}");
    }
    assert_eq!(ask(&world, Some(ann), "GET", "/api/suggestions").await.1["items"], json!([]));
}
