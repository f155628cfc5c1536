use axum::body::Body;
use http::StatusCode;
use tower::ServiceExt;

use super::*;
use crate::{
    shared::{
        id::{AccountId, OperationId, SessionId},
        role::Role,
    },
    tests::given::{self, World},
};

fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("tertulia").build()
}

async fn get(path: &str) -> (StatusCode, http::HeaderMap, String) {
    call(Request::get(path).body(Body::empty()).unwrap()).await
}

fn member(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

async fn call(request: Request) -> (StatusCode, http::HeaderMap, String) {
    let server = given::world().await.server;
    let position = Position { epoch: 0x7f, xid: 42, id: 7 };
    let response = routes(&server.config, &options())
        .with_state(server)
        .layer(Extension(position))
        .oneshot(request)
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn the_description_is_whole() {
    let (status, headers, text) = get("/api/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    assert!(!headers.contains_key(POSITION), "nobody asked who could subscribe");
    let description: Value = serde_json::from_str(&text).unwrap();
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let participant = &description["paths"]["/api/conversations/{id}/participants/{handle}"];
    assert!(participant["put"].is_object() && participant["delete"].is_object());
    for path in ["/api/conversations", "/api/conversations/{id}/messages", "/api/messages", "/api/messages/{id}/read"] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
    let refused = &description["paths"]["/api/messages"]["post"]["responses"]["422"]["$ref"];
    assert_eq!(refused, "#/components/responses/Refused");
    for path in ["/api/me", "/api/conversations/{id}", "/api/conversations/{id}/read-all", "/api/messages/{id}/read"] {
        let parameters = description["paths"][path]["patch"]["parameters"].as_array().unwrap();
        assert!(parameters.iter().any(|one| one["name"] == "Operation-Id" && one["in"] == "header"), "{path}");
    }
    for (path, tells) in [("/api/me", true), ("/api/conversations/{id}/messages", true), ("/readyz", false)] {
        let headers = &description["paths"][path]["get"]["responses"]["200"]["headers"];
        assert_eq!(headers["Tertulia-Position"].is_object(), tells, "{path}");
    }
    for change in ["ConversationChange", "MessageChange", "ProfileChange", "SettingsChange"] {
        let schema = &description["components"]["schemas"][change];
        assert!(schema["properties"]["version"].is_object(), "{change}");
    }
    let codes = &description["components"]["schemas"]["Problem"]["properties"]["code"]["enum"];
    for error in [Error::SignIn, Error::Forbidden, Error::Missing, Error::Conflict, Error::Offline] {
        assert!(codes.as_array().unwrap().contains(&json!(error.code())), "{error}");
    }
    for name in references(&description) {
        let found = description.pointer(name.trim_start_matches('#'));
        assert!(found.is_some_and(Value::is_object), "{name} is described");
    }
}

#[tokio::test]
async fn what_creates_takes_an_id_and_what_else_changes_something_an_operation_id() {
    let (_, _, text) = get("/api/openapi.json").await;
    let description: Value = serde_json::from_str(&text).unwrap();
    let schemas = &description["components"]["schemas"];
    let mut neither = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            let body = &call["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let body = body.as_str().and_then(|name| name.rsplit('/').next()).unwrap_or_default();
            let creates = method == "post" && schemas[body]["properties"]["id"].is_object();
            let mut parameters = call["parameters"].as_array().into_iter().flatten();
            let is_named = parameters.any(|one| one["name"] == "Operation-Id");
            if path.starts_with("/api/") && method != "get" && !creates && !is_named {
                neither.push(format!("{method} {path}"));
            }
        }
    }
    neither.sort();
    let expected = ["delete /api/sessions", "delete /api/sessions/current", "post /api/sessions", "post /api/signals"];
    assert_eq!(neither, expected);
    let words = description["info"]["description"].as_str().unwrap();
    for part in ["Logging in and logging out take neither", "Nor does a signal"] {
        assert!(words.contains(part), "{words}");
    }
}

#[tokio::test]
async fn what_programs_ask_beside_the_api_is_described_too() {
    let (_, _, text) = get("/api/openapi.json").await;
    let description: Value = serde_json::from_str(&text).unwrap();
    for (path, tag, statuses) in [
        ("/healthz", "Health", &["200"][..]),
        ("/readyz", "Health", &["200", "503"]),
        ("/metrics", "Health", &["200", "404"]),
        ("/ws", "Live", &["101", "401", "403", "422", "429", "503"]),
        ("/events", "Live", &["200", "400", "401", "403", "422", "429", "503"]),
        ("/events/{connection}", "Live", &["204", "400", "401", "403", "404", "413", "429", "503"]),
    ] {
        let item = &description["paths"][path];
        let call = if item["get"].is_object() { &item["get"] } else { &item["post"] };
        assert_eq!(call["tags"], json!([tag]), "{path}");
        for status in statuses {
            assert!(call["responses"][*status]["description"].is_string(), "{path} {status}");
        }
    }
    assert_eq!(description["paths"]["/readyz"]["get"]["security"], json!([{}]), "anybody may ask");
    let opening = &description["paths"]["/ws"]["get"]["parameters"][0];
    assert_eq!((&opening["in"], &opening["name"]), (&json!("header"), &json!("Sec-WebSocket-Protocol")));
    let asked = description["paths"]["/events"]["get"]["parameters"].as_array().unwrap();
    let asked: Vec<_> = asked.iter().map(|one| (one["name"].as_str().unwrap(), one["required"] == true)).collect();
    assert_eq!(asked, [("topics", false), ("position", false), ("protocol", false)]);
}

#[tokio::test]
async fn a_member_is_told_from_where_to_subscribe() {
    let mut request = Request::get("/api/openapi.json").body(Body::empty()).unwrap();
    request.extensions_mut().insert(member(AccountId::new()));
    assert_eq!(call(request).await.1[POSITION], "7f.42.7");
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
}

#[tokio::test]
async fn the_reference_looks_as_the_member_chose() {
    let world = given::world().await;
    let ann = member(world.person("ann").await);
    for (appearance, start) in [
        ("system", "<!DOCTYPE html><html lang=\"en\"><head>"),
        ("dark", "<!DOCTYPE html><html lang=\"en\" data-theme=\"dark\"><head>"),
        ("light", "<!DOCTYPE html><html lang=\"en\" data-theme=\"light\"><head>"),
    ] {
        let change = json!({"settings": {"appearance": appearance}});
        assert_eq!(act(&world, ann, ("PATCH", "/api/me"), &OperationId::new().to_string(), change).await.0, 200);
        let router = routes(&world.server.config, &options()).with_state(world.server.clone()).layer(Extension(ann));
        let response = router.oneshot(Request::get("/api/docs").body(Body::empty()).unwrap()).await.unwrap();
        let page = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(page.starts_with(start.as_bytes()), "{appearance}");
        assert!(page.ends_with(b"</body></html>"), "{appearance}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem() {
    for path in ["/api", "/api/rooms", "/api/conversations/x/y/z"] {
        let (status, headers, body) = get(path).await;
        assert_eq!(
            (status, &headers[CONTENT_TYPE]),
            (StatusCode::NOT_FOUND, &HeaderValue::from_static("application/problem+json"))
        );
        assert!(body.contains("\"missing\""), "{path}");
    }
    let (status, headers, body) = call(Request::delete("/api/messages").body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(body.contains("\"status\":405"), "{body}");
    assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
}

/// Calls as somebody, with what stands in the header `Operation-Id`.
async fn act(world: &World, who: Viewer, call: (&str, &str), operation: &str, body: Value) -> (u16, Value) {
    let request = Request::builder().method(call.0).uri(call.1).header(CONTENT_TYPE, "application/json");
    let request = request.header("operation-id", operation).body(Body::from(body.to_string())).unwrap();
    let router = routes(&world.server.config, &options()).with_state(world.server.clone()).layer(Extension(who));
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn a_change_with_an_operation_id_is_applied_once() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let conversation = world.pair(ann, bob).await;
    let (ann, bob) = (member(ann), member(bob));
    let (path, id) = (format!("/api/conversations/{conversation}"), OperationId::new().to_string());
    let muted = act(&world, ann, ("PATCH", &path), &id, json!({"muted": true})).await;
    assert_eq!((muted.0, &muted.1["mark"]["muted"]), (200, &json!(true)));
    let other = OperationId::new().to_string();
    assert_eq!(act(&world, ann, ("PATCH", &path), &other, json!({"muted": false})).await.0, 200);
    let late = act(&world, ann, ("PATCH", &path), &id, json!({"muted": true})).await;
    assert_eq!((late.0, &late.1["mark"]["muted"]), (200, &json!(false)), "a late repetition changes nothing");
    let now = act(&world, ann, ("GET", &path), &OperationId::new().to_string(), Value::Null).await;
    assert_eq!(late, now, "and is answered with what holds by then");

    let (status, problem) = act(&world, ann, ("PATCH", &path), &id, json!({"pinned": true})).await;
    assert_eq!((status, &problem["code"]), (409, &json!("conflict")));
    assert_eq!(problem["newest"], Value::Null, "it is about the name of the act, not about a version");
    let read_all = format!("{path}/read-all");
    assert_eq!(act(&world, ann, ("PATCH", &read_all), &id, Value::Null).await.0, 409, "another call");
    assert_eq!(act(&world, bob, ("PATCH", &read_all), &id, Value::Null).await.0, 204, "another person");
    assert_eq!(act(&world, bob, ("PATCH", &read_all), &id, Value::Null).await.0, 204);
    let (status, problem) = act(&world, ann, ("PATCH", &path), "no id", json!({"muted": true})).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (400, &json!("operation-id"), &json!("unreadable")));
}

#[tokio::test]
async fn a_late_repetition_removes_nobody_again_and_brings_nobody_back() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let path = format!("/api/conversations/{}", world.group(ann, &[bob]).await);
    let bobs = format!("{path}/participants/bob");
    let (ann, bob) = (member(ann), member(bob));
    let ids: Vec<_> = (0..4).map(|_| OperationId::new().to_string()).collect();
    for _ in 0..2 {
        assert_eq!(act(&world, bob, ("DELETE", &bobs), &ids[0], Value::Null).await.0, 204);
    }
    assert_eq!(act(&world, bob, ("DELETE", &bobs), &ids[1], Value::Null).await.0, 404, "another act");
    let came = act(&world, ann, ("PUT", &bobs), &ids[2], json!({})).await;
    assert_eq!((came.0, came.1["participants"].as_array().map(Vec::len)), (200, Some(2)));
    assert_eq!(act(&world, bob, ("DELETE", &bobs), &ids[3], Value::Null).await.0, 204);
    let late = act(&world, ann, ("PUT", &bobs), &ids[2], json!({})).await;
    assert_eq!((late.0, late.1["participants"].as_array().map(Vec::len)), (200, Some(1)), "a late repetition");
    assert_eq!(act(&world, bob, ("GET", &path), &ids[0], Value::Null).await.0, 404, "changes nothing");
    assert_eq!(act(&world, ann, ("PUT", &bobs), &ids[2], json!({"role": "admin"})).await.0, 409);
}

#[tokio::test]
async fn no_call_that_takes_an_object_takes_a_list_for_it() {
    let world = given::world().await;
    let ann = member(world.person("ann").await);
    let refused = async |method: &str, path: &str, body: Value| {
        let call = (method, path);
        let (status, problem) = act(&world, ann, call, &OperationId::new().to_string(), body).await;
        assert_eq!((status, &problem["rule"]), (422, &json!("shape")), "{method} {path}: {problem}");
        assert!(problem["detail"].as_str().unwrap().contains("expected an object"), "{method} {path}: {problem}");
    };
    let (_, _, text) = get("/api/openapi.json").await;
    let description: Value = serde_json::from_str(&text).unwrap();
    let mut asked = 0;
    for (path, item) in description["paths"].as_object().unwrap() {
        let path = path.replace("{id}", &OperationId::new().to_string()).replace("{handle}", "ann");
        for (method, call) in item.as_object().unwrap() {
            if path.starts_with("/api/") && call["requestBody"]["content"]["application/json"].is_object() {
                let values = json!([null, "arrayman", "Arr", "arr@b.co", "long enough pass 9"]);
                refused(&method.to_uppercase(), &path, values).await;
                asked += 1;
            }
        }
    }
    assert!(asked >= 6, "{asked}");
    refused("PATCH", "/api/me", json!({"profile": ["Anna"]})).await;
    refused("PATCH", "/api/me", json!({"settings": ["dark", true]})).await;
}

#[tokio::test]
async fn one_act_that_arrives_at_once_from_everywhere_is_applied_once() {
    let world = given::world().await;
    let ann = member(world.person("ann").await);
    let (id, change) = (OperationId::new().to_string(), json!({"profile": {"place": "Lugo"}}));
    let all = (0..8).map(|_| act(&world, ann, ("PATCH", "/api/me"), &id, change.clone()));
    let answers = futures::future::join_all(all).await;
    for answer in &answers {
        assert_eq!((answer.0, &answer.1["profile"]["version"]), (200, &json!(2)), "{answer:?}");
    }
    assert_eq!(act(&world, ann, ("PATCH", "/api/me"), &id, json!({"profile": {"place": "Vigo"}})).await.0, 409);
}
