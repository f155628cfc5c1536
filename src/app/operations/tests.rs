use axum::{Extension, body::Body, middleware::from_fn};
use http::{Request, header::CONTENT_TYPE};
use tower::ServiceExt;

use super::*;
use crate::{
    app::{identity::check_account, size::LARGEST},
    shared::{
        id::{AccountId, NotificationId, OperationId, SessionId},
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

#[tokio::test]
async fn a_block_and_a_report_that_arrive_twice_are_applied_once() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let account = json!({"id": bob, "handle": "bob", "display_name": "Bob", "role": "member"});
    let block = operation("person.block", json!({"account": account, "blocked": true}));
    let id = OperationId::new();
    let body = json!({"id": id, "about": {"person": bob}, "reason": "spam", "words": ""});
    let mut report = operation("report.make", body);
    report["id"] = json!(id);
    for _ in 0..2 {
        let (status, answer) = post(&world, Some(ann), &block).await;
        assert_eq!((status, &answer["account_id"], &answer["blocked"]), (200, &json!(bob), &json!(true)));
        assert_eq!(post(&world, Some(ann), &report).await, (200, json!({})));
    }
    let number = "select (select count(*) from blocks) + (select count(*) from reports)";
    let number: i64 = sqlx::query_scalar(number).fetch_one(&mut world.administrator().await).await.unwrap();
    assert_eq!(number, 2);
    report["id"] = json!(OperationId::new());
    assert_eq!(post(&world, Some(ann), &report).await.0, 409, "it names another report");
}

#[tokio::test]
async fn what_is_published_and_judged_is_applied_once_and_answered_as_it_stands() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let body = json!({"kind": "question", "title": "Bread", "body": "Which flour?", "tags": ["rye"]});
    let ask = operation("post.create", body);
    let answer = operation("answer.create", json!({"post_id": ask["id"], "body": "Rye"}));
    let on = json!({"answer": answer["id"]});
    let comment = operation("comment.create", json!({"on": on, "reply_to": null, "body": "Thanks"}));
    for (who, made) in [(ann, &ask), (bob, &answer), (ann, &comment)] {
        let (status, stored) = post(&world, Some(who), made).await;
        assert_eq!((status, &stored["id"], &stored["version"]), (200, &made["id"], &json!(1)), "{stored}");
        assert_eq!(post(&world, Some(who), made).await.1["id"], made["id"]);
    }
    let up = operation("vote.cast", json!({"on": on, "value": 1}));
    let (status, tally) = post(&world, Some(ann), &up).await;
    assert_eq!((status, &tally["answer"], &tally["score"], &tally["vote"]), (200, &answer["id"], &json!(1), &json!(1)));
    let back = operation("vote.cast", json!({"on": on, "value": 0}));
    let (_, without) = post(&world, Some(ann), &back).await;
    assert_eq!(post(&world, Some(ann), &up).await, (200, without), "it does not come back");
    assert_eq!(post(&world, Some(bob), &operation("vote.cast", json!({"on": on, "value": 1}))).await.0, 403);
    let accept = operation("answer.accept", json!({"post_id": ask["id"], "answer_id": answer["id"]}));
    assert_eq!(post(&world, Some(ann), &accept).await.1["accepted_id"], answer["id"]);
    let keep = operation("post.bookmark", json!({"post_id": ask["id"], "on": true}));
    assert_eq!(post(&world, Some(bob), &keep).await, (200, json!({"post_id": ask["id"], "on": true})));
    let mut edit = operation("post.edit", json!({"post_id": ask["id"], "body": "Which salt?"}));
    edit["expected_version"] = json!(1);
    let (status, edited) = post(&world, Some(ann), &edit).await;
    assert_eq!((status, &edited["version"], &edited["title"]), (200, &json!(2), &json!("Bread")));
    edit["id"] = json!(OperationId::new());
    edit["body"]["body"] = json!("Which water?");
    assert_eq!(post(&world, Some(ann), &edit).await.0, 409, "it is newer than what was seen");
    for (who, kind, name, made) in [
        (bob, "answer.edit", "answer_id", &answer),
        (ann, "comment.edit", "comment_id", &comment),
        (ann, "comment.delete", "comment_id", &comment),
        (bob, "answer.delete", "answer_id", &answer),
        (ann, "post.delete", "post_id", &ask),
    ] {
        let mut body = json!({"body": "Other words"});
        body[name] = made["id"].clone();
        let done = operation(kind, body);
        let (status, stands) = post(&world, Some(who), &done).await;
        assert_eq!((status, &stands["id"]), (200, &made["id"]), "{kind}: {stands}");
        assert_eq!(post(&world, Some(who), &done).await.0, 200, "{kind}");
    }
    for (kind, body) in [
        ("post.create", json!({"kind": "question", "title": " ", "body": "b", "tags": []})),
        ("post.create", json!({"kind": "poem", "title": "t", "body": "b", "tags": []})),
        ("vote.cast", json!({"on": {"answer": answer["id"]}, "value": 2})),
        ("vote.cast", json!({"on": "answer", "value": 1})),
        ("comment.create", json!({"on": {"comment": comment["id"]}, "body": "no"})),
        ("post.delete", json!([ask["id"]])),
    ] {
        assert_eq!(post(&world, Some(ann), &operation(kind, body)).await.0, 422, "{kind}");
    }
}

#[tokio::test]
async fn what_one_was_told_is_read_as_it_was_seen_and_a_late_repetition_changes_nothing() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let follow = |follows| {
        let account = json!({"id": ann, "handle": "ann", "display_name": "Ann", "role": "member"});
        operation("person.follow", json!({"account": account, "follows": follows}))
    };
    assert_eq!(post(&world, Some(bob), &follow(true)).await.0, 200);
    let told: NotificationId = sqlx::query_scalar("select id from notifications")
        .fetch_one(&mut world.administrator().await)
        .await
        .expect("ann was told");
    let read = operation("notification.read", json!({"notification_id": told, "through": 1}));
    let (status, done) = post(&world, Some(ann), &read).await;
    assert_eq!((status, &done["id"], &done["unread"], &done["version"]), (200, &json!(told), &json!(0), &json!(2)));
    assert_eq!(post(&world, Some(ann), &read).await, (200, done));
    assert_eq!(post(&world, Some(bob), &read).await.0, 404, "it is not his");
    let all = operation("notification.read_all", json!({"through": 2}));
    let (status, done) = post(&world, Some(ann), &all).await;
    assert_eq!((status, &done["through"], &done["unread"], &done["version"]), (200, &json!(2), &json!(0), &json!(2)));
    for (kind, body) in [("notification.read", json!({"through": 1})), ("notification.read_all", json!([1]))] {
        assert_eq!(post(&world, Some(ann), &operation(kind, body)).await.0, 422, "{kind}");
    }
}
