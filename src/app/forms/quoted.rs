//! How what was said becomes a question without JavaScript: asked for, allowed, published and taken out again by forms.

use std::mem::swap;

use super::tests::{Visit, hidden, to, visit};
use crate::shared::id::MessageId;

const OPEN: &str = "/messages/publishing";

/// Ann says something to bob; that message, and the browser of ann. Bob is logged in.
async fn told(visit: &mut Visit) -> (String, Option<String>) {
    visit.sign_up("bob").await;
    let mut other = visit.cookie.take();
    visit.sign_up("ann").await;
    let opened = visit.post("/messages/new?act=open_conversation", &[("handle", "bob")]).await;
    let conversation = to(&opened).rsplit('/').next().unwrap().to_owned();
    let message = MessageId::new().to_string();
    let fields = [("id", &*message), ("conversation_id", &*conversation), ("body", "By the river")];
    assert_eq!(visit.post(&format!("/messages/{conversation}?act=send_message"), &fields).await.status(), 303);
    swap(&mut visit.cookie, &mut other);
    (message, other)
}

/// Bob asks for it by the form of its page; the id of what it is to become.
async fn asked(visit: &Visit, message: &str) -> String {
    let page = format!("{OPEN}?message={message}");
    let form = visit.get(&page).await.text().await.unwrap();
    assert!(form.contains("By the river") && form.contains("ann is shown their words and asked."));
    let (id, conversation) = (hidden(&form, "id"), hidden(&form, "conversation_id"));
    let fields = |title| {
        [
            ("id", &*id),
            ("conversation_id", &*conversation),
            ("purpose", "question"),
            ("publication_title", title),
            ("publication_tags", "walks"),
            ("messages[]", message),
        ]
    };
    let path = format!("{page}&act=ask_publication");
    let refused = visit.post(&path, &fields("")).await;
    assert_eq!(refused.status(), 422);
    let again = refused.text().await.unwrap();
    assert!(again.contains("A question needs a title.") && again.contains("value=\"walks\""), "what was chosen stays");
    let asked = visit.post(&path, &fields("Where to?")).await;
    assert_eq!((asked.status().as_u16(), to(&asked)), (303, OPEN));
    id
}

#[tokio::test]
async fn what_somebody_said_is_asked_for_allowed_published_and_taken_out_by_forms() {
    let mut visit = visit().await;
    let (message, mut other) = told(&mut visit).await;
    let id = asked(&visit, &message).await;
    let (settle, consent) = (format!("{OPEN}?act=settle_publication"), format!("{OPEN}?act=consent_publication"));
    let publish = [("id", &*id), ("publish", "true")];
    assert_eq!(visit.post(&settle, &publish).await.status(), 422, "ann has not answered");

    swap(&mut visit.cookie, &mut other);
    let page = visit.get(OPEN).await.text().await.unwrap();
    assert!(page.contains("By the river") && page.contains("Where to?") && page.contains("act=consent_publication"));
    let allowed = visit.post(&consent, &[("id", &*id), ("allowed", "true")]).await;
    assert_eq!((allowed.status().as_u16(), to(&allowed)), (303, OPEN));

    swap(&mut visit.cookie, &mut other);
    assert_eq!(visit.post(&settle, &publish).await.status(), 303);
    let question = format!("/p/{id}/where-to");
    let page = visit.get(&question).await.text().await.unwrap();
    assert!(page.contains("By the river") && page.contains("a conversation of yours"));
    let form = visit.get(&format!("{question}?edit=post-{id}")).await.text().await.unwrap();
    assert!(form.contains("stays as those who are quoted allowed it"));

    swap(&mut visit.cookie, &mut other);
    let page = visit.get(&question).await.text().await.unwrap();
    assert!(page.contains("Take out what I said"));
    let out = visit.post(&format!("{question}?act=consent_publication"), &[("id", &*id), ("allowed", "false")]).await;
    assert_eq!(out.status(), 303);
    assert!(!visit.get(&question).await.text().await.unwrap().contains("By the river"));
    visit.cookie = None;
    assert_eq!(visit.get(OPEN).await.status(), 302, "who is not logged in is led to log in");
    visit.running.stop().await;
}
