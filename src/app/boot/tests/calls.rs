//! How often anybody may call.

use super::*;
use crate::{server::Limit, shared::Error};

/// Every way in which somebody changes something, or goes on being told.
const CHANGES: [(&str, &str); 13] = [
    ("PATCH", "/api/me"),
    ("PATCH", "/api/conversations/0199b0c3-0000-7000-8000-00000000000c"),
    ("POST", "/api/messages"),
    ("PATCH", "/api/messages/0199b0c3-0000-7000-8000-00000000000c"),
    ("DELETE", "/api/messages/0199b0c3-0000-7000-8000-00000000000c"),
    ("PUT", "/api/messages/0199b0c3-0000-7000-8000-00000000000c/reactions/%F0%9F%91%8D"),
    ("PUT", "/api/messages/0199b0c3-0000-7000-8000-00000000000c/pin"),
    ("DELETE", "/api/sessions/0199b0c3-0000-7000-8000-00000000000c"),
    ("POST", "/api/signals"),
    ("POST", "/rpc/operations"),
    ("POST", "/rpc/change_settings"),
    ("GET", "/events"),
    ("POST", "/events/0199b0c3-0000-4000-8000-00000000000c"),
];

#[tokio::test]
async fn an_account_that_calls_without_end_waits_and_reads_on() {
    let running = running().await;
    let (ann, bob) = (running.sign_up("ann").await, running.sign_up("bob").await);
    let call = async |token: &str, method: &str, path: &str| {
        let request = client().request(method.parse().unwrap(), running.url(path)).bearer_auth(token);
        request.header("content-type", "application/json").body("{}").send().await.unwrap()
    };
    let own = body(call(&ann, "GET", "/api/me").await).await;
    let account = own["account"]["id"].as_str().unwrap().to_owned();
    while running.server.limits.check(Limit::Calls, &account).is_ok() {}
    for (method, path) in CHANGES {
        let mut answer = call(&ann, method, path).await;
        // What was done a minute ago lets one through.
        while answer.status() != StatusCode::TOO_MANY_REQUESTS {
            answer = call(&ann, method, path).await;
        }
        assert!(header(&answer, "retry-after").parse::<u32>().unwrap() >= 1, "{path}");
        assert_eq!(body(answer).await["code"], "slow", "{path}");
        assert_ne!(call(&bob, method, path).await.status(), StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    assert_eq!(call(&ann, "GET", "/api/me").await.status(), StatusCode::OK);
    running.stop().await;
}

#[tokio::test]
async fn a_server_function_refuses_with_the_status_that_is_documented() {
    let running = running().await;
    let ann = running.sign_up("ann").await;
    let log_in = async || {
        let form = "login=ann&password=guess";
        let request = client().post(running.url("/rpc/log_in")).header("accept", "application/json");
        request.header("content-type", "application/x-www-form-urlencoded").body(form).send().await.unwrap()
    };
    let refused = log_in().await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    while running.server.limits.check(Limit::LogIn, "127.0.0.1 ann").is_ok() {}
    let refused = log_in().await;
    assert_eq!((refused.status(), header(&refused, "retry-after").is_empty()), (StatusCode::TOO_MANY_REQUESTS, false));
    let error: Error = serde_json::from_value(body(refused).await).unwrap();
    assert!(matches!(error, Error::Slow { retry_after: 1.. }), "{error:?}");
    let request = client().post(running.url("/rpc/read_conversation")).bearer_auth(&ann);
    let missing =
        request.json(&serde_json::json!({"id": "0199b0c3-0000-7000-8000-00000000000c"})).send().await.unwrap();
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    running.stop().await;
}
