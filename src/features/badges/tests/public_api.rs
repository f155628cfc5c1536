//! The public API of the slice, asked as a client asks.

use ::http::Request;
use axum::body::{Body, to_bytes};
use serde_json::json;
use tower::ServiceExt;

use super::*;
use crate::features::badges::http;

#[tokio::test]
async fn what_somebody_has_earned_is_for_everybody_to_read() {
    let (world, _) = place().await;
    for (path, expected) in [("/api/accounts/ann/badges", 200), ("/api/accounts/nobody_here/badges", 404)] {
        let (router, _) = http::routes().split_for_parts();
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.with_state(world.server.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), expected, "{path}");
        if expected == 200 {
            let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let earned: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!((&earned["reputation"], &earned["badges"][0]["title"]), (&json!(0), &json!("First post")));
            assert!(earned["badges"][0]["at"].is_string());
        }
    }
}
