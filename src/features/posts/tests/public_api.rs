use ::http::{Request, header::CONTENT_TYPE};
use axum::{Extension, Router, body::Body};
use serde_json::json;
use tower::ServiceExt;

use super::{
    super::{
        http,
        model::{MAX_BODY, MAX_COMMENT},
    },
    *,
};
use crate::server::Limit;

impl Place {
    async fn call(&self, who: Option<Viewer>, method: &str, path: &str, body: impl Into<Value>) -> (u16, Value) {
        let mut router: Router = http::routes().split_for_parts().0.with_state(self.world.server.clone());
        if let Some(viewer) = who {
            router = router.layer(Extension(viewer));
        }
        let body = match body.into() {
            Value::Null => Body::empty(),
            value => Body::from(value.to_string()),
        };
        let request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        let response = router.oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

fn new_question(title: &str, tags: &[&str]) -> Value {
    json!({"id": PostId::new(), "kind": "question", "title": title, "body": "Which one?", "tags": tags})
}

#[tokio::test]
async fn a_bot_asks_answers_comments_votes_and_keeps() {
    let place = place().await;
    let (ann, bob) = (Some(place.ann), Some(place.bob));
    let new = new_question("Bread", &["Rye"]);
    let (status, post) = place.call(ann, "POST", "/api/posts", new.clone()).await;
    assert_eq!((status, &post["tags"], &post["author"]["handle"]), (201, &json!(["rye"]), &json!("ann")));
    assert_eq!(place.call(ann, "POST", "/api/posts", new.clone()).await, (200, post));
    assert_eq!(place.call(bob, "POST", "/api/posts", new.clone()).await.0, 409);
    let path = format!("/api/posts/{}", new["id"].as_str().unwrap());
    let answer = json!({"id": AnswerId::new(), "body": "Rye"});
    for status in [201, 200] {
        assert_eq!(place.call(bob, "POST", &format!("{path}/answers"), answer.clone()).await.0, status);
    }
    let on_answer = format!("/api/answers/{}", answer["id"].as_str().unwrap());
    let comment = json!({"id": CommentId::new(), "body": "Thanks"});
    assert_eq!(place.call(ann, "POST", &format!("{on_answer}/comments"), comment.clone()).await.0, 201);
    let reply = json!({"id": CommentId::new(), "body": "Welcome", "reply_to": comment["id"]});
    let (status, reply) = place.call(bob, "POST", &format!("{on_answer}/comments"), reply).await;
    assert_eq!((status, &reply["reply_to"], &reply["answer_id"]), (201, &comment["id"], &answer["id"]));
    let (status, tally) = place.call(ann, "PUT", &format!("{on_answer}/vote"), json!({"value": 1})).await;
    assert_eq!((status, &tally["answer"], &tally["score"], &tally["vote"]), (200, &answer["id"], &json!(1), &json!(1)));
    let accepted = json!({"answer_id": answer["id"]});
    let (status, question) = place.call(ann, "PUT", &format!("{path}/accepted"), accepted).await;
    assert_eq!((status, &question["accepted_id"]), (200, &answer["id"]));
    let (_, thread) = place.call(None, "GET", &path, Value::Null).await;
    assert_eq!(
        (&thread["answers"]["items"][0]["accepted"], &thread["comments"][0]["body"]),
        (&json!(true), &comment["body"])
    );
    for (method, on) in [("PUT", true), ("DELETE", false)] {
        let kept = place.call(bob, method, &format!("{path}/bookmark"), Value::Null).await;
        assert_eq!(kept, (200, json!({"post_id": new["id"], "on": on})));
        let (_, list) = place.call(bob, "GET", "/api/bookmarks", Value::Null).await;
        assert_eq!(list["items"].as_array().unwrap().len(), usize::from(on));
    }
    assert_eq!(place.call(None, "GET", "/api/bookmarks", Value::Null).await.0, 401);
}

#[tokio::test]
async fn a_bot_edits_over_the_version_that_it_saw() {
    let place = place().await;
    let new = new_question("Bread", &[]);
    place.call(Some(place.ann), "POST", "/api/posts", new.clone()).await;
    let path = format!("/api/posts/{}", new["id"].as_str().unwrap());
    let edit = json!({"body": "Which flour?", "version": 1});
    let (status, edited) = place.call(Some(place.ann), "PATCH", &path, edit).await;
    assert_eq!((status, &edited["version"], &edited["title"]), (200, &json!(2), &new["title"]));
    let late = json!({"body": "Too late", "version": 1});
    let (status, problem) = place.call(Some(place.ann), "PATCH", &path, late).await;
    assert_eq!((status, &problem["code"], &problem["newest"]["body"]), (409, &json!("conflict"), &edited["body"]));
    assert_eq!(place.call(Some(place.bob), "PATCH", &path, json!({"body": "Mine"})).await.0, 403);
    let (status, said) = place.call(None, "GET", &format!("{path}/revisions?limit=1"), Value::Null).await;
    assert_eq!((status, &said["items"][0]["version"], &said["next"]), (200, &json!(2), &json!("2")));
    assert_eq!(place.call(Some(place.bob), "DELETE", &path, Value::Null).await.0, 403);
    let (status, gone) = place.call(Some(place.ann), "DELETE", &path, Value::Null).await;
    assert_eq!((status, &gone["body"], &gone["title"]), (200, &json!(""), &Value::Null));
    assert_eq!(place.call(None, "GET", &path, Value::Null).await.0, 200, "its place stays");
}

#[tokio::test]
async fn lists_go_on_by_their_own_cursors_only() {
    let place = place().await;
    for title in ["Bread", "Salt", "Water"] {
        place.call(Some(place.ann), "POST", "/api/posts", new_question(title, &["rye"])).await;
    }
    let (status, page) = place.call(None, "GET", "/api/feeds/latest?limit=2", Value::Null).await;
    assert_eq!((status, page["items"].as_array().unwrap().len()), (200, 2));
    let next = page["next"].as_str().unwrap();
    let (_, rest) = place.call(None, "GET", &format!("/api/feeds/latest?limit=2&cursor={next}"), Value::Null).await;
    assert_eq!((&rest["items"][0]["title"], &rest["next"]), (&json!("Bread"), &Value::Null));
    for path in [
        "/api/feeds/top",
        "/api/feeds/top?span=day",
        "/api/feeds/unanswered",
        "/api/tags/rye",
        "/api/accounts/ann/posts",
    ] {
        assert_eq!(place.call(None, "GET", path, Value::Null).await.1["items"].as_array().unwrap().len(), 3, "{path}");
        let joint = if path.contains('?') { '&' } else { '?' };
        let (status, problem) = place.call(None, "GET", &format!("{path}{joint}cursor={next}"), Value::Null).await;
        assert_eq!((status, &problem["field"]), (400, &json!("cursor")), "{path}");
    }
    let (_, tags) = place.call(None, "GET", "/api/tags?q=r", Value::Null).await;
    assert_eq!(tags["items"], json!([{"name": "rye", "posts": 3}]));
    let (status, lively) = place.call(None, "GET", "/api/trending?limit=1", Value::Null).await;
    assert_eq!((status, &lively), (200, &json!({"items": [{"name": "rye", "posts": 3}], "next": null})));
}

#[tokio::test]
async fn what_cannot_be_published_is_refused_with_its_field() {
    let place = place().await;
    let (ann, bob) = (Some(place.ann), Some(place.bob));
    let new = new_question("Bread", &["rye"]);
    place.call(ann, "POST", "/api/posts", new.clone()).await;
    let with = |field: &str, value: Value| {
        let mut other = new_question("Salt", &[]);
        other[field] = value;
        other
    };
    let six = json!(["a", "b", "c", "d", "e", "f"]);
    for (body, field, rule) in [
        (with("title", json!(" \n ")), "title", "required"),
        (with("title", Value::Null), "title", "required"),
        (with("title", json!("x".repeat(301))), "title", "too_long"),
        (with("body", json!("x".repeat(MAX_BODY + 1))), "body", "too_long"),
        (with("body", json!("\u{200b}")), "body", "required"),
        (with("tags", six), "tags", "too_many"),
        (with("tags", json!(["x".repeat(36)])), "tags", "too_long"),
        (with("tags", json!(["a/b"])), "tags", "shape"),
        (with("id", json!(uuid::Uuid::nil())), "id", "version"),
    ] {
        let (status, problem) = place.call(ann, "POST", "/api/posts", body).await;
        assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!(field), &json!(rule)));
    }
    let path = format!("/api/posts/{}", new["id"].as_str().unwrap());
    let nowhere = format!("/api/posts/{}", PostId::new());
    let note = json!({"id": PostId::new(), "body": "A walk"});
    place.call(ann, "POST", "/api/posts", note.clone()).await;
    let answers_to_note = format!("/api/posts/{}/answers", note["id"].as_str().unwrap());
    let long = json!({"id": CommentId::new(), "body": "x".repeat(MAX_COMMENT + 1)});
    let answer = json!({"id": AnswerId::new(), "body": "Rye"});
    for (who, method, path, body, expected) in [
        (ann, "PUT", format!("{path}/vote"), json!({"value": 1}), 403),
        (bob, "PUT", format!("{path}/vote"), json!({"value": 2}), 422),
        (bob, "PUT", format!("{nowhere}/vote"), json!({"value": 1}), 404),
        (None, "PUT", format!("{path}/vote"), json!({"value": 1}), 401),
        (bob, "PUT", format!("{path}/accepted"), json!({"answer_id": null}), 403),
        (bob, "POST", answers_to_note, answer.clone(), 422),
        (bob, "POST", format!("{nowhere}/answers"), answer.clone(), 404),
        (None, "POST", format!("{path}/answers"), answer, 401),
        (bob, "POST", format!("{path}/comments"), long, 422),
        (None, "POST", "/api/posts".to_owned(), note, 401),
        (None, "GET", nowhere, Value::Null, 404),
        (None, "GET", "/api/posts/7".to_owned(), Value::Null, 400),
        (None, "GET", "/api/feeds/following".to_owned(), Value::Null, 401),
        (None, "GET", "/api/feeds/nowhere".to_owned(), Value::Null, 404),
        (None, "GET", "/api/feeds/top?span=year".to_owned(), Value::Null, 400),
        (None, "GET", "/api/feeds/latest?limit=101".to_owned(), Value::Null, 422),
        (None, "GET", "/api/tags/a%2Fb".to_owned(), Value::Null, 422),
        (None, "GET", "/api/trending?limit=0".to_owned(), Value::Null, 422),
        (None, "GET", "/api/accounts/nobody_here/posts".to_owned(), Value::Null, 404),
    ] {
        let (status, problem) = place.call(who, method, &path, body).await;
        assert_eq!(status, expected, "{method} {path}: {problem}");
        assert!(problem["code"].is_string(), "{problem}");
    }
    place.call(ann, "DELETE", &path, Value::Null).await;
    assert_eq!(place.call(bob, "PUT", &format!("{path}/vote"), json!({"value": 1})).await.0, 404, "it was deleted");
}

#[tokio::test]
async fn who_publishes_too_often_is_told_when_to_go_on() {
    let mut place = place().await;
    place.world.server.limits = Limits::on();
    while place.world.server.limits.check(Limit::Posts, &place.ann.account.to_string()).is_ok() {}
    let (status, problem) = place.call(Some(place.ann), "POST", "/api/posts", new_question("Bread", &[])).await;
    assert_eq!((status, &problem["code"]), (429, &json!("slow")));
    assert_eq!(place.call(Some(place.bob), "POST", "/api/posts", new_question("Salt", &[])).await.0, 201);
}

#[tokio::test]
async fn who_reads_too_much_that_is_long_is_told_when_to_go_on_a_visitor_by_where_they_come_from() {
    let mut place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.bob, post.id, "Rye").await;
    place.world.server.limits = Limits::on();
    let (posts, answers) = (format!("/api/posts/{}", post.id), format!("/api/answers/{}", answer.id));
    let (ann, unknown) = (place.ann.account.to_string(), "0.0.0.0");
    for (who, key) in [(None, unknown), (Some(place.ann), &*ann)] {
        for path in [
            format!("{posts}/answers?limit=100"),
            format!("{posts}/comments?limit=100"),
            format!("{answers}/comments?limit=100"),
            format!("{posts}/revisions?limit=100"),
            format!("{answers}/revisions?limit=100"),
            posts.clone(),
        ] {
            place.world.server.limits = Limits::on();
            place.world.server.limits.check_all(Limit::Reading, key, 5_990).expect("they read nothing yet");
            let (status, problem) = place.call(who, "GET", &path, Value::Null).await;
            assert_eq!((status, &problem["code"]), (429, &json!("slow")), "{path}");
            let short = path.replace("limit=100", "limit=10");
            assert_eq!(place.call(who, "GET", &short, Value::Null).await.0, if short == posts { 429 } else { 200 });
        }
    }
    assert_eq!(place.call(Some(place.bob), "GET", &posts, Value::Null).await.0, 200);
}
