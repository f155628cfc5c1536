//! The public API of the slice, asked as a client asks.

use ::http::{StatusCode, header};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use serde_json::json;
use tower::ServiceExt;

use super::*;
use crate::{features::accounts::http, server::Server, shared::id::AccountId};

/// Stands for the program's own middleware: the token names the viewer.
async fn identify(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let token = request.headers().get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    let token = token.unwrap_or_default();
    if let Some(viewer) = service::authenticate(&server.pool, token.trim_start_matches("Bearer ")).await.unwrap() {
        request.extensions_mut().insert(viewer);
    }
    next.run(request).await
}

async fn ask(world: &World, method: &str, path: &str, token: Option<&str>, body: Value) -> (StatusCode, Value) {
    let (router, _) = http::routes().split_for_parts();
    let router: Router =
        router.layer(from_fn_with_state(world.server.clone(), identify)).with_state(world.server.clone());
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    let request = match token {
        Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        None => request,
    };
    let response = router.oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

fn ann() -> Value {
    json!({"id": AccountId::new(), "handle": "ann", "display_name": "Ann", "email": "ann@example.org", "password": PASSWORD})
}

#[tokio::test]
async fn an_account_is_made_once_and_its_token_is_good() {
    let world = world().await;
    let ann = ann();
    let (status, made) = ask(&world, "POST", "/api/accounts", None, ann.clone()).await;
    assert_eq!((status, &made["account"]["handle"]), (StatusCode::CREATED, &json!("ann")));
    let token = made["token"].as_str().unwrap();
    let (status, me) = ask(&world, "GET", "/api/me", Some(token), Value::Null).await;
    assert_eq!((status, &me["account"], &me["settings"]["version"]), (StatusCode::OK, &made["account"], &json!(1)));
    let (status, again) = ask(&world, "POST", "/api/accounts", None, ann.clone()).await;
    assert_eq!((status, &again["account"]), (StatusCode::OK, &made["account"]));
    let mut other = ann;
    other["display_name"] = json!("Anna");
    let (status, problem) = ask(&world, "POST", "/api/accounts", None, other).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("conflict")));
}

#[tokio::test]
async fn what_breaks_a_rule_is_named() {
    let world = world().await;
    for (field, value, status, rule) in [
        ("handle", json!("a"), 422, "too_short"),
        ("password", json!("password"), 422, "common"),
        ("email", json!("ann"), 422, "shape"),
        ("display_name", json!(""), 422, "required"),
        ("display_name", json!(format!("Ann{}", "\u{336}".repeat(9))), 422, "characters"),
        ("id", json!("00000000-0000-0000-0000-000000000000"), 422, "version"),
        ("id", json!("f47ac10b-58cc-4372-a567-0e02b2c3d479"), 422, "version"),
    ] {
        let mut account = ann();
        account[field] = value;
        let (found, problem) = ask(&world, "POST", "/api/accounts", None, account).await;
        assert_eq!((found.as_u16(), &problem["field"], &problem["rule"]), (status, &json!(field), &json!(rule)));
    }
    let several = json!({"handle": "ann", "display_name": "Ann", "email": "x", "password": "short"});
    let (status, problem) = ask(&world, "POST", "/api/accounts", None, several).await;
    assert_eq!((status.as_u16(), &problem["field"], &problem["rule"]), (422, &json!("email"), &json!("shape")));
    assert_eq!(problem["others"], json!([{"field": "password", "rule": "too_short"}]), "all is told at once");
    assert_eq!(count(&world, "select count(*) from accounts").await, 0);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_get_the_same_answer() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let known = ask(&world, "POST", "/api/sessions", None, json!({"login": "ann", "password": "wrong"})).await;
    let unknown = ask(&world, "POST", "/api/sessions", None, json!({"login": "nobody", "password": "wrong"})).await;
    assert_eq!((known.0, &known.1["code"]), (StatusCode::UNAUTHORIZED, &json!("sign_in")));
    assert_eq!(known.1["title"], "The login or the password is wrong.");
    assert_eq!(known, unknown);
}

#[tokio::test]
async fn a_session_begins_is_listed_and_ends() {
    let world = world().await;
    sign_up(&world, "ann").await;
    let (status, entry) =
        ask(&world, "POST", "/api/sessions", None, json!({"login": "ann", "password": PASSWORD})).await;
    assert_eq!(status, StatusCode::CREATED);
    let token = entry["token"].as_str();
    let (_, list) = ask(&world, "GET", "/api/sessions", token, Value::Null).await;
    assert_eq!((list["items"].as_array().unwrap().len(), &list["next"], &list["total"]), (2, &Value::Null, &json!(2)));
    let (_, first) = ask(&world, "GET", "/api/sessions?limit=1", token, Value::Null).await;
    assert_eq!((&first["items"][0], &first["total"]), (&list["items"][0], &json!(2)));
    let next = format!("/api/sessions?limit=1&cursor={}", first["next"].as_str().unwrap());
    let (_, second) = ask(&world, "GET", &next, token, Value::Null).await;
    assert_eq!((&second["items"][0], &second["next"]), (&list["items"][1], &Value::Null));
    let other = list["items"][1]["id"].as_str().unwrap();
    let path = format!("/api/sessions/{other}");
    assert_eq!(ask(&world, "DELETE", &path, token, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask(&world, "DELETE", &path, token, Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(ask(&world, "DELETE", "/api/sessions/x", token, Value::Null).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(ask(&world, "DELETE", "/api/sessions/current", token, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask(&world, "GET", "/api/sessions", token, Value::Null).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_stale_change_is_answered_with_the_newest() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let token = Some(ann.token.as_str());
    let change = |place: &str, version: i64| json!({"profile": {"place": place, "version": version}});
    let (status, own) = ask(&world, "PATCH", "/api/me", token, change("Cádiz", 1)).await;
    assert_eq!((status, &own["profile"]["place"]), (StatusCode::OK, &json!("Cádiz")));
    let (status, problem) = ask(&world, "PATCH", "/api/me", token, change("Lugo", 1)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("conflict")));
    assert_eq!(problem["newest"]["profile"]["version"], json!(2));
    assert!(problem["title"].as_str().unwrap().contains("newer version"), "{problem}");
    let (status, _) = ask(&world, "PATCH", "/api/me", token, json!({"settings": {"appearance": "pink"}})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn people_are_found_by_members_and_looked_at_by_everybody() {
    let world = world().await;
    let (ann, _) = (sign_up(&world, "ann").await, sign_up(&world, "bob").await);
    let (_, page) = ask(&world, "GET", "/api/accounts?q=bo", Some(ann.token.as_str()), Value::Null).await;
    assert_eq!(page["items"][0]["handle"], json!("bob"));
    assert_eq!(ask(&world, "GET", "/api/accounts?q=bo", None, Value::Null).await.0, StatusCode::UNAUTHORIZED);
    for unreadable in ["limit=x", "cursor=garbage"] {
        let path = format!("/api/accounts?{unreadable}");
        let (status, _) = ask(&world, "GET", &path, Some(ann.token.as_str()), Value::Null).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{unreadable}");
    }
    let (status, person) = ask(&world, "GET", "/api/accounts/BOB", None, Value::Null).await;
    assert_eq!((status, &person["account"]["handle"]), (StatusCode::OK, &json!("bob")));
    assert!(!person.to_string().contains("example.org"), "no address is shown: {person}");
    assert_eq!(ask(&world, "GET", "/api/accounts/nobody", None, Value::Null).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_member_that_no_call_knows_and_a_time_that_could_not_be_told_again_are_refused() {
    let world = world().await;
    let (_, entry) = ask(&world, "POST", "/api/accounts", None, ann()).await;
    let token = entry["token"].as_str();
    for body in [
        json!({"display_name": "Anna"}),
        json!({"profile": {"displayname": "Anna"}}),
        json!({"settings": {"enter_send": true}}),
        json!({"profile": {"status": "away", "status_until": "9999-12-31T23:59:59-23:59"}}),
    ] {
        let (status, problem) = ask(&world, "PATCH", "/api/me", token, body).await;
        assert_eq!((status.as_u16(), &problem["rule"]), (422, &json!("shape")), "{problem}");
    }
    let (_, me) = ask(&world, "GET", "/api/me", token, Value::Null).await;
    assert_eq!(me["account"]["display_name"], "Ann", "{me}");
}
