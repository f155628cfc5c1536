//! Who may hear what.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::{Client, ConversationId, Live, ServerFrame, Topic, eventually};
use crate::{
    features::messages::{model::Details, service},
    server::{Caller, Limit, limits::network, once::Once},
    shared::id::AccountId,
};

async fn refusal(client: &mut Client, topic: Topic) -> (String, String) {
    client.subscribe(topic, None).await;
    match client.next().await {
        ServerFrame::Error { code, words, topic: Some(about) } if about == topic => (code, words),
        other => panic!("no refusal but {other:?}"),
    }
}

#[tokio::test]
async fn a_stranger_is_answered_as_for_what_never_was_and_hears_nothing() {
    let live = Live::start().await;
    let (ann, bob, eve) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let pair = live.pair(ann, bob).await;
    let mut stranger = live.connect(eve, json!([{"topic": "me", "since": null}])).await;
    let theirs = refusal(&mut stranger, Topic::Conversation(pair)).await;
    assert_eq!(theirs, refusal(&mut stranger, Topic::Conversation(ConversationId::new())).await);
    assert_eq!(theirs.0, "missing");
    let presence = refusal(&mut stranger, Topic::Presence(ann)).await;
    assert_eq!(presence, refusal(&mut stranger, Topic::Presence(AccountId::new())).await);
    live.send(ann, pair, "for bob").await;
    live.settled().await;
    assert_eq!(stranger.said().await, []);
}

#[tokio::test]
async fn who_is_removed_loses_the_conversation_at_once() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let topic = Topic::Conversation(pair);
    let topics = json!([{"topic": "me", "since": null}, {"topic": topic, "since": null}]);
    let mut bobs = live.connect(bob, topics.clone()).await;
    live.send(ann, pair, "with bob").await;
    assert_eq!(bobs.messages(1).await, ["with bob"]);
    live.leave(pair, bob).await;
    live.send(ann, pair, "without bob").await;
    live.settled().await;
    let said = bobs.said().await;
    assert!(said.contains(&ServerFrame::missing(topic)), "{said:?}");
    let text = serde_json::to_string(&said).expect("frames");
    assert!(text.contains("member.left") && !text.contains("without bob"), "{text}");
    assert_eq!(refusal(&mut bobs, topic).await.0, "missing");
}

#[tokio::test]
async fn who_is_removed_from_a_group_hears_no_more_of_it_and_who_comes_in_does() {
    let live = Live::start().await;
    let (ann, bob, eve) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let group = live.world.group(ann, &[bob]).await;
    live.settled().await;
    let topic = Topic::Conversation(group);
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}, {"topic": topic, "since": null}])).await;
    let mut eves = live.connect(eve, json!([{"topic": "me", "since": null}])).await;
    assert_eq!(refusal(&mut eves, topic).await.0, "missing");
    live.send(ann, group, "with bob").await;
    assert_eq!(bobs.messages(1).await, ["with bob"]);

    let pool = live.world.pool();
    service::set_participant(&live.world.server, ann, group, ("eve", None), &Once::UNNAMED).await.expect("it is ann's");
    service::remove_participant(pool, ann, group, "bob", &Once::UNNAMED).await.expect("it is ann's");
    live.send(ann, group, "without bob").await;
    live.settled().await;
    let said = bobs.said().await;
    assert!(said.contains(&ServerFrame::missing(topic)), "{said:?}");
    let text = serde_json::to_string(&said).expect("frames");
    assert!(text.contains("member.left") && !text.contains("without bob"), "{text}");
    assert_eq!(refusal(&mut bobs, topic).await.0, "missing");
    bobs.say(json!({"type": "signal", "topic": topic, "kind": "typing"})).await;
    assert_eq!(bobs.next().await, ServerFrame::missing(topic));

    assert_eq!(eves.messages(1).await, ["without bob"]);
    let renamed = Details { name: Some("Cooks".to_owned()), ..Details::default() };
    service::change(pool, ann, group, &renamed, &Once::UNNAMED).await.expect("it is ann's");
    let event = eves.events(1).await.pop().expect("an event");
    assert_eq!((event.kind.as_str(), &event.body["name"]), ("conversation.changed", &json!("Cooks")));
    live.settled().await;
    assert_eq!(bobs.said().await, []);
}

#[tokio::test]
async fn a_revoked_session_closes_its_connections_and_no_other() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let session = live.log_in(ann).await;
    let mut client = live.knock(session).await;
    client.say(json!({"type": "hello", "topics": [{"topic": "me", "since": null}], "client": "test"})).await;
    assert!(matches!(client.next().await, ServerFrame::Welcome { .. }));
    let mut other = live.connect(ann, json!([])).await;
    live.revoke(session, ann).await;
    assert_eq!(client.farewell().await, ("revoked".into(), 4401));
    assert_eq!(other.said().await, []);
    eventually(async || live.hub.connections() == 1).await;
}

#[tokio::test]
async fn a_page_of_one_person_does_not_go_on_as_another() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let mut client = live.knock(live.log_in(bob).await).await;
    client.say(json!({"type": "hello", "topics": [], "client": "test", "account": ann})).await;
    assert_eq!(client.farewell().await.0, "revoked");
    let mut client = live.knock(live.log_in(bob).await).await;
    client.say(json!({"type": "hello", "topics": [], "client": "test", "account": bob})).await;
    assert!(matches!(client.next().await, ServerFrame::Welcome { .. }));
}

#[tokio::test]
async fn a_log_in_that_ended_before_hello_is_noticed() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let session = live.log_in(ann).await;
    let mut client = live.knock(session).await;
    eventually(async || live.hub.connections() == 1).await;
    let mut administrator = live.world.administrator().await;
    sqlx::raw_sql("alter table sessions disable trigger sessions_announce; delete from sessions")
        .execute(&mut administrator)
        .await
        .expect("a statement of ours");
    client.say(json!({"type": "hello", "topics": [], "client": "test"})).await;
    assert_eq!(client.farewell().await.0, "revoked");
}

/// The status with which an opening is refused that brings this token; whatever is left is used up before.
async fn refusal_of(live: &Live, token: &str, limit: Limit, key: &str) -> Option<u16> {
    use super::{HeaderValue, IntoClientRequest};
    while live.world.server.limits.check(limit, key).is_ok() {}
    let mut request = format!("ws://{}/ws", live.address).into_client_request().expect("an address");
    let protocols = format!("tertulia.v1, bearer.{token}");
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_str(&protocols).expect("a header"));
    match super::connect_async(request).await {
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Some(response.status().as_u16()),
        _ => None,
    }
}

#[tokio::test]
async fn who_opens_connections_without_end_by_a_token_waits() {
    let live = Live::over(super::world().await).await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let session = live.log_in(ann).await;
    let (token, key) = (session.to_string(), ann.to_string());
    let mut refused = None;
    for _ in 0..100 {
        refused = refused.or(refusal_of(&live, &token, Limit::Calls, &key).await);
    }
    assert_eq!(refused, Some(429));
    live.connect(bob, json!([])).await;
}

#[tokio::test]
async fn who_tries_tokens_without_end_waits_and_others_do_not() {
    let live = Live::over(super::world().await).await;
    let network = network(Caller::unknown().address);
    let mut refused = Vec::new();
    for _ in 0..100 {
        refused.extend(refusal_of(&live, "nonsense", Limit::Strangers, &network).await);
    }
    assert!(refused.contains(&429) && refused.iter().all(|status| [401, 429].contains(status)), "{refused:?}");
    live.connect(live.world.person("ann").await, json!([])).await;
}

#[tokio::test]
async fn without_a_log_in_there_is_no_connection_and_a_page_is_told_why() {
    let live = Live::start().await;
    let request = |headers: &[(&'static str, &str)]| {
        use super::{HeaderValue, IntoClientRequest};
        let mut request = format!("ws://{}/ws", live.address).into_client_request().expect("an address");
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
        }
        request
    };
    let status = async |headers: &[(&'static str, &str)]| match super::connect_async(request(headers)).await {
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status().as_u16(),
        other => panic!("no refusal but {other:?}"),
    };
    let protocol = ("sec-websocket-protocol", "tertulia.v1");
    assert_eq!(status(&[protocol]).await, 401);
    assert_eq!(status(&[("sec-websocket-protocol", "tertulia.v1, bearer.nonsense")]).await, 401);
    assert_eq!(status(&[protocol, ("cookie", "a=b"), ("origin", "http://elsewhere")]).await, 403);
    assert_eq!(status(&[("sec-websocket-protocol", "tertulia.v0")]).await, 422);
    let page = request(&[protocol, ("cookie", "a=b"), ("origin", "http://here")]);
    let (socket, _) = super::connect_async(page).await.expect("an upgrade");
    let mut client = Client { socket, position: None };
    assert!(matches!(client.next().await, ServerFrame::Bye { reason, .. } if reason == "revoked"));
    assert!(matches!(client.message().await, Message::Close(_)));
}
