//! What a program may do that comes with a personal access token, at every call there is.

use futures::{SinkExt, Stream, StreamExt};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::*;
use crate::shared::id::{MessageId, OperationId, TokenId};

/// A call by whoever holds a token.
async fn call(running: &Running, token: &str, call: (&str, &str), what: &Value) -> Response {
    let request = client().request(call.0.parse().unwrap(), running.url(call.1)).bearer_auth(token);
    let request = if what.is_null() {
        request
    } else {
        request.header("content-type", "application/json").body(what.to_string())
    };
    request.send().await.unwrap()
}

/// A token of whoever this session is.
async fn lent(running: &Running, session: &str, scopes: Value) -> (String, String) {
    let asked = json!({"id": TokenId::new(), "name": "bot", "scopes": scopes});
    let answer = call(running, session, ("POST", "/api/tokens"), &asked).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let made = body(answer).await;
    (made["token"].as_str().unwrap().to_owned(), made["about"]["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn no_call_that_is_described_lets_a_token_further_than_its_scopes() {
    let running = running().await;
    running.sign_up("first").await;
    let session = running.sign_up("ann").await;
    let (reads, _) = lent(&running, &session, json!(["read"])).await;
    let (writes, _) = lent(&running, &session, json!(["write"])).await;
    let described = body(running.get("/api/openapi.json").await).await;
    let mut walked = 0;
    for (path, item) in described["paths"].as_object().unwrap() {
        let address = path.replace("{handle}", "nobody").replace("{emoji}", "%F0%9F%91%8D");
        let address = address.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
        let address = address.collect::<Vec<_>>().join(&OperationId::new().to_string());
        if !address.starts_with("/api/") {
            continue;
        }
        for method in item.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let in_person = address.starts_with("/api/tokens") || address.starts_with("/api/sessions");
            for (token, may) in [(&reads, method == "GET"), (&writes, method != "GET")] {
                let answer = call(&running, token, (&method, &address), &Value::Null).await;
                let (status, challenge) = (answer.status(), header(&answer, "www-authenticate").to_owned());
                let is_refused = challenge.contains("insufficient_scope");
                assert_eq!(is_refused, in_person || !may, "{method} {path}: {status} {challenge}");
                assert!(!is_refused || status == StatusCode::FORBIDDEN, "{method} {path}: {status}");
                walked += 1;
            }
        }
    }
    assert!(walked > 50, "{walked}");
    for path in ["/messages", "/settings/tokens", "/rpc/make_token", "/rpc/list_tokens", "/rpc/operations"] {
        let method = if path.starts_with("/rpc") { "POST" } else { "GET" };
        let answer = call(&running, &writes, (method, path), &Value::Null).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    let as_cookie = client().get(running.url("/api/me")).header("cookie", format!("__Host-tertulia={reads}"));
    assert_eq!(as_cookie.send().await.unwrap().status(), StatusCode::UNAUTHORIZED, "no cookie holds a token");
    running.stop().await;
}

#[tokio::test]
async fn a_token_has_the_rights_of_its_owner_where_that_is_what_it_is_for() {
    let running = running().await;
    let root = running.sign_up("first").await;
    let (plain, _) = lent(&running, &root, json!(["read", "write"])).await;
    let (admin, _) = lent(&running, &root, json!(["read", "admin"])).await;
    for (token, status) in [(&plain, 404), (&admin, 200)] {
        assert_eq!(call(&running, token, ("GET", "/metrics"), &Value::Null).await.status(), status);
    }
    let ann = running.sign_up("ann").await;
    let asked = json!({"name": "bot", "scopes": ["read", "admin"]});
    let refused = call(&running, &ann, ("POST", "/api/tokens"), &asked).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN, "ann is a member");
    let said = json!({"id": MessageId::new(), "to": "ann", "body": "hi"});
    assert_eq!(body(call(&running, &plain, ("POST", "/api/messages"), &said).await).await["body"], "hi");
    running.stop().await;
}

#[tokio::test]
async fn a_revoked_token_is_refused_at_once_and_its_live_connections_end() {
    let running = running().await;
    let session = running.sign_up("ann").await;
    let (token, id) = lent(&running, &session, json!(["read"])).await;
    let (other, _) = lent(&running, &session, json!(["read"])).await;
    let mut sockets = Vec::new();
    for (token, by_header) in [(&token, true), (&token, false), (&other, true)] {
        let mut request = running.url("/ws").replace("http", "ws").into_client_request().unwrap();
        let protocols = if by_header { "tertulia.v1".to_owned() } else { format!("tertulia.v1, bearer.{token}") };
        request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
        if by_header {
            request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        }
        let (mut socket, _) = connect_async(request).await.unwrap();
        let hello = json!({"type": "hello", "topics": [{"topic": "me", "since": null}], "client": "test"});
        socket.send(Message::text(hello.to_string())).await.unwrap();
        assert!(said(&mut socket).await.contains("welcome"));
        sockets.push(socket);
    }
    let mut stream = client().get(running.url("/events?topics=me")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    let revoked = call(&running, &session, ("DELETE", &format!("/api/tokens/{id}")), &Value::Null).await;
    assert_eq!(revoked.status(), StatusCode::NO_CONTENT);
    assert_eq!(call(&running, &token, ("GET", "/api/me"), &Value::Null).await.status(), StatusCode::UNAUTHORIZED);
    for socket in &mut sockets[..2] {
        while !said(socket).await.contains("revoked\"}") {}
    }
    let mut heard = String::new();
    while let Some(more) = tokio::time::timeout(Duration::from_secs(20), stream.chunk()).await.unwrap().unwrap() {
        heard.push_str(std::str::from_utf8(&more).unwrap());
    }
    assert!(heard.contains("\"bye\""), "{heard}");
    let ping = json!({"type": "ping", "t": 1}).to_string();
    sockets[2].send(Message::text(ping)).await.unwrap();
    while !said(&mut sockets[2]).await.contains("pong") {}
    running.stop().await;
}

/// The next text of a socket.
async fn said<S>(socket: &mut S) -> String
where
    S: Stream<Item = tokio_tungstenite::tungstenite::Result<Message>> + Unpin,
{
    loop {
        let next = tokio::time::timeout(Duration::from_secs(20), socket.next()).await.unwrap();
        if let Message::Text(text) = next.expect("it is open").unwrap() {
            return text.to_string();
        }
    }
}

#[tokio::test]
async fn who_may_not_read_hears_nothing_and_who_may_not_write_says_nothing() {
    let running = running().await;
    let (session, _bob) = (running.sign_up("ann").await, running.sign_up("bob").await);
    let (reads, _) = lent(&running, &session, json!(["read"])).await;
    let (writes, _) = lent(&running, &session, json!(["write"])).await;
    let mut request = running.url("/ws").replace("http", "ws").into_client_request().unwrap();
    let protocols = format!("tertulia.v1, bearer.{writes}");
    request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
    let refused = connect_async(request).await.err().unwrap();
    assert!(refused.to_string().contains("403"), "{refused}");
    assert_eq!(call(&running, &writes, ("GET", "/events"), &Value::Null).await.status(), StatusCode::FORBIDDEN);

    let message = json!({"id": MessageId::new(), "to": "bob", "body": "hi"});
    let sent = body(call(&running, &session, ("POST", "/api/messages"), &message).await).await;
    let topic = format!("conversation:{}", sent["conversation_id"].as_str().unwrap());
    let mut request = running.url("/ws").replace("http", "ws").into_client_request().unwrap();
    let protocols = format!("tertulia.v1, bearer.{reads}");
    request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
    let (mut socket, _) = connect_async(request).await.unwrap();
    let hello = json!({"type": "hello", "topics": [{"topic": topic, "since": null}], "client": "test"});
    socket.send(Message::text(hello.to_string())).await.unwrap();
    while !said(&mut socket).await.contains("welcome") {}
    let typing = json!({"type": "signal", "topic": topic, "kind": "typing", "body": {}});
    socket.send(Message::text(typing.to_string())).await.unwrap();
    while !said(&mut socket).await.contains("\"forbidden\"") {}
    running.stop().await;
}
