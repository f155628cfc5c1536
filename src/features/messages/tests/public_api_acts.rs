use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn a_bot_runs_a_group() {
    let talk = talk().await;
    let (ann, bob) = (Some(talk.ann), Some(talk.bob));
    let new = json!({"id": ConversationId::new(), "with": ["bob"], "name": "Book club"});
    let (status, group) = talk.call(ann, "POST", "/api/conversations", new.clone()).await;
    assert_eq!((status, &group["kind"], &group["name"]), (201, &json!("group"), &new["name"]));
    assert_eq!(talk.call(ann, "POST", "/api/conversations", new.clone()).await.0, 200);
    let other = json!({"id": new["id"], "with": ["bob"], "name": "Cooks"});
    assert_eq!(talk.call(ann, "POST", "/api/conversations", other).await.0, 409);
    let path = format!("/api/conversations/{}", new["id"].as_str().unwrap());
    let eves = format!("{path}/participants/eve");
    assert_eq!(talk.call(bob, "PUT", &eves, json!({})).await.0, 403);
    let (status, group) = talk.call(ann, "PUT", &eves, json!({"role": "admin"})).await;
    let role = |group: &Value, place: usize| group["participants"][place]["role"].clone();
    assert_eq!((status, role(&group, 2)), (200, json!("admin")));
    let (status, problem) = talk.call(ann, "PUT", &format!("{path}/participants/nobody"), json!({})).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!("handle"), &json!("unknown")));
    let change = json!({"name": "Cooks", "subject": {"words": "Bread", "link": "https://example.org"}, "version": 1});
    let (status, changed) = talk.call(Some(talk.eve), "PATCH", &path, change).await;
    assert_eq!((status, &changed["version"], &changed["subject"]["words"]), (200, &json!(2), &json!("Bread")));
    let (status, problem) = talk.call(ann, "PATCH", &path, json!({"name": "Bakers", "version": 1})).await;
    assert_eq!((status, &problem["newest"]["name"]), (409, &json!("Cooks")));
    let unsafe_link = json!({"subject": {"words": "Bread", "link": "http://example.org"}});
    assert_eq!(talk.call(ann, "PATCH", &path, unsafe_link).await.1["field"], "link");
    let said = json!({"id": MessageId::new(), "conversation_id": new["id"], "body": "rye"});
    assert_eq!(talk.call(bob, "POST", "/api/messages", said.clone()).await.0, 201);
    assert_eq!(talk.call(Some(talk.eve), "DELETE", &format!("{path}/participants/bob"), Value::Null).await.0, 204);
    let edit = format!("/api/messages/{}", said["id"].as_str().unwrap());
    assert_eq!(talk.call(bob, "PATCH", &edit, json!({"body": "wheat"})).await.0, 404, "he said it himself");
    assert_eq!(talk.call(bob, "GET", &path, Value::Null).await.0, 404);
    assert_eq!(talk.call(Some(talk.eve), "DELETE", &eves, Value::Null).await.0, 204);
}

#[tokio::test]
async fn a_bot_edits_and_deletes_what_it_said_and_nobody_else_does() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "helo").await;
    let path = format!("/api/messages/{}", message.id);
    let edit = json!({"body": "hello"});
    let (status, edited) = talk.call(Some(talk.ann), "PATCH", &path, edit.clone()).await;
    assert_eq!((status, &edited["body"], &edited["version"]), (200, &json!("hello"), &json!(2)));
    assert!(edited["edited_at"].is_string() && edited["deleted_at"].is_null(), "{edited}");
    let (status, problem) = talk.call(Some(talk.bob), "PATCH", &path, edit.clone()).await;
    assert_eq!((status, &problem["code"]), (403, &json!("forbidden")));
    assert_eq!(talk.call(Some(talk.bob), "DELETE", &path, Value::Null).await.0, 403);

    let late = json!({"body": "good evening", "version": 1});
    let (status, problem) = talk.call(Some(talk.ann), "PATCH", &path, late).await;
    assert_eq!((status, &problem["code"], &problem["newest"]), (409, &json!("conflict"), &edited));
    let same = json!({"body": "hello", "version": 2});
    assert_eq!(talk.call(Some(talk.ann), "PATCH", &path, same).await, (200, edited));

    let revisions = format!("{path}/revisions");
    let (status, page) = talk.call(Some(talk.bob), "GET", &format!("{revisions}?limit=1"), Value::Null).await;
    assert_eq!((status, &page["items"][0]["body"], &page["next"]), (200, &json!("hello"), &json!("2")));
    let (_, page) = talk.call(Some(talk.bob), "GET", &format!("{revisions}?before=2"), Value::Null).await;
    assert_eq!((&page["items"][0]["body"], &page["next"]), (&json!("helo"), &Value::Null));
    assert_eq!(page["items"][0]["at"], json!(message.at));

    let (status, gone) = talk.call(Some(talk.ann), "DELETE", &path, Value::Null).await;
    assert_eq!((status, &gone["body"], &gone["seq"]), (200, &json!(""), &json!(message.seq)));
    assert_eq!(talk.call(Some(talk.ann), "DELETE", &path, Value::Null).await, (200, gone));
    assert_eq!(talk.call(Some(talk.ann), "PATCH", &path, edit).await.0, 404);
    assert_eq!(talk.call(Some(talk.bob), "GET", &revisions, Value::Null).await.0, 404);
    let list = talk.call(Some(talk.bob), "GET", "/api/conversations", Value::Null).await.1;
    assert_eq!(list["items"][0]["last"]["body"], "", "the list says it in its own words");
}

#[tokio::test]
async fn a_bot_reacts_and_takes_it_back() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    let path = format!("/api/messages/{}/reactions/%F0%9F%91%8D", message.id);
    let (status, reacted) = talk.call(Some(talk.bob), "PUT", &path, Value::Null).await;
    assert_eq!((status, &reacted["reactions"]), (200, &json!([{"emoji": "👍", "by": [talk.bob]}])));
    assert_eq!(talk.call(Some(talk.bob), "PUT", &path, Value::Null).await, (200, reacted.clone()));
    let history = format!("/api/conversations/{}/messages", talk.conversation);
    let page = talk.call(Some(talk.ann), "GET", &history, Value::Null).await.1;
    assert_eq!(page["items"][0], reacted);
    assert_eq!(talk.call(Some(talk.eve), "PUT", &path, Value::Null).await.0, 404);
    let none = format!("/api/messages/{}/reactions/fine", message.id);
    let (status, problem) = talk.call(Some(talk.bob), "PUT", &none, Value::Null).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!("emoji"), &json!("emoji")));
    let (status, without) = talk.call(Some(talk.bob), "DELETE", &path, Value::Null).await;
    assert_eq!((status, &without["reactions"]), (200, &json!([])));
}

#[tokio::test]
async fn a_bot_answers_a_message_of_its_conversation_and_no_other() {
    let talk = talk().await;
    let asked = talk.send(talk.ann, "tea?").await;
    let new = |reply_to: MessageId, conversation: ConversationId| json!({"id": MessageId::new(), "conversation_id": conversation, "body": "yes", "reply_to": reply_to});
    let answer = new(asked.id, talk.conversation);
    let (status, stored) = talk.call(Some(talk.bob), "POST", "/api/messages", answer.clone()).await;
    assert_eq!((status, &stored["reply_to"]), (201, &json!(asked.id)));
    assert_eq!(talk.call(Some(talk.bob), "POST", "/api/messages", answer.clone()).await, (200, stored));
    let mut otherwise = answer;
    otherwise["reply_to"] = Value::Null;
    assert_eq!(talk.call(Some(talk.bob), "POST", "/api/messages", otherwise).await.0, 409);
    let elsewhere = talk.world.pair(talk.bob, talk.eve).await;
    for answer in [new(asked.id, elsewhere), new(MessageId::new(), talk.conversation)] {
        assert_eq!(talk.call(Some(talk.bob), "POST", "/api/messages", answer).await.0, 404);
    }
}
