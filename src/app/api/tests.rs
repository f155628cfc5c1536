use axum::{Extension, body::Body};
use http::StatusCode;
use tower::ServiceExt;

use super::*;
use crate::tests::given;

async fn get(path: &str) -> (StatusCode, http::HeaderMap, String) {
    call(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn call(request: Request) -> (StatusCode, http::HeaderMap, String) {
    let server = given::world().await.server;
    let position = Position { epoch: 0x7f, xid: 42, id: 7 };
    let response = routes(&server.config).with_state(server).layer(Extension(position)).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn the_description_is_whole() {
    let (status, headers, text) = get("/api/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[POSITION], "7f.42.7");
    let description: Value = serde_json::from_str(&text).unwrap();
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    for path in ["/api/conversations", "/api/conversations/{id}/messages", "/api/messages", "/api/messages/{id}/read"] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
    assert!(description["paths"]["/api/messages"]["post"]["responses"]["default"].is_object());
    for name in references(&description) {
        let found = &description["components"]["schemas"][name.trim_start_matches("#/components/schemas/")];
        assert!(found.is_object(), "{name} is described");
    }
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value.as_str()) {
                ("$ref", Some(name)) => vec![name.to_owned()],
                _ => references(value),
            })
            .collect(),
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => vec![],
    }
}

#[tokio::test]
async fn the_reference_can_be_read_and_runs_nothing() {
    let (status, headers, page) = get("/api/docs").await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers[CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    for part in ["<!DOCTYPE html>", "POST", "/api/messages", "Sends a message", "href=\"#schema-Message\""] {
        assert!(page.contains(part), "{part}");
    }
    for part in ["<script", "style=", "=\"http", "<!>"] {
        assert!(!page.contains(part), "{part}");
    }
    assert_eq!(get("/api/docs.css").await.1[CONTENT_TYPE], "text/css");
}

#[tokio::test]
async fn what_is_not_there_is_a_problem() {
    for path in ["/api", "/api/posts", "/api/conversations/x/y/z"] {
        let (status, headers, body) = get(path).await;
        assert_eq!(
            (status, &headers[CONTENT_TYPE]),
            (StatusCode::NOT_FOUND, &HeaderValue::from_static("application/problem+json"))
        );
        assert!(body.contains("\"missing\""), "{path}");
    }
    let (status, headers, _) = call(Request::delete("/api/messages").body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
}
