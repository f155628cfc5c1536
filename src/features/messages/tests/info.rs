use serde_json::{Value, json};

use super::*;
use crate::{
    features::messages::model::{Info, Reached},
    server::once::Once,
    shared::Error,
};

impl Talk {
    async fn info(&self, who: AccountId, message: MessageId) -> Result<Info> {
        service::info(self.world.pool(), who, message).await
    }

    /// How far a message of ann's came with bob.
    async fn with_bob(&self, message: MessageId) -> Reached {
        let info = self.info(self.ann, message).await.expect("it is hers");
        let bob = info.reached.into_iter().find(|reached| reached.account_id == self.bob);
        bob.expect("he is in it")
    }

    async fn switch_receipts(&self, handle: &str, on: bool) {
        sqlx::query(
            "update settings set send_receipts = $2 where account_id = (select id from accounts where handle = $1)",
        )
        .bind(handle)
        .bind(on)
        .execute(&mut self.administrator().await)
        .await
        .expect("a statement of ours");
    }
}

#[tokio::test]
async fn it_tells_of_each_step_when_it_was() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    let info = talk.info(talk.ann, message.id).await.unwrap();
    assert_eq!((info.stored_at, info.message_id), (message.at, message.id));
    assert!(info.named_at.is_none_or(|named| named <= info.stored_at));
    let nowhere =
        Reached { account_id: talk.bob, is_delivered: false, delivered_at: None, is_read: false, read_at: None };
    assert_eq!(info.reached, std::slice::from_ref(&nowhere), "nobody is told of themselves");

    talk.mark(talk.bob, Some(1), None).await.unwrap();
    let delivered = talk.with_bob(message.id).await;
    assert!(delivered.is_delivered && delivered.delivered_at >= Some(message.at));
    assert_eq!(delivered, Reached { is_delivered: true, delivered_at: delivered.delivered_at, ..nowhere });

    talk.mark(talk.bob, None, Some(1)).await.unwrap();
    let read = talk.with_bob(message.id).await;
    assert!(read.is_read && read.read_at >= delivered.delivered_at);
    assert_eq!(read, Reached { is_read: true, read_at: read.read_at, ..delivered });
}

#[tokio::test]
async fn a_device_whose_clock_is_ahead_tells_nothing_of_when_it_was_sent() {
    let talk = talk().await;
    for ahead in ["ffffffff-ffff-7000-8000-000000000001", "0f000000-0000-7000-8000-000000000001"] {
        let draft = Draft { id: ahead.parse().unwrap(), ..draft(talk.conversation, "tea?") };
        let message = talk.try_send(talk.ann, &draft).await.unwrap().into_message();
        assert_eq!(talk.info(talk.ann, message.id).await.unwrap().named_at, None, "{ahead}");
    }
    let draft =
        Draft { id: "00000000-0001-7000-8000-000000000001".parse().unwrap(), ..draft(talk.conversation, "tea?") };
    let message = talk.try_send(talk.ann, &draft).await.unwrap().into_message();
    assert!(talk.info(talk.ann, message.id).await.unwrap().named_at.is_some(), "as far as anybody can tell");
}

#[tokio::test]
async fn every_message_of_one_step_has_its_time_and_an_earlier_one_keeps_its_own() {
    let talk = talk().await;
    let mut messages = Vec::new();
    for number in 1..=4 {
        messages.push(talk.send(talk.ann, &format!("point {number}")).await.id);
    }
    talk.mark(talk.bob, Some(1), None).await.unwrap();
    let first = talk.with_bob(messages[0]).await;
    talk.mark(talk.bob, Some(4), None).await.unwrap();
    assert_eq!(talk.with_bob(messages[0]).await, first);
    let times = [talk.with_bob(messages[1]).await.delivered_at, talk.with_bob(messages[3]).await.delivered_at];
    assert!(times[0].is_some() && times[0] == times[1] && times[0] >= first.delivered_at);
}

#[tokio::test]
async fn of_long_ago_it_is_known_that_it_was_and_not_when_and_no_more_is_kept() {
    let talk = talk().await;
    let mut messages = Vec::new();
    for number in 1..=70 {
        messages.push(talk.send(talk.ann, &format!("point {number}")).await.id);
        talk.mark(talk.bob, Some(number), Some(number)).await.unwrap();
    }
    let oldest = talk.with_bob(messages[0]).await;
    assert!(oldest.is_delivered && oldest.is_read);
    assert_eq!((oldest.delivered_at, oldest.read_at), (None, None));
    let newest = talk.with_bob(messages[69]).await;
    assert!(newest.delivered_at.is_some() && newest.read_at.is_some());
    let kept = format!("select count(*) from receipts where account_id = '{}'", talk.bob);
    assert_eq!(talk.number(&kept).await, 2 * 64);
}

#[tokio::test]
async fn who_sends_no_receipts_gives_no_time_of_reading_and_learns_none() {
    let talk = talk().await;
    let first = talk.send(talk.ann, "tea?").await.id;
    talk.mark(talk.bob, Some(1), Some(1)).await.unwrap();
    assert!(talk.with_bob(first).await.read_at.is_some());
    talk.switch_receipts("bob", false).await;
    assert_eq!(talk.with_bob(first).await.read_at, None, "not of what they read before either");
    let second = talk.send(talk.ann, "or coffee?").await.id;
    talk.mark(talk.bob, Some(2), Some(2)).await.unwrap();
    let reached = talk.with_bob(second).await;
    assert!(reached.is_delivered && !reached.is_read && reached.read_at.is_none(), "{reached:?}");

    talk.switch_receipts("bob", true).await;
    talk.switch_receipts("ann", false).await;
    let reached = talk.with_bob(first).await;
    assert!(reached.delivered_at.is_some() && !reached.is_read && reached.read_at.is_none(), "{reached:?}");
}

#[tokio::test]
async fn in_a_group_it_tells_of_each_who_was_there_and_of_nobody_who_came_later_or_left() {
    let mut talk = talk().await;
    talk.conversation = talk.world.group(talk.ann, &[talk.bob, talk.eve]).await;
    let message = talk.send(talk.ann, "tea?").await.id;
    talk.mark(talk.eve, Some(1), None).await.unwrap();
    let reached = talk.info(talk.ann, message).await.unwrap().reached;
    let told = |who| reached.iter().find(|one| one.account_id == who).map(|one| one.is_delivered);
    assert_eq!((reached.len(), told(talk.bob), told(talk.eve)), (2, Some(false), Some(true)));

    let zoe = talk.world.person("zoe").await;
    sqlx::query("update messages set at = at - interval '1 minute'")
        .execute(&mut talk.administrator().await)
        .await
        .unwrap();
    sqlx::query("update participants set joined_at = joined_at - interval '2 minutes'")
        .execute(&mut talk.administrator().await)
        .await
        .unwrap();
    let pool = talk.world.pool();
    service::set_participant(&talk.world.server, talk.ann, talk.conversation, ("zoe", None), &Once::UNNAMED)
        .await
        .unwrap();
    service::remove_participant(pool, talk.ann, talk.conversation, "eve", &Once::UNNAMED).await.unwrap();
    let reached = talk.info(talk.ann, message).await.unwrap().reached;
    assert_eq!(reached.iter().map(|one| one.account_id).collect::<Vec<_>>(), [talk.bob], "neither eve nor {zoe}");
    let left = format!("select count(*) from receipts where account_id = '{}'", talk.eve);
    assert_eq!(talk.number(&left).await, 0, "whoever goes leaves nothing of it behind");
}

#[tokio::test]
async fn it_tells_the_author_alone_and_nothing_of_what_was_deleted() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await.id;
    assert_eq!(talk.info(talk.bob, message).await, Err(Error::Forbidden));
    assert_eq!(talk.info(talk.eve, message).await, Err(Error::Missing));
    assert_eq!(talk.info(talk.ann, MessageId::new()).await, Err(Error::Missing));
    service::delete(talk.world.pool(), talk.ann, message, &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.info(talk.ann, message).await, Err(Error::Missing));
}

#[tokio::test]
async fn a_bot_reads_how_far_its_message_came() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    talk.mark(talk.bob, Some(1), Some(1)).await.unwrap();
    let path = format!("/api/messages/{}/info", message.id);
    let (status, info) = talk.call(Some(talk.ann), "GET", &path, Value::Null).await;
    assert_eq!((status, &info["stored_at"]), (200, &json!(message.at)));
    assert_eq!((&info["reached"][0]["account_id"], &info["reached"][0]["is_read"]), (&json!(talk.bob), &json!(true)));
    assert_eq!(talk.call(Some(talk.bob), "GET", &path, Value::Null).await.0, 403);
    assert_eq!(talk.call(Some(talk.eve), "GET", &path, Value::Null).await.0, 404);
}
