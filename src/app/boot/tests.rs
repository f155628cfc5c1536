mod answers;
mod areas;
mod attacks;
mod calls;
mod own_database;
mod silence;
mod starting;
mod streams;
mod tokens;

use std::time::Duration;

use nix::unistd::Pid;
use reqwest::{Client, Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::*;
use crate::tests::given;

const METRICS_TOKEN: &str = "a token for metrics";

async fn running() -> Running {
    let world = given::world().await;
    let config = Config {
        database: Some(world.administrator.into()),
        metrics_token: Some(METRICS_TOKEN.into()),
        ..Config::for_tests()
    };
    start(config).await.unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn embedded(folder: &TempDir) -> Config {
    Config { data: folder.path().join("data"), ..Config::for_tests() }
}

/// The process of the database of [`embedded`].
fn postmaster(folder: &TempDir) -> Pid {
    let file = std::fs::read_to_string(folder.path().join("data/postgres/postmaster.pid")).unwrap();
    Pid::from_raw(file.lines().next().unwrap().parse().unwrap())
}

impl Running {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn get(&self, path: &str) -> Response {
        client().get(self.url(path)).send().await.unwrap()
    }

    /// Signs somebody up through the public API; gives their token.
    async fn sign_up(&self, handle: &str) -> String {
        let account = json!({
            "handle": handle,
            "display_name": handle,
            "email": format!("{handle}@example.org"),
            "password": "correct horse battery staple",
        });
        let answer = client()
            .post(self.url("/api/accounts"))
            .header("content-type", "application/json")
            .body(account.to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        body(answer).await["token"].as_str().unwrap().to_owned()
    }
}

fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

async fn body(answer: Response) -> Value {
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..600 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

#[tokio::test]
async fn it_is_alive_and_ready() {
    let running = running().await;
    assert_eq!(running.get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(running.get("/readyz").await.status(), StatusCode::OK);
    running.stop().await;
}

#[tokio::test]
async fn metrics_are_for_administrators_and_whoever_has_the_token() {
    let running = running().await;
    let (ann, bob) = (running.sign_up("ann").await, running.sign_up("bob").await);
    for (token, status) in
        [(Some(METRICS_TOKEN), 200), (Some(&*ann), 200), (Some(&*bob), 404), (Some("guess"), 404), (None, 404)]
    {
        let request = client().get(running.url("/metrics"));
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        assert_eq!(request.send().await.unwrap().status(), status, "{token:?}");
    }
    let text =
        client().get(running.url("/metrics")).bearer_auth(METRICS_TOKEN).send().await.unwrap().text().await.unwrap();
    assert!(text.contains("http_request_duration_seconds") && text.contains("tertulia_pool_connections"), "{text}");
    running.stop().await;
}

#[tokio::test]
async fn a_page_says_what_it_may_load() {
    let running = running().await;
    let mut answer = running.get("/about").await;
    // Only where the reader of events has looked lately is it one for everybody: on a busy machine that takes a moment.
    eventually("it is for everybody", async || {
        answer = running.get("/about").await;
        answer.headers().contains_key("etag")
    })
    .await;
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = header(&answer, "content-security-policy").to_owned();
    assert!(
        header(&running.get("/login").await, "content-security-policy").contains("'nonce-"),
        "it is for one answer"
    );
    assert!(
        policy.contains("'sha256-") && !policy.contains("'nonce-") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("script-src 'self' 'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    assert_eq!(header(&answer, "cross-origin-opener-policy"), "same-origin");
    assert!(!answer.headers().contains_key("strict-transport-security"), "plain HTTP");
    assert!(!answer.headers().contains_key("access-control-allow-origin"), "CORS is closed");
    assert!(!header(&answer, "x-request-id").is_empty());
    let page = answer.text().await.unwrap();
    for script in page.split("<script").skip(1) {
        assert!(script.starts_with(" src") || script.split('>').next().unwrap().contains("nonce="), "<script{script}");
    }
    running.stop().await;
}

#[tokio::test]
async fn what_is_not_there_is_missing_for_people_and_programs() {
    let running = running().await;
    for path in ["/nowhere", "/pkg/nowhere.js", "/rpc/nowhere", "/api/nowhere", "/dev/gallery", "/pkg/../Cargo.toml"] {
        assert_eq!(running.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_token_says_who_asks_and_a_bad_one_is_refused() {
    let running = running().await;
    let token = running.sign_up("ann").await;
    let me = |token: String| client().get(running.url("/api/me")).bearer_auth(token).send();
    let answer = me(token.clone()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers().contains_key("tertulia-position"));
    let refused = me("nonsense".into()).await.unwrap();
    assert_eq!((refused.status(), header(&refused, "www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    let by_cookie = client().get(running.url("/api/me")).header("cookie", format!("__Host-tertulia={token}"));
    assert_eq!(by_cookie.send().await.unwrap().status(), StatusCode::OK);
    let with_an_old_cookie = client().get(running.url("/about")).header("cookie", "__Host-tertulia=old");
    assert_eq!(with_an_old_cookie.send().await.unwrap().status(), StatusCode::OK);
    running.stop().await;
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let running = running().await;
    let cookie = format!("__Host-tertulia={}", running.sign_up("ann").await);
    let post = |path: &str| client().post(running.url(path)).header("cookie", &cookie);
    let speak = "/events/0199b0c3-0000-4000-8000-00000000000c";
    for path in ["/rpc/operations", "/rpc/send_message", "/api/messages", speak] {
        let foreign = post(path).header("origin", "https://evil.example").send().await.unwrap();
        assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "{path}");
        assert_eq!(post(path).send().await.unwrap().status(), StatusCode::FORBIDDEN, "{path}");
        let own = post(path).header("origin", running.url("")).send().await.unwrap();
        assert_ne!(own.status(), StatusCode::FORBIDDEN, "{path}");
    }
    running.stop().await;
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let running = running().await;
    let post = client().post(running.url("/rpc/operations")).body(vec![b'x'; 1280 * 1024 + 1]);
    let answer = post.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let problem = body(answer).await;
    assert_eq!((&problem["status"], &problem["title"]), (&json!(413), &json!("The request is too large.")));
    running.stop().await;
}

#[tokio::test]
async fn a_page_sends_on_whoever_asks() {
    let running = running().await;
    let ann = running.sign_up("ann").await;
    let to_log_in = running.get("/messages").await;
    assert_eq!((to_log_in.status(), header(&to_log_in, "location")), (StatusCode::FOUND, "/login?next=%2Fmessages"));
    let long = running.get(&format!("/messages/new?text={}", "a".repeat(2048))).await;
    assert_eq!((long.status(), header(&long, "location")), (StatusCode::UNAUTHORIZED, ""));
    assert!(long.text().await.unwrap().contains("log in in a new tab"));
    let inside = client().get(running.url("/login")).bearer_auth(&ann).send().await.unwrap();
    assert_eq!((inside.status(), header(&inside, "location")), (StatusCode::FOUND, "/"));
    running.stop().await;
}

#[tokio::test]
async fn a_request_that_was_taken_is_finished_and_no_other_is_taken() {
    let running = running().await;
    let mut slow = TcpStream::connect(running.address).await.unwrap();
    let head = format!("POST /rpc/operations HTTP/1.1\r\nhost: {}\r\ncontent-length: 2\r\n\r\n", running.address);
    slow.write_all(head.as_bytes()).await.unwrap();
    let (address, url) = (running.address, running.url("/healthz"));
    eventually("the request was taken", || async { client().get(&url).send().await.is_ok() }).await;
    let stopping = tokio::spawn(running.stop());
    eventually("no other is taken", || async move { TcpStream::connect(address).await.is_err() }).await;
    slow.write_all(b"{}").await.unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    stopping.await.unwrap();
}

#[tokio::test]
async fn a_port_in_use_is_a_refusal_of_one_line() {
    let running = running().await;
    let config = Config { address: running.address, ..Config::for_tests() };
    let refusal = start(config).await.err().unwrap();
    assert_eq!(refusal.what, "PORT");
    assert_eq!(refusal.to_string().lines().count(), 1);
    running.stop().await;
}

#[tokio::test]
async fn a_session_that_has_ended_is_forgotten_by_whoever_serves() {
    let world = given::world().await;
    let ann = world.person("ann").await;
    let mut administrator = world.administrator().await;
    sqlx::query(
        "insert into sessions (id, account_id, token_hash, expires_at)
           values (gen_random_uuid(), $1, 'hash', now() - interval '1 day')",
    )
    .bind(ann)
    .execute(&mut administrator)
    .await
    .unwrap();
    let config = Config { database: Some(world.administrator.into()), ..Config::for_tests() };
    let running = start(config).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut left = 1_i64;
    while left > 0 {
        left = sqlx::query_scalar("select count(*) from sessions").fetch_one(&mut administrator).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    running.stop().await;
}
