//! What one does to people, publishes and judges, and what one is told of it.

use super::*;
use crate::shared::id::NotificationId;

#[tokio::test]
async fn a_block_a_mute_and_a_report_that_arrive_twice_are_applied_once() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let account = json!({"id": bob, "handle": "bob", "display_name": "Bob", "role": "member"});
    let block = operation("person.block", json!({"account": account, "blocked": true}));
    let mute = operation("person.mute", json!({"account": account, "muted": true}));
    let id = OperationId::new();
    let body = json!({"id": id, "about": {"person": bob}, "reason": "spam", "words": ""});
    let mut report = operation("report.make", body);
    report["id"] = json!(id);
    for _ in 0..2 {
        let (status, answer) = post(&world, Some(ann), &block).await;
        assert_eq!((status, &answer["account_id"], &answer["blocked"]), (200, &json!(bob), &json!(true)));
        let (status, answer) = post(&world, Some(ann), &mute).await;
        assert_eq!((status, &answer["account_id"], &answer["muted"]), (200, &json!(bob), &json!(true)));
        assert_eq!(post(&world, Some(ann), &report).await, (200, json!({})));
    }
    let number = "select (select count(*) from blocks) + (select count(*) from mutes) + (select count(*) from reports)";
    let number: i64 = sqlx::query_scalar(number).fetch_one(&mut world.administrator().await).await.unwrap();
    assert_eq!(number, 3);
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
