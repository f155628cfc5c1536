use serde_json::{Value, json};

use super::*;
use crate::{
    features::messages::model::{From, NewPins, Pins, Quote},
    server::once::Once,
    shared::{Error, id::OperationId},
};

impl Talk {
    async fn pin(&self, who: AccountId, message: MessageId, on: bool) -> Result<NewPins> {
        service::pin(&self.world.server, who, message, on, &Once::UNNAMED).await
    }

    async fn pins(&self, who: AccountId) -> Pins {
        let read = service::read(self.world.pool(), who, self.conversation).await;
        read.expect("they are in it").pins.expect("it was read by itself")
    }
}

fn places(pins: &NewPins) -> Vec<i64> {
    pins.messages.iter().map(|pin| pin.seq).collect()
}

#[tokio::test]
async fn everybody_in_a_conversation_pins_and_unpins_and_all_hear_of_it() {
    let talk = talk().await;
    let (first, second) = (talk.send(talk.ann, "the plan").await, talk.send(talk.bob, "the place").await);
    let pinned = talk.pin(talk.bob, first.id, true).await.unwrap();
    assert_eq!((places(&pinned), pinned.version, pinned.messages[0].by), (vec![1], 1, talk.bob));
    let both = talk.pin(talk.ann, second.id, true).await.unwrap();
    assert_eq!(places(&both), [2, 1], "what was pinned last comes first");
    let (topic, told) = talk.last_event("pins.changed").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!(serde_json::from_value::<NewPins>(told).unwrap(), both);
    assert_eq!(talk.pins(talk.bob).await, Pins { messages: both.messages, version: 2 });

    let left = talk.pin(talk.ann, first.id, false).await.unwrap();
    assert_eq!((places(&left), left.version), (vec![2], 3), "whoever pinned it");
}

#[tokio::test]
async fn in_a_group_every_member_pins() {
    let mut talk = talk().await;
    talk.conversation = talk.world.group(talk.ann, &[talk.bob]).await;
    let message = talk.send(talk.ann, "the plan").await;
    assert_eq!(places(&talk.pin(talk.bob, message.id, true).await.unwrap()), [1]);
    assert_eq!(places(&talk.pin(talk.ann, message.id, false).await.unwrap()), [0_i64; 0]);
}

#[tokio::test]
async fn to_pin_the_same_again_changes_nothing_and_tells_nobody() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "the plan").await;
    assert_eq!(talk.pin(talk.bob, message.id, false).await.unwrap().version, 0);
    let first = talk.pin(talk.bob, message.id, true).await.unwrap();
    assert_eq!(talk.pin(talk.ann, message.id, true).await, Ok(first), "who pinned it first did");
    assert_eq!(talk.number("select count(*) from events where kind = 'pins.changed'").await, 1);
}

#[tokio::test]
async fn what_was_pinned_once_is_not_pinned_again_by_a_late_repetition() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "the plan").await.id;
    let once = Once::named(OperationId::new(), "pin");
    service::pin(&talk.world.server, talk.bob, message, true, &once).await.unwrap();
    let without = talk.pin(talk.ann, message, false).await;
    assert_eq!(service::pin(&talk.world.server, talk.bob, message, true, &once).await, without);
}

#[tokio::test]
async fn the_51st_is_refused_and_there_is_room_once_one_goes() {
    let talk = talk().await;
    let mut messages = Vec::new();
    for number in 0..51 {
        messages.push(talk.send(talk.ann, &format!("point {number}")).await.id);
    }
    for message in &messages[..50] {
        talk.pin(talk.bob, *message, true).await.unwrap();
    }
    let full = Err(Error::invalid("pin", "too_many"));
    assert_eq!(talk.pin(talk.bob, messages[50], true).await, full);
    assert_eq!(talk.pin(talk.bob, messages[0], true).await.unwrap().messages.len(), 50, "it is there");
    let longest = talk.number("select max(octet_length(body::text))::bigint from events where kind = 'pins.changed'");
    assert!(longest.await < 16_000, "a frame has 64 KiB");
    talk.pin(talk.ann, messages[0], false).await.unwrap();
    assert_eq!(places(&talk.pin(talk.bob, messages[50], true).await.unwrap())[0], 51);
}

#[tokio::test]
async fn what_is_deleted_is_not_pinned_any_more_and_cannot_be() {
    let talk = talk().await;
    let (kept, gone) = (talk.send(talk.ann, "the plan").await, talk.send(talk.ann, "a slip").await);
    for message in [kept.id, gone.id] {
        talk.pin(talk.bob, message, true).await.unwrap();
    }
    service::delete(talk.world.pool(), talk.ann, gone.id, &Once::UNNAMED).await.unwrap();
    let told: NewPins = serde_json::from_value(talk.last_event("pins.changed").await.1).unwrap();
    assert_eq!((places(&told), told.version), (vec![1], 3));
    assert_eq!(talk.pins(talk.bob).await, Pins { messages: told.messages, version: 3 });
    assert_eq!(talk.pin(talk.bob, gone.id, true).await, Err(Error::Missing));
    assert_eq!(talk.pin(talk.bob, gone.id, false).await.map(|pins| pins.version), Ok(3), "it is not pinned");
}

#[tokio::test]
async fn once_one_of_two_has_blocked_the_other_nothing_more_is_pinned() {
    let talk = talk().await;
    let (pinned, other) = (talk.send(talk.ann, "the plan").await.id, talk.send(talk.bob, "the place").await.id);
    talk.pin(talk.bob, pinned, true).await.unwrap();
    talk.world.block(talk.ann, talk.bob, true).await;
    let refused = Err(Error::invalid("with", "not_accepting"));
    assert_eq!(talk.pin(talk.bob, other, true).await, refused);
    assert_eq!(talk.pin(talk.ann, other, true).await, refused);
    assert_eq!(talk.number("select count(*) from events where kind = 'pins.changed'").await, 1, "she hears nothing");
    assert_eq!(talk.pin(talk.bob, pinned, true).await.unwrap().version, 1, "it was there");
    assert_eq!(places(&talk.pin(talk.ann, pinned, false).await.unwrap()), [0_i64; 0], "it can be taken down");
}

#[tokio::test]
async fn a_stranger_and_whoever_was_removed_pin_nothing_and_see_nothing() {
    let mut talk = talk().await;
    talk.conversation = talk.world.group(talk.ann, &[talk.bob]).await;
    let message = talk.send(talk.ann, "the plan").await;
    assert_eq!(talk.pin(talk.eve, message.id, true).await, Err(Error::Missing));
    assert_eq!(talk.pin(talk.bob, MessageId::new(), true).await, Err(Error::Missing));
    talk.pin(talk.bob, message.id, true).await.unwrap();
    let pool = talk.world.pool();
    service::remove_participant(pool, talk.ann, talk.conversation, "bob", &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.pin(talk.bob, message.id, false).await, Err(Error::Missing));
    assert_eq!(service::read(pool, talk.bob, talk.conversation).await, Err(Error::Missing));
    let mut tx = pool.as_viewer(talk.bob).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from pins").fetch_one(&mut *tx).await.unwrap();
    drop(tx);
    assert_eq!(seen, 0);
    assert_eq!(talk.pins(talk.ann).await.messages.len(), 1, "what they pinned stays");
}

#[tokio::test]
async fn a_page_brings_the_beginning_of_what_was_pinned_last_and_the_list_tells_nothing_of_pins() {
    let talk = talk().await;
    let pinned = talk.send(talk.ann, "the plan").await;
    for number in 0..3 {
        talk.send(talk.bob, &format!("point {number}")).await;
    }
    talk.pin(talk.bob, pinned.id, true).await.unwrap();
    let pool = talk.world.pool();
    let quotes =
        async |from, limit| service::history(pool, talk.ann, talk.conversation, from, limit).await.unwrap().quotes;
    assert_eq!(quotes(From::Newest, 2).await, [Quote::of(&pinned)]);
    assert_eq!(quotes(From::Newest, 20).await, [], "it is on the page");
    assert_eq!(quotes(From::Before(4), 2).await, [Quote::of(&pinned)], "who has no JavaScript begins there");
    let listed = service::list(pool, talk.ann, &service::Listing { limit: 9, ..service::Listing::default() }).await;
    assert_eq!(listed.unwrap().items[0].pins, None);
}

#[tokio::test]
async fn a_bot_pins_and_unpins() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "the plan").await;
    let path = format!("/api/messages/{}/pin", message.id);
    let (status, pinned) = talk.call(Some(talk.bob), "PUT", &path, Value::Null).await;
    assert_eq!((status, &pinned["messages"][0]["id"], &pinned["version"]), (200, &json!(message.id), &json!(1)));
    assert_eq!(talk.call(Some(talk.ann), "PUT", &path, Value::Null).await, (200, pinned.clone()));
    let read =
        talk.call(Some(talk.ann), "GET", &format!("/api/conversations/{}", talk.conversation), Value::Null).await;
    assert_eq!(read.1["pins"], pinned);
    assert_eq!(talk.call(Some(talk.eve), "PUT", &path, Value::Null).await.0, 404);
    assert_eq!(talk.call(Some(talk.eve), "DELETE", &path, Value::Null).await.0, 404);
    let (status, left) = talk.call(Some(talk.ann), "DELETE", &path, Value::Null).await;
    assert_eq!((status, &left["messages"]), (200, &json!([])));
}
