use serde_json::{Value, json};

use super::*;
use crate::{
    features::messages::import::{Import, Line, import},
    shared::time::Time,
};

impl Talk {
    async fn opens(&self, who: AccountId, with: &str) -> (u16, Value) {
        self.call(Some(who), "POST", "/api/conversations", json!({"with": [with]})).await
    }

    async fn finds(&self, who: AccountId, path: &str) -> Value {
        self.call(Some(who), "GET", path, Value::Null).await.1
    }

    /// Has it that a conversation was opened a day earlier than it was.
    async fn put_back(&self, conversation: &Value) {
        let earlier = "
            with made as (
              update conversations set created_at = created_at - interval '1 day' where id = $1 returning id)
            update participants set joined_at = joined_at - interval '1 day'
              where conversation_id in (select id from made)";
        let id: ConversationId = serde_json::from_value(conversation["id"].clone()).unwrap();
        sqlx::query(earlier).bind(id).execute(&mut self.administrator().await).await.unwrap();
    }
}

fn ids(page: &Value) -> Vec<Value> {
    page["items"].as_array().unwrap().iter().map(|conversation| conversation["id"].clone()).collect()
}

#[tokio::test]
async fn opening_answers_whether_it_was_there() {
    let talk = talk().await;
    let new = json!({"id": ConversationId::new(), "with": ["eve"]});
    let (status, opened) = talk.call(Some(talk.bob), "POST", "/api/conversations", new.clone()).await;
    assert_eq!((status, &opened["id"]), (201, &new["id"]));
    assert_eq!(talk.call(Some(talk.bob), "POST", "/api/conversations", new.clone()).await.0, 200);
    let other = json!({"id": talk.conversation, "with": ["eve"]});
    let (status, found) = talk.call(Some(talk.bob), "POST", "/api/conversations", other).await;
    assert_eq!((status, &found["id"]), (200, &new["id"]), "the id counts only where there is none yet");
    let taken = json!({"id": talk.conversation, "with": ["eve"]});
    assert_eq!(talk.call(Some(talk.ann), "POST", "/api/conversations", taken).await.0, 409);
}

#[tokio::test]
async fn who_opens_what_another_one_opened_in_silence_learns_nothing_of_that() {
    let talk = talk().await;
    let (_, opened) = talk.opens(talk.bob, "eve").await;
    talk.put_back(&opened).await;
    let bobs = talk.finds(talk.bob, &format!("/api/conversations/{}", opened["id"].as_str().unwrap())).await;
    let (status, eves) = talk.opens(talk.eve, "bob").await;
    assert_eq!((status, &eves["id"]), (201, &opened["id"]));
    assert!(eves["created_at"].as_str() > bobs["created_at"].as_str(), "a day later: {eves} {bobs}");
    let (_, new) = talk.opens(talk.eve, "ann").await;
    for conversation in [&eves, &new] {
        assert_eq!(conversation["participants"][0]["account"]["handle"], "eve", "whoever opened it: {conversation}");
    }
    assert_eq!(talk.opens(talk.eve, "bob").await, (200, eves));
}

#[tokio::test]
async fn what_one_opened_stays_as_it_was_for_them_when_the_other_opens_it_too() {
    let talk = talk().await;
    let (_, opened) = talk.opens(talk.bob, "eve").await;
    talk.put_back(&opened).await;
    let (_, later) = talk.opens(talk.bob, "ann").await;
    let before = talk.finds(talk.bob, "/api/conversations").await;
    assert_eq!(ids(&before), [later["id"].clone(), opened["id"].clone()]);
    assert_eq!(talk.opens(talk.eve, "bob").await.0, 201);
    assert_eq!(talk.finds(talk.bob, "/api/conversations").await, before);
}

#[tokio::test]
async fn the_list_goes_by_when_each_conversation_came_to_be_there_for_the_viewer() {
    let talk = talk().await;
    let (_, opened) = talk.opens(talk.bob, "eve").await;
    talk.put_back(&opened).await;
    let (_, before) = talk.opens(talk.eve, "ann").await;
    talk.opens(talk.eve, "bob").await;
    let (mut listed, mut cursor) = (Vec::new(), String::new());
    while listed.len() < 5 {
        let page = talk.finds(talk.eve, &format!("/api/conversations?limit=1{cursor}")).await;
        listed.append(&mut ids(&page));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(listed, [opened["id"].clone(), before["id"].clone()], "each once, page by page");
}

#[tokio::test]
async fn who_opens_what_was_spoken_in_finds_it() {
    let talk = talk().await;
    let message = json!({"id": MessageId::new(), "to": "eve", "body": "hi eve"});
    let (_, said) = talk.call(Some(talk.bob), "POST", "/api/messages", message).await;
    let (status, found) = talk.call(Some(talk.eve), "POST", "/api/conversations", json!({"with": ["bob"]})).await;
    assert_eq!((status, &found["id"]), (200, &said["conversation_id"]));
}

#[tokio::test]
async fn what_was_said_elsewhere_is_there_since_its_first_line() {
    let talk = talk().await;
    let at = Time::from_millis(1_600_000_000_000);
    let lines = vec![Line::said(MessageId::new(), 0, "hi eve", at)];
    let (people, unread) = (vec![talk.bob, talk.eve], vec![0, 0]);
    let said = Import { id: ConversationId::new(), name: None, people, unread, requested: false, lines };
    assert_eq!(import(talk.world.pool(), &said).await, Ok(true));
    for who in said.people {
        assert_eq!(talk.finds(who, &format!("/api/conversations/{}", said.id)).await["created_at"], at.to_string());
    }
}
