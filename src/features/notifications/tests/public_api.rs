//! The public API of the slice, asked as a client asks.

use ::http::Request;
use axum::{
    Extension,
    body::{Body, to_bytes},
};
use serde_json::json;
use tower::ServiceExt;

use super::*;
use crate::features::notifications::http;

async fn ask(place: &Place, who: Option<Viewer>, method: &str, path: &str) -> (u16, Value) {
    let (router, _) = http::routes().split_for_parts();
    let mut router = router.with_state(place.world.server.clone());
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
async fn what_a_person_was_told_is_listed_and_read() {
    let place = place().await;
    let (ann, path) = (Some(place.ann), "/api/notifications");
    for handle in ["bob", "eve"] {
        let post = place.ask(place.ann, "Which?").await.id;
        place.vote(if handle == "bob" { place.bob } else { place.eve }, Entry::Post(post), 1).await;
    }
    let (status, page) = ask(&place, ann, "GET", &format!("{path}?limit=1")).await;
    assert_eq!((status, &page["unread"], page["items"].as_array().map(Vec::len)), (200, &json!(2), Some(1)));
    let first = &page["items"][0];
    assert_eq!((&first["kind"], &first["actors"][0]["handle"]), (&json!("post_upvote"), &json!("eve")));
    assert_eq!((&first["entry"]["title"], &first["read_at"]), (&json!("Tea?"), &Value::Null));
    let next = page["next"].as_str().unwrap();
    let (_, rest) = ask(&place, ann, "GET", &format!("{path}?cursor={next}")).await;
    assert_eq!((&rest["items"][0]["actors"][0]["handle"], &rest["next"]), (&json!("bob"), &Value::Null));

    let id = first["id"].as_str().unwrap();
    let (status, read) = ask(&place, ann, "PATCH", &format!("{path}/{id}/read")).await;
    assert_eq!((status, &read["unread"], read["notification"]["read_at"].is_string()), (200, &json!(1), true));
    let (_, page) = ask(&place, ann, "GET", &format!("{path}?unread=true")).await;
    assert_eq!(page["items"][0]["id"], rest["items"][0]["id"]);
    for (query, unread) in [("?through=0", 1), ("", 0)] {
        let (status, read) = ask(&place, ann, "PATCH", &format!("{path}/read-all{query}")).await;
        assert_eq!((status, &read["unread"]), (200, &json!(unread)), "{query}");
    }
}

#[tokio::test]
async fn what_is_not_theirs_is_missing_and_a_visitor_is_asked_to_sign_in() {
    let place = place().await;
    place.follow(place.bob, "ann", true).await;
    let id = place.only(place.ann).await.id;
    for (who, status) in [(Some(place.bob), 404), (None, 401)] {
        assert_eq!(ask(&place, who, "PATCH", &format!("/api/notifications/{id}/read")).await.0, status);
    }
    for (query, status) in [("cursor=x", 400), ("limit=0", 422), ("unread=perhaps", 400), ("limit=2&unread=true", 200)]
    {
        assert_eq!(
            ask(&place, Some(place.ann), "GET", &format!("/api/notifications?{query}")).await.0,
            status,
            "{query}"
        );
    }
    for (method, path) in [("GET", "/api/notifications"), ("PATCH", "/api/notifications/read-all")] {
        assert_eq!(ask(&place, None, method, path).await.0, 401, "{path}");
    }
}
