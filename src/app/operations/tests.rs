mod community;

use axum::{Extension, body::Body, middleware::from_fn};
use http::{Request, header::CONTENT_TYPE};
use tower::ServiceExt;

use super::*;
use crate::{
    app::{identity::check_account, size::LARGEST},
    shared::{
        id::{AccountId, OperationId, SessionId},
        role::Role,
        time::Time,
    },
    sync::ACCOUNT_HEADER,
    tests::given::{self, World},
};

async fn post(world: &World, who: Option<AccountId>, body: impl ToString) -> (u16, Value) {
    let mut router = routes().with_state(world.server.clone());
    if let Some(account) = who {
        router = router.layer(Extension(Viewer::by_session(account, SessionId::new(), Role::Member)));
    }
    let request = Request::post("/rpc/operations").header(CONTENT_TYPE, "application/json");
    let response = router.oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[expect(clippy::needless_pass_by_value, reason = "it is called with json! literals")]
fn operation(kind: &str, body: Value) -> Value {
    json!({"v": 1, "kind": kind, "id": OperationId::new(), "object": "anything", "body": body})
}

#[tokio::test]
async fn an_operation_that_arrives_twice_is_applied_once() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let conversation = world.pair(ann, bob).await;
    let send = operation("message.send", json!({"conversation_id": conversation, "body": "hi"}));
    let (status, message) = post(&world, Some(ann), &send).await;
    assert_eq!((status, &message["id"], &message["seq"]), (200, &send["id"], &json!(1)));
    assert_eq!(post(&world, Some(ann), &send).await, (200, message));
    let mark = operation("conversation.mark", json!({"conversation_id": conversation, "delivered": 1, "read": 1}));
    for _ in 0..2 {
        assert_eq!(post(&world, Some(bob), &mark).await, (200, json!({})));
    }
    let number = "select (select count(*) from messages) + (select sum(read_seq) from marks)::bigint";
    let number: i64 = sqlx::query_scalar(number).fetch_one(&mut world.administrator().await).await.unwrap();
    assert_eq!(number, 2);
}

#[tokio::test]
async fn what_is_pinned_is_answered_with_the_message_and_all_that_is_pinned_and_a_late_repetition_changes_nothing() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let conversation = world.pair(ann, bob).await;
    let send = operation("message.send", json!({"conversation_id": conversation, "body": "hi", "forwarded": true}));
    assert_eq!(post(&world, Some(ann), &send).await.1["forwarded"], json!(true));
    let pin = |on: bool| operation("message.pin", json!({"message_id": send["id"], "seq": 1, "on": on}));
    let (on, off) = (pin(true), pin(false));
    let (status, pinned) = post(&world, Some(bob), &on).await;
    assert_eq!((status, &pinned["id"], &pinned["version"]), (200, &send["id"], &json!(1)));
    assert_eq!((&pinned["messages"][0]["id"], &pinned["messages"][0]["by"]), (&send["id"], &json!(bob)));
    let (status, unpinned) = post(&world, Some(ann), &off).await;
    assert_eq!((status, &unpinned["messages"], &unpinned["version"]), (200, &json!([]), &json!(2)));
    assert_eq!(post(&world, Some(bob), &on).await, (200, unpinned), "what holds by now");
}

#[tokio::test]
async fn an_edit_that_arrives_again_late_does_not_bring_its_words_back() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let conversation = world.pair(ann, bob).await;
    let send = operation("message.send", json!({"conversation_id": conversation, "body": "hi"}));
    post(&world, Some(ann), &send).await;
    let edit = |body: &str| operation("message.edit", json!({"message_id": send["id"], "body": body}));
    let (first, second) = (edit("hello"), edit("good evening"));
    let (status, edited) = post(&world, Some(ann), &first).await;
    assert_eq!((status, &edited["body"], &edited["version"]), (200, &json!("hello"), &json!(2)));
    let (_, newest) = post(&world, Some(ann), &second).await;
    assert_eq!(post(&world, Some(ann), &first).await, (200, newest.clone()), "what holds by now");
    let mut other = first.clone();
    other["body"]["body"] = json!("something else");
    assert_eq!(post(&world, Some(ann), &other).await.0, 409, "its name is taken");
    let (_, known) = post(&world, Some(ann), &send).await;
    assert_eq!(known, newest, "sending it again brings nothing back either");

    let delete = operation("message.delete", json!({"message_id": send["id"]}));
    assert_eq!(post(&world, Some(bob), &delete).await.0, 403);
    let (status, gone) = post(&world, Some(ann), &delete).await;
    assert_eq!((status, &gone["body"], &gone["version"]), (200, &json!(""), &json!(4)));
    for again in [&delete, &first, &send] {
        assert_eq!(post(&world, Some(ann), again).await, (200, gone.clone()));
    }
    let words = "select count(*) from operations where result::text like '%hello%'";
    let kept: i64 = sqlx::query_scalar(words).fetch_one(&mut world.administrator().await).await.unwrap();
    assert_eq!(kept, 0, "what was deleted is kept nowhere");
}

#[tokio::test]
async fn an_operation_that_nobody_understands_is_given_back() {
    let world = given::world().await;
    let ann = world.person("ann").await;
    let mut later = operation("message.send", json!({}));
    later["v"] = json!(2);
    let long = operation("message.send", json!({"body": "x".repeat(LARGEST_POST)}));
    let mut nameless = operation("message.send", json!({"conversation_id": ConversationId::new(), "body": "hi"}));
    let tomorrow = Time::from_millis(Time::now().millis() + 24 * 60 * 60 * 1000).to_string();
    let schedule = |at: &str, body: &str| {
        operation("schedule.add", json!({"conversation_id": ConversationId::new(), "at": at, "body": body}))
    };
    nameless["id"] = json!("00000000-0000-0000-0000-000000000000");
    let cases = [
        (nameless, 422),
        (json!("{"), 422),
        (json!({}), 422),
        (later, 422),
        (operation("message.burn", json!({})), 422),
        (operation("message.send", json!(null)), 422),
        (operation("message.send", json!({"conversation_id": "x", "body": "hi"})), 422),
        (operation("message.send", json!({"conversation_id": ConversationId::new(), "body": ""})), 422),
        (operation("message.send", json!({"conversation_id": ConversationId::new(), "body": "hi"})), 404),
        (operation("conversation.mark", json!({"conversation_id": ConversationId::new(), "read": 1})), 404),
        (operation("message.edit", json!({"message_id": MessageId::new(), "body": "hi"})), 404),
        (operation("message.edit", json!({"message_id": MessageId::new(), "body": " "})), 422),
        (operation("message.edit", json!({"message_id": MessageId::new()})), 422),
        (operation("message.delete", json!({"message_id": MessageId::new()})), 404),
        (operation("message.delete", json!({"message_id": "x"})), 422),
        (operation("message.react", json!({"message_id": MessageId::new(), "emoji": "👍", "on": true})), 404),
        (operation("message.react", json!({"message_id": MessageId::new(), "emoji": "fine", "on": true})), 422),
        (operation("message.react", json!({"message_id": MessageId::new(), "emoji": "👍"})), 422),
        (operation("message.pin", json!({"message_id": MessageId::new(), "on": true})), 404),
        (operation("message.pin", json!({"message_id": MessageId::new()})), 422),
        (operation("message.unpreview", json!({"message_id": MessageId::new()})), 404),
        (operation("message.unpreview", json!({"message_id": 7})), 422),
        (operation("conversation.mark", json!({"read": "all"})), 422),
        (operation("draft.save", json!({"conversation_id": ConversationId::new(), "body": "half"})), 404),
        (operation("draft.save", json!({"body": "half"})), 422),
        (operation("draft.save", json!([ConversationId::new(), "half"])), 422),
        (operation("draft.save", json!({"conversation_id": ConversationId::new(), "body": "a\u{0}b"})), 422),
        (operation("schedule.add", json!({"conversation_id": ConversationId::new(), "body": "hi"})), 422),
        (schedule("2020-01-01T00:00:00Z", "hi"), 422),
        (schedule("9000-01-01T00:00:00Z", "hi"), 422),
        (schedule(&tomorrow, " "), 422),
        (schedule(&tomorrow, "hi"), 404),
        (operation("schedule.change", json!({"message_id": MessageId::new(), "now": true})), 404),
        (operation("schedule.change", json!({"message_id": MessageId::new(), "at": "soon"})), 422),
        (operation("schedule.cancel", json!({"message_id": MessageId::new()})), 404),
        (operation("conversation.mark", json!([ConversationId::new(), null, 1])), 422),
        (operation("settings.change", json!({"appearance": 7})), 422),
        (operation("settings.change", json!(["dark", null, null, null, null])), 422),
        (operation("publication.ask", json!({"conversation_id": ConversationId::new(), "messages": []})), 422),
        (operation("publication.consent", json!({"publication_id": MessageId::new(), "allowed": true})), 404),
        (operation("publication.consent", json!({"publication_id": MessageId::new()})), 422),
        (operation("publication.settle", json!({"publication_id": MessageId::new(), "publish": true})), 404),
        (long, 413),
    ];
    for (body, expected) in cases {
        let (status, problem) = post(&world, Some(ann), &body).await;
        assert_eq!(status, expected, "{}: {problem}", body["kind"]);
        assert!(problem["code"].is_string());
    }
    assert_eq!(post(&world, Some(ann), "{").await.0, 400);
    assert_eq!(post(&world, None, operation("message.burn", json!({}))).await.0, 401);
}

#[tokio::test]
async fn an_operation_is_as_large_as_its_kind_may_be() {
    let world = given::world().await;
    let ann = world.person("ann").await;
    let words = "x".repeat(LARGEST);
    for (kind, body, expected) in [
        ("message.send", json!({"conversation_id": ConversationId::new(), "body": words}), 413),
        ("comment.create", json!({"post_id": MessageId::new(), "body": words}), 413),
        ("vote.cast", json!({"post": MessageId::new(), "value": 1, "words": words}), 413),
        ("post.create", json!({"kind": "post", "title": null, "body": words, "tags": []}), 422),
        ("answer.create", json!({"post_id": MessageId::new(), "body": words}), 422),
    ] {
        let operation = operation(kind, body);
        let (status, problem) = post(&world, Some(ann), &operation).await;
        let rule = if expected == 413 { "too_large" } else { "too_long" };
        assert_eq!((status, &problem["rule"]), (expected, &json!(rule)), "{kind}: {problem}");
        assert_eq!(post(&world, None, &operation).await.0, 401, "{kind}");
    }
}

#[tokio::test]
async fn what_was_done_in_one_account_is_never_applied_for_another() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let conversation = world.pair(ann, bob).await;
    let send = operation("message.send", json!({"conversation_id": conversation, "body": "by ann"}));
    for (whose, expected) in [(ann, 401), (bob, 200)] {
        let viewer = Viewer::by_session(bob, SessionId::new(), Role::Member);
        let router = routes().with_state(world.server.clone());
        let router = router.layer(from_fn(check_account)).layer(Extension(viewer));
        let request = Request::post("/rpc/operations")
            .header(CONTENT_TYPE, "application/json")
            .header(ACCOUNT_HEADER, whose.to_string());
        let response = router.oneshot(request.body(Body::from(send.to_string())).unwrap()).await.unwrap();
        assert_eq!(response.status().as_u16(), expected);
    }
}

#[tokio::test]
async fn what_is_chosen_for_a_conversation_is_answered_as_it_stands_and_chosen_once() {
    let world = given::world().await;
    let (ann, bob, eve) = (world.person("ann").await, world.person("bob").await, world.person("eve").await);
    let conversation = world.pair(ann, bob).await;
    let choose = |mut body: Value| {
        body["conversation_id"] = json!(conversation);
        operation("conversation.choose", body)
    };
    let mute = choose(json!({"muted": true}));
    let (status, mark) = post(&world, Some(ann), &mute).await;
    assert_eq!((status, &mark["muted"], &mark["pinned"]), (200, &json!(true), &json!(false)));
    let (_, pinned) = post(&world, Some(ann), &choose(json!({"pinned": true, "muted": false}))).await;
    assert_eq!((&pinned["muted"], &pinned["pinned"]), (&json!(false), &json!(true)));
    assert_eq!(post(&world, Some(ann), &mute).await, (200, mark), "it does not mute once more");
    let muted = "select count(*) from marks where muted";
    let muted: i64 = sqlx::query_scalar(muted).fetch_one(&mut world.administrator().await).await.unwrap();
    assert_eq!(muted, 0);
    assert_eq!(post(&world, Some(eve), &choose(json!({"muted": true}))).await.0, 404);
    assert_eq!(post(&world, Some(ann), &choose(json!({"muted": "yes"}))).await.0, 422);
}

#[tokio::test]
async fn nothing_that_was_said_is_kept_with_what_was_chosen() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let conversation = world.pair(ann, bob).await;
    world.say(bob, conversation, "between us").await;
    let away = operation("conversation.choose", json!({"conversation_id": conversation, "archived": true}));
    assert_eq!(post(&world, Some(ann), &away).await.0, 200);
    let kept = "select count(*) from operations where result::text like '%between us%'";
    let kept: i64 = sqlx::query_scalar(kept).fetch_one(&mut world.administrator().await).await.unwrap();
    assert_eq!(kept, 0);
}
