use serde_json::{Value, json};

use super::*;
use crate::{server::once::Once, shared::Error};

fn forward(conversation_id: ConversationId, body: &str) -> Draft {
    Draft { forwarded: true, ..draft(conversation_id, body) }
}

#[tokio::test]
async fn what_is_forwarded_is_a_message_of_ones_own_that_says_so_and_not_from_where() {
    let talk = talk().await;
    let elsewhere = talk.world.pair(talk.bob, talk.eve).await;
    let source = talk.send(talk.ann, "the plan").await;
    let taken = talk.try_send(talk.bob, &forward(elsewhere, &source.body)).await.unwrap().into_message();
    assert!(taken.forwarded && taken.author_id == talk.bob && taken.reply_to.is_none());
    let (_, told) = talk.last_event("message.sent").await;
    assert_eq!(serde_json::from_value::<Message>(told.clone()).unwrap(), taken);
    let said = told.to_string();
    for secret in [source.id.to_string(), talk.conversation.to_string(), talk.ann.to_string()] {
        assert!(!said.contains(&secret), "{said}");
    }
    assert!(!source.forwarded, "the first one stays as it was");
}

#[tokio::test]
async fn it_says_so_for_life() {
    let talk = talk().await;
    let message = talk.try_send(talk.ann, &forward(talk.conversation, "the plan")).await.unwrap().into_message();
    let edit = service::Edit { id: message.id, body: "the plan, shorter", expected_version: None };
    let edited = service::edit(&talk.world.server, talk.ann, edit, &Once::UNNAMED).await.unwrap();
    assert!(edited.forwarded);
    let (_, told) = talk.last_event("message.edited").await;
    assert_eq!(told["forwarded"], json!(true));
}

#[tokio::test]
async fn the_same_draft_is_the_same_message_and_one_that_is_not_forwarded_is_another() {
    let talk = talk().await;
    let draft = forward(talk.conversation, "the plan");
    let message = talk.try_send(talk.ann, &draft).await.unwrap().into_message();
    assert_eq!(talk.try_send(talk.ann, &draft).await, Ok(Sent::Known(message)));
    let own = Draft { forwarded: false, ..draft };
    assert_eq!(talk.try_send(talk.ann, &own).await, Err(Error::Conflict));
}

#[tokio::test]
async fn a_bot_forwards_where_it_is_and_nowhere_else() {
    let talk = talk().await;
    let new = |conversation| json!({"id": MessageId::new(), "conversation_id": conversation, "body": "the plan", "forwarded": true});
    let (status, stored) = talk.call(Some(talk.ann), "POST", "/api/messages", new(talk.conversation)).await;
    assert_eq!((status, &stored["forwarded"]), (201, &json!(true)));
    let foreign = talk.world.pair(talk.bob, talk.eve).await;
    assert_eq!(talk.call(Some(talk.ann), "POST", "/api/messages", new(foreign)).await.0, 404);
    let history = format!("/api/conversations/{}/messages", talk.conversation);
    let page = talk.call(Some(talk.bob), "GET", &history, Value::Null).await.1;
    assert_eq!(page["items"][0], stored);
}
