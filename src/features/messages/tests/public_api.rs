use ::http::{Request, StatusCode, header::CONTENT_TYPE};
use axum::{Extension, Router, body::Body};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::{
    features::messages::http,
    server::{Limit, Viewer},
    shared::{id::SessionId, role::Role},
};

impl Talk {
    /// Calls as somebody; the body is sent as it is when it is a text.
    pub(super) async fn call(
        &self,
        who: Option<AccountId>,
        method: &str,
        path: &str,
        body: impl Into<Value>,
    ) -> (u16, Value) {
        let mut router: Router = http::routes().split_for_parts().0.with_state(self.world.server.clone());
        if let Some(account) = who {
            let viewer = Viewer::by_session(account, SessionId::new(), Role::Member);
            router = router.layer(Extension(viewer));
        }
        let body = match body.into() {
            Value::Null => Body::empty(),
            Value::String(text) => Body::from(text),
            value => Body::from(value.to_string()),
        };
        let request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        let response = router.oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

#[tokio::test]
async fn a_bot_talks_to_a_person() {
    let talk = talk().await;
    let ann = Some(talk.ann);
    let message = json!({"id": MessageId::new(), "to": "eve", "body": "hi eve"});
    let (status, stored) = talk.call(ann, "POST", "/api/messages", message.clone()).await;
    assert_eq!((status, &stored["seq"]), (201, &json!(1)));
    assert_eq!(talk.call(ann, "POST", "/api/messages", message.clone()).await, (200, stored.clone()));
    let other = json!({"id": message["id"], "to": "eve", "body": "something else"});
    let (status, problem) = talk.call(ann, "POST", "/api/messages", other).await;
    assert_eq!((status, &problem["code"]), (409, &json!("conflict")));

    let (status, list) = talk.call(Some(talk.eve), "GET", "/api/conversations?unread=true", Value::Null).await;
    assert_eq!((status, &list["total"], &list["items"][0]["unread"]), (200, &json!(1), &json!(1)));
    assert_eq!(list["items"][0]["last"]["body"], "hi eve");
    let conversation = stored["conversation_id"].as_str().unwrap();
    let (_, history) =
        talk.call(Some(talk.eve), "GET", &format!("/api/conversations/{conversation}/messages"), Value::Null).await;
    assert_eq!(history, json!({"items": [stored], "next": null}));
    let read = format!("/api/messages/{}/read", stored["id"].as_str().unwrap());
    assert_eq!(talk.call(Some(talk.eve), "PATCH", &read, Value::Null).await.0, 204);
    let (_, seen) = talk.call(Some(talk.eve), "GET", &format!("/api/conversations/{conversation}"), Value::Null).await;
    assert_eq!((&seen["unread"], &seen["mark"]["read_seq"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn a_message_to_somebody_that_is_refused_leaves_no_conversation() {
    let mut talk = talk().await;
    let (ann, known) = (Some(talk.ann), talk.send(talk.ann, "said to bob").await);
    let ivo = talk.world.person("ivo").await;
    talk.world.pair(ivo, talk.ann).await;
    for (body, status) in [("something else", 409), ("", 422)] {
        for to in ["eve", "ivo"] {
            let message = json!({"id": known.id, "to": to, "body": body});
            assert_eq!(talk.call(ann, "POST", "/api/messages", message).await.0, status, "{to} {body}");
        }
    }
    assert_eq!(talk.number("select count(*) from conversations").await, 2, "with bob, and the one that ivo opened");
    let (_, list) = talk.call(ann, "GET", "/api/conversations", Value::Null).await;
    assert_eq!(list["total"], 1, "{list}");

    talk.world.server.limits = Limits::on();
    let opened = "select count(*) from conversations where last_seq = 0";
    let mut status = 0;
    for n in 0..20 {
        // What was sent a minute ago lets one through, which then is a conversation.
        let handle = format!("person{n}");
        talk.world.person(&handle).await;
        while talk.world.server.limits.check(Limit::Messages, &talk.ann.to_string()).is_ok() {}
        let message = json!({"id": MessageId::new(), "to": handle, "body": "one too many"});
        status = talk.call(ann, "POST", "/api/messages", message).await.0;
        if status == 429 {
            break;
        }
    }
    assert_eq!((status, talk.number(opened).await), (429, 1), "ivo's");
}

#[tokio::test]
async fn a_history_is_paged_from_the_newest() {
    let talk = talk().await;
    for n in 0..5 {
        talk.send(talk.ann, &n.to_string()).await;
    }
    let path = format!("/api/conversations/{}/messages?limit=2", talk.conversation);
    let seqs = |page: &Value| page["items"].as_array().unwrap().iter().map(|m| m["seq"].clone()).collect::<Value>();
    let (_, page) = talk.call(Some(talk.bob), "GET", &path, Value::Null).await;
    assert_eq!((seqs(&page), &page["next"]), (json!([5, 4]), &json!("4")));
    let (_, page) = talk.call(Some(talk.bob), "GET", &format!("{path}&before=2"), Value::Null).await;
    assert_eq!((seqs(&page), &page["next"]), (json!([1]), &Value::Null));
    let read_all = format!("/api/conversations/{}/read-all", talk.conversation);
    assert_eq!(talk.call(Some(talk.bob), "PATCH", &read_all, Value::Null).await.0, 204);
    let pin = format!("/api/conversations/{}", talk.conversation);
    let (_, seen) = talk.call(Some(talk.bob), "PATCH", &pin, json!({"pinned": true})).await;
    assert_eq!((&seen["unread"], &seen["mark"]["pinned"]), (&json!(0), &json!(true)));
}

#[tokio::test]
async fn what_cannot_be_accepted_says_why() {
    let talk = talk().await;
    let (id, conversation) = (MessageId::new(), talk.conversation);
    let history = format!("/api/conversations/{conversation}/messages");
    let (nil, random) = ("00000000-0000-0000-0000-000000000000", "f47ac10b-58cc-4372-a567-0e02b2c3d479");
    let cases: Vec<(&str, String, Value, u16)> = vec![
        ("POST", "/api/messages".into(), "{".into(), 400),
        ("POST", "/api/messages".into(), "\u{fffd}".into(), 400),
        ("POST", "/api/messages".into(), json!({"id": "no id", "to": "bob", "body": "x"}), 422),
        ("POST", "/api/messages".into(), json!({"id": id, "body": "x"}), 422),
        (
            "POST",
            "/api/messages".into(),
            json!({"id": id, "to": "bob", "conversation_id": conversation, "body": "x"}),
            422,
        ),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "bob", "body": ""}), 422),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "bob", "body": "a\u{0}b"}), 422),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "bob", "body": "x".repeat(10_001)}), 422),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "bob", "body": "x", "reply_to": "x"}), 422),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "bob", "body": "x", "reply_to": id}), 404),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "nobody", "body": "x"}), 404),
        ("POST", "/api/messages".into(), json!({"id": id, "to": "ann", "body": "x"}), 422),
        ("POST", "/api/conversations".into(), json!({"with": []}), 422),
        ("POST", "/api/conversations".into(), json!({"with": ["bob", "eve"]}), 422),
        ("POST", "/api/conversations".into(), json!({"with": ["bob"], "name": " "}), 422),
        ("POST", "/api/conversations".into(), json!({"with": ["a\u{0}"]}), 404),
        ("POST", "/api/conversations".into(), json!({"with": "bob"}), 422),
        ("GET", "/api/conversations?cursor=garbage".into(), Value::Null, 400),
        ("GET", "/api/conversations?cursor=Mjphbm4".into(), Value::Null, 400),
        ("POST", "/api/messages".into(), json!({"id": nil, "to": "bob", "body": "x"}), 422),
        ("POST", "/api/messages".into(), json!({"id": random, "to": "bob", "body": "x"}), 422),
        ("POST", "/api/conversations".into(), json!({"id": nil, "with": ["bob"]}), 422),
        ("GET", "/api/conversations?limit=0".into(), Value::Null, 422),
        ("GET", "/api/conversations?limit=101".into(), Value::Null, 422),
        ("GET", "/api/conversations?limit=many".into(), Value::Null, 400),
        ("GET", "/api/conversations?q=%00".into(), Value::Null, 422),
        ("GET", "/api/conversations?q=%ff".into(), Value::Null, 400),
        ("GET", "/api/conversations/garbage".into(), Value::Null, 400),
        ("GET", format!("{history}?before=1&after=1"), Value::Null, 422),
        ("GET", format!("{history}?before=x"), Value::Null, 400),
        ("GET", format!("{history}?around=1&at=2026-11-27T12:00:00Z"), Value::Null, 422),
        ("GET", format!("{history}?at=soon"), Value::Null, 400),
        ("GET", format!("{history}?at=0001-01-01T00:00:00Z"), Value::Null, 400),
        ("GET", format!("{history}?before=99999999999999999999"), Value::Null, 400),
        ("PATCH", "/api/messages/garbage/read".into(), Value::Null, 400),
        ("PATCH", format!("/api/messages/{id}"), json!({"body": "x"}), 404),
        ("PUT", format!("/api/messages/{id}/reactions/%F0%9F%91%8D"), Value::Null, 404),
        ("PUT", format!("/api/messages/{id}/reactions/fine"), Value::Null, 422),
        ("DELETE", format!("/api/messages/{id}/reactions/%00"), Value::Null, 422),
        ("PUT", "/api/messages/garbage/reactions/%F0%9F%91%8D".into(), Value::Null, 400),
        ("PATCH", format!("/api/messages/{id}"), json!({"body": "\u{200b}"}), 422),
        ("PATCH", format!("/api/messages/{id}"), json!({"body": "x".repeat(10_001)}), 422),
        ("PATCH", format!("/api/messages/{id}"), json!({}), 422),
        ("DELETE", format!("/api/messages/{id}"), Value::Null, 404),
        ("GET", format!("/api/messages/{id}/revisions"), Value::Null, 404),
        ("GET", format!("/api/messages/{id}/revisions?before=x"), Value::Null, 400),
        ("GET", format!("/api/messages/{id}/revisions?limit=0"), Value::Null, 422),
        ("PATCH", format!("/api/messages/{}/read", MessageId::new()), Value::Null, 404),
        ("PATCH", format!("/api/conversations/{}/read-all", ConversationId::new()), Value::Null, 404),
    ];
    for (method, path, body, expected) in cases {
        let (status, problem) = talk.call(Some(talk.ann), method, &path, body.clone()).await;
        assert_eq!(status, expected, "{method} {path} {body}: {problem}");
        if status >= 400 {
            assert_eq!(problem["status"], status);
            assert!(problem["code"].is_string() && problem["title"].is_string());
        }
    }
    assert_eq!(talk.number("select count(*) from messages").await, 0);
}

#[tokio::test]
async fn a_stranger_and_a_visitor_get_nothing() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "between us").await;
    let calls = |conversation: ConversationId, message: MessageId| {
        [
            ("GET", format!("/api/conversations/{conversation}"), Value::Null),
            ("PATCH", format!("/api/conversations/{conversation}"), json!({"muted": true})),
            ("PATCH", format!("/api/conversations/{conversation}"), json!({"name": "us"})),
            ("PATCH", format!("/api/conversations/{conversation}"), json!({"subject": {"words": "Rent"}})),
            ("PUT", format!("/api/conversations/{conversation}/participants/eve"), json!({})),
            ("PUT", format!("/api/conversations/{conversation}/participants/nobody"), json!({"role": "owner"})),
            ("DELETE", format!("/api/conversations/{conversation}/participants/bob"), Value::Null),
            ("DELETE", format!("/api/conversations/{conversation}/participants/eve"), Value::Null),
            ("GET", format!("/api/conversations/{conversation}/messages"), Value::Null),
            ("GET", format!("/api/conversations/{conversation}/messages?at=1970-01-01T00:00:00Z"), Value::Null),
            ("PATCH", format!("/api/conversations/{conversation}/read-all"), Value::Null),
            ("PATCH", format!("/api/messages/{message}/read"), Value::Null),
            ("PATCH", format!("/api/messages/{message}"), json!({"body": "x"})),
            ("DELETE", format!("/api/messages/{message}"), Value::Null),
            ("GET", format!("/api/messages/{message}/revisions"), Value::Null),
            ("POST", "/api/messages".into(), json!({"id": message, "conversation_id": conversation, "body": "x"})),
        ]
    };
    let real = calls(talk.conversation, message.id);
    let never_was = calls(ConversationId::new(), MessageId::new());
    for ((method, path, body), (_, other_path, other_body)) in real.into_iter().zip(never_was) {
        let found = talk.call(Some(talk.eve), method, &path, body.clone()).await;
        assert_eq!(found.0, StatusCode::NOT_FOUND.as_u16(), "{method} {path}");
        assert_eq!(found, talk.call(Some(talk.eve), method, &other_path, other_body).await, "nothing tells them apart");
        assert_eq!(talk.call(None, method, &path, body).await.0, 401);
    }
}

#[tokio::test]
async fn a_choice_over_something_newer_is_a_conflict_and_shows_it() {
    let talk = talk().await;
    let path = format!("/api/conversations/{}", talk.conversation);
    let choose = |body: Value| talk.call(Some(talk.bob), "PATCH", &path, body);
    let seen = talk.call(Some(talk.bob), "GET", &path, Value::Null).await.1["mark"]["version"].clone();
    let (status, muted) = choose(json!({"muted": true, "version": seen})).await;
    assert_eq!((status, &muted["mark"]["muted"]), (200, &json!(true)));
    assert_eq!(choose(json!({"muted": true, "version": seen})).await, (200, muted.clone()), "asked again");
    let (status, problem) = choose(json!({"pinned": true, "version": seen})).await;
    assert_eq!((status, &problem["code"]), (409, &json!("conflict")));
    assert_eq!(problem["newest"], muted);
    assert!(problem["title"].as_str().unwrap().contains("newer version"), "{problem}");
    assert_eq!(choose(json!({"pinned": true, "version": muted["mark"]["version"]})).await.0, 200);
}
