//! The live connection without a WebSocket, as the pages of a browser open it.

use super::*;
use crate::shared::id::MessageId;

/// How a page of ours asks that has only read so far.
fn listen(running: &Running, token: &str) -> reqwest::RequestBuilder {
    let request = client().get(running.url("/events?protocol=tertulia.v1"));
    request.header("accept", "text/event-stream").header("cookie", format!("__Host-tertulia={token}"))
}

/// What the stream says until it has said this.
async fn until(answer: &mut Response, words: &str) -> String {
    let mut said = String::new();
    while !said.contains(words) {
        let more = tokio::time::timeout(Duration::from_secs(20), answer.chunk()).await.unwrap().unwrap();
        said.push_str(std::str::from_utf8(&more.unwrap_or_else(|| panic!("it ended with {said}"))).unwrap());
    }
    said
}

#[tokio::test]
async fn a_page_hears_by_its_cookie_and_speaks_by_calls() {
    let running = running().await;
    let ann = running.sign_up("ann").await;
    let mut stream = listen(&running, &ann).header("sec-fetch-site", "same-origin").send().await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    assert_eq!(header(&stream, "content-type"), "text/event-stream");
    assert_eq!(header(&stream, "cache-control"), "no-store, no-transform");
    let first = until(&mut stream, "\n\n").await;
    let name = first.strip_prefix("event: connection\ndata: ").unwrap().trim().to_owned();
    let call = client().post(running.url(&format!("/events/{name}")));
    let call = call.header("cookie", format!("__Host-tertulia={ann}")).header("origin", running.url(""));
    let hello = json!({"type": "hello", "topics": [{"topic": "me", "since": null}], "client": "test"});
    assert_eq!(call.body(hello.to_string()).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    until(&mut stream, "\"welcome\"").await;
    let change = client().patch(running.url("/api/me")).bearer_auth(&ann);
    let change = change.header("content-type", "application/json").body(r#"{"profile":{"version":1,"place":"Lugo"}}"#);
    assert_eq!(change.send().await.unwrap().status(), StatusCode::OK);
    until(&mut stream, "Lugo").await;
    running.stop().await;
    assert!(until(&mut stream, "\"bye\"").await.contains("stopping"));
    assert!(stream.chunk().await.unwrap().is_none(), "it has ended");
}

#[tokio::test]
async fn a_program_reads_and_listens_from_there_by_an_address_alone() {
    let running = running().await;
    let ann = running.sign_up("ann").await;
    let read = client().get(running.url("/api/me")).bearer_auth(&ann).send().await.unwrap();
    let position = header(&read, "tertulia-position").to_owned();
    let change = client().patch(running.url("/api/me")).bearer_auth(&ann);
    let change = change.header("content-type", "application/json").body(r#"{"profile":{"version":1,"place":"Lugo"}}"#);
    assert_eq!(change.send().await.unwrap().status(), StatusCode::OK);
    let listen = client().get(running.url(&format!("/events?topics=me&position={position}"))).bearer_auth(&ann);
    until(&mut listen.send().await.unwrap(), "Lugo").await;
    running.stop().await;
}

#[tokio::test]
async fn who_has_no_connection_types_by_a_call_and_is_heard_in_their_conversations_only() {
    let running = running().await;
    let (ann, bob) = (running.sign_up("ann").await, running.sign_up("bob").await);
    let eve = running.sign_up("eve").await;
    let post = async |token: &str, path: &str, what: &Value| {
        let request = client().post(running.url(path)).bearer_auth(token).header("content-type", "application/json");
        request.body(what.to_string()).send().await.unwrap()
    };
    let message = json!({"id": MessageId::new(), "to": "bob", "body": "hi"});
    let sent = body(post(&ann, "/api/messages", &message).await).await;
    let topic = format!("conversation:{}", sent["conversation_id"].as_str().unwrap());
    let listen = client().get(running.url(&format!("/events?topics={topic}"))).bearer_auth(&bob);
    let mut stream = listen.send().await.unwrap();
    until(&mut stream, "\"welcome\"").await;
    let typing = json!({"topic": topic, "kind": "typing", "body": {}});
    for (token, what, status) in [
        (&eve, &typing, 404),
        (&ann, &json!({"topic": topic, "kind": "dancing"}), 422),
        (&ann, &json!({"topic": "room:7", "kind": "typing"}), 422),
        (&ann, &typing, 204),
    ] {
        assert_eq!(post(token, "/api/signals", what).await.status(), status, "{what}");
    }
    until(&mut stream, "\"typing\"").await;
    running.stop().await;
}

#[tokio::test]
async fn a_page_of_another_site_hears_nothing() {
    let running = running().await;
    let ann = running.sign_up("ann").await;
    let own = running.url("/messages");
    for (name, value, status) in [
        ("origin", "https://evil.example", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("referer", "https://evil.example/messages", 403),
        ("x", "y", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("referer", &own, 200),
    ] {
        let answer = listen(&running, &ann).header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), status, "{name}: {value}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_page_whose_log_in_is_over_is_told_so_and_a_program_is_refused() {
    let running = running().await;
    let mut page = listen(&running, "old").header("sec-fetch-site", "same-origin").send().await.unwrap();
    assert!(until(&mut page, "\"bye\"").await.contains("revoked"));
    let program = client().get(running.url("/events?protocol=tertulia.v1")).send().await.unwrap();
    assert_eq!(program.status(), StatusCode::UNAUTHORIZED);
    let program = client().post(running.url("/events/0199b0c3-0000-4000-8000-00000000000c")).send().await.unwrap();
    assert_eq!(program.status(), StatusCode::UNAUTHORIZED);
    running.stop().await;
}
