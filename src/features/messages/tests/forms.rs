//! The slice's server functions, as a page calls them and as a form is run.

use ::http::{HeaderMap, StatusCode, header};
use axum::{body::Body, extract::Request};
use leptos::prelude::provide_context;
use serde_json::{Value, json};

use super::*;
use crate::{
    realtime::Position,
    server::{Viewer, form::Plain},
    shared::{
        Error,
        id::{OperationId, SessionId},
        role::Role,
    },
};

const FORM: &str = "application/x-www-form-urlencoded";
const POSITION: Position = Position { epoch: 1, xid: 2, id: 3 };

impl Talk {
    async fn post(&self, who: AccountId, name: &str, kinds: [&str; 2], body: String) -> (StatusCode, HeaderMap, Value) {
        let [content_type, accept] = kinds;
        let request = Request::post(format!("/rpc/{name}"))
            .header(header::CONTENT_TYPE, content_type)
            .header(header::ACCEPT, accept)
            .extension(Plain::default())
            .body(Body::from(body))
            .unwrap();
        let server = self.world.server.clone();
        let contexts = move || {
            provide_context(server.clone());
            provide_context(POSITION);
            provide_context(Viewer::by_session(who, SessionId::new(), Role::Member));
        };
        let response = leptos_axum::handle_server_fns_with_context(contexts, request).await;
        let (parts, body) = axum::response::IntoResponse::into_response(response).into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// Submits a form: where it leads, or why not.
    pub(super) async fn submit(&self, who: AccountId, name: &str, body: String) -> Result<String> {
        let (status, headers, refused) = self.post(who, name, [FORM, "application/json"], body).await;
        match headers.get(header::LOCATION) {
            Some(page) if status == StatusCode::OK => Ok(page.to_str().unwrap().to_owned()),
            _ => Err(serde_json::from_value(refused).unwrap()),
        }
    }
}

#[tokio::test]
async fn a_form_sends_once_and_leads_to_the_end_of_its_conversation() {
    let talk = talk().await;
    let page = Ok(format!("/messages/{}?newest", talk.conversation));
    let fields = |id: &str, body: &str| format!("conversation_id={}&body={body}{id}", talk.conversation);
    let id = format!("&id={}", MessageId::new());
    assert_eq!(talk.submit(talk.ann, "send_message", fields("", "hi+bob")).await, page);
    for _ in 0..2 {
        assert_eq!(talk.submit(talk.ann, "send_message", fields(&id, "sent+twice")).await, page);
    }
    assert_eq!(talk.number("select count(*) from messages").await, 2);

    let nil = "&id=00000000-0000-0000-0000-000000000000";
    for (who, fields, error) in [
        (talk.ann, fields("", "+"), Error::invalid("body", "required")),
        (talk.ann, fields(&id, "another"), Error::Conflict),
        (talk.ann, fields(nil, "of+no+name"), Error::invalid("id", "version")),
        (talk.eve, fields("", "let+me+in"), Error::Missing),
    ] {
        assert_eq!(talk.submit(who, "send_message", fields).await, Err(error));
    }
}

#[tokio::test]
async fn a_form_marks_what_was_read_and_so_does_one_that_sends() {
    let talk = talk().await;
    for n in 0..5 {
        talk.send(talk.ann, &n.to_string()).await;
    }
    let unread = async || service::read(talk.world.pool(), talk.bob, talk.conversation).await.unwrap().unread();
    let mark = format!("conversation_id={}&seq=3", talk.conversation);
    let page = Ok(format!("/messages/{}", talk.conversation));
    assert_eq!(talk.submit(talk.bob, "mark_read", mark.clone()).await, page);
    assert_eq!(unread().await, 2);
    assert_eq!(talk.submit(talk.eve, "mark_read", mark).await, Err(Error::Missing));
    let words = format!("conversation_id={}&body=hi+ann", talk.conversation);
    talk.submit(talk.bob, "send_message", words).await.unwrap();
    assert_eq!(unread().await, 0);
}

#[tokio::test]
async fn a_form_opens_a_conversation_and_leads_there() {
    let talk = talk().await;
    let page = Ok(format!("/messages/{}", talk.conversation));
    assert_eq!(talk.submit(talk.bob, "open_conversation", "handle=ann".into()).await, page);
    let shared = Ok(format!("/messages/{}?shared=read%20this", talk.conversation));
    assert_eq!(talk.submit(talk.bob, "open_conversation", "handle=ann&shared=read+this".into()).await, shared);
    let long = talk.submit(talk.bob, "open_conversation", format!("handle=ann&shared={}", "a".repeat(2048))).await;
    assert_eq!(long, Err(Error::invalid("shared", "too_long")));
    let nobody = talk.submit(talk.bob, "open_conversation", "handle=nobody".into()).await;
    assert_eq!(nobody, Err(Error::Missing));
    let oneself = talk.submit(talk.bob, "open_conversation", "handle=bob".into()).await;
    assert_eq!(oneself, Err(Error::invalid("with", "self")));
}

#[tokio::test]
async fn a_form_makes_a_group_and_leads_there() {
    let talk = talk().await;
    let path = talk.submit(talk.ann, "make_group", "name=Book+club&with=%40bob%2C+eve".into()).await.unwrap();
    let id = path.strip_prefix("/messages/").unwrap().parse().unwrap();
    let group = service::read(talk.world.pool(), talk.eve, id).await.unwrap();
    assert_eq!((group.name.as_deref(), group.people()), (Some("Book club"), Some(3)));
    let (id, other) = (ConversationId::new(), "with=bob&name=Cooks");
    let path = talk.submit(talk.ann, "make_group", format!("id={id}&{other}")).await;
    assert_eq!(path, Ok(format!("/messages/{id}")));
    assert_eq!(talk.submit(talk.ann, "make_group", format!("id={id}&{other}")).await, path, "once more");
    let another = talk.submit(talk.ann, "make_group", format!("id={id}&with=bob&name=Bakers")).await;
    assert_eq!(another, Err(Error::Conflict));
    for (fields, field, rule) in [
        ("name=Book+club&with=bob+nobody+eve", "with/nobody", "unknown"),
        ("name=Book+club&with=", "with", "required"),
        ("name=+&with=bob", "name", "required"),
    ] {
        let refused = talk.submit(talk.ann, "make_group", fields.into()).await;
        assert_eq!(refused, Err(Error::invalid(field, rule)), "{fields}");
    }
}

#[tokio::test]
async fn a_page_reads_what_it_shows_and_where_it_goes_on() {
    let talk = talk().await;
    for n in 0..5 {
        talk.send(talk.ann, &n.to_string()).await;
    }
    let from_page = ["application/json", "application/json"];
    let body = json!({"id": talk.conversation, "from": {"before": 4}, "limit": 2}).to_string();
    let (status, _, snapshot) = talk.post(talk.bob, "read_history", from_page, body).await;
    assert_eq!((status, &snapshot["position"]), (StatusCode::OK, &json!("1.2.3")));
    assert_eq!((&snapshot["data"]["messages"][0]["seq"], &snapshot["data"]["newer"]), (&json!(2), &json!(true)));

    let view = |find: &str, cursor: Option<&str>| {
        json!({"view": {"filter": "unread", "find": find}, "cursor": cursor}).to_string()
    };
    let (_, _, list) = talk.post(talk.bob, "list_conversations", from_page, view("ann", None)).await;
    assert_eq!(list["data"]["items"][0]["id"], talk.conversation.to_string());
    for (body, field) in [(view("a\0b", None), "q"), (view("", Some("nonsense")), "cursor")] {
        let (_, _, refused) = talk.post(talk.bob, "list_conversations", from_page, body).await;
        assert_eq!(refused["field"], field);
    }
    let id = OperationId(MessageId::new().0);
    let save = service::Save { id, conversation_id: talk.conversation, body: "half", expected_version: None };
    service::save_draft(&talk.world.server, talk.bob, save).await.unwrap();
    let (_, _, drafts) = talk.post(talk.bob, "list_drafts", from_page, "{}".into()).await;
    assert_eq!((&drafts["position"], &drafts["data"]["drafts"][0]["body"]), (&json!("1.2.3"), &json!("half")));
    let (_, _, draft) =
        talk.post(talk.bob, "read_draft", from_page, json!({"id": talk.conversation}).to_string()).await;
    assert_eq!((&draft["body"], &draft["version"]), (&json!("half"), &json!(1)));
    for body in [json!([{"filter": "unread", "find": ""}, null]), json!({"view": ["unread", ""], "cursor": null})] {
        let (status, _, _) = talk.post(talk.bob, "list_conversations", from_page, body.to_string()).await;
        assert!(!status.is_success(), "a list is no object: {body}");
    }
    let (_, _, standings) = talk.post(talk.bob, "list_standings", from_page, "{}".into()).await;
    assert_eq!((&standings["position"], &standings["data"][0]["last_seq"]), (&json!("1.2.3"), &json!(5)));
    let body = json!({"id": talk.conversation}).to_string();
    let (_, _, one) = talk.post(talk.bob, "read_conversation", from_page, body.clone()).await;
    let pins = &one["data"]["pins"];
    assert_eq!(pins["messages"], json!([]), "the list does not say what is pinned");
    let mut listed = list["data"]["items"][0].clone();
    listed["pins"] = pins.clone();
    assert_eq!(one["data"], listed);
    let (status, _, refused) = talk.post(talk.eve, "read_conversation", from_page, body).await;
    assert!(status.is_server_error() || status.is_client_error());
    assert_eq!(refused["code"], "missing");
}
