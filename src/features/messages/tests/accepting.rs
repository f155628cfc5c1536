//! What nobody can say to whom, or bring them into, who does not accept it.

use serde_json::{Value, json};

use super::{scheduling::ahead, *};
use crate::{
    features::messages::{
        model::{Details, Subject},
        service::{Edit, React},
    },
    server::once::Once,
    shared::Error,
};

fn refused() -> Error {
    Error::invalid("with", "not_accepting")
}

impl Talk {
    /// What somebody is answered who begins a conversation.
    async fn begins(&self, who: AccountId, with: &str) -> (u16, Value) {
        self.call(Some(who), "POST", "/api/conversations", json!({"with": [with]})).await
    }

    /// What somebody is answered who makes a group.
    async fn gathers(&self, who: AccountId, with: &[&str]) -> (u16, Value) {
        self.call(Some(who), "POST", "/api/conversations", json!({"name": "Book club", "with": with})).await
    }
}

#[tokio::test]
async fn once_one_of_two_has_blocked_the_other_neither_says_edits_or_reacts_to_anything() {
    let talk = talk().await;
    let (server, pool) = (&talk.world.server, talk.world.pool());
    let (asked, answered) = (talk.send(talk.ann, "tea?").await, talk.send(talk.bob, "yes").await);
    talk.world.block(talk.ann, talk.bob, true).await;
    for who in [talk.ann, talk.bob] {
        assert_eq!(talk.try_send(who, &draft(talk.conversation, "hello?")).await, Err(refused()));
    }
    let again = Draft { id: answered.id, ..draft(talk.conversation, "yes") };
    assert!(matches!(talk.try_send(talk.bob, &again).await, Ok(Sent::Known(_))), "it was stored before");
    let edit = Edit { id: answered.id, body: "no", expected_version: None };
    assert_eq!(service::edit(server, talk.bob, edit, &Once::UNNAMED).await, Err(refused()));
    let react = React { message: asked.id, emoji: "👍", on: true };
    assert_eq!(service::react(server, talk.bob, react, &Once::UNNAMED).await, Err(refused()));
    let subject = Subject { words: "buy my book".to_owned(), link: None };
    let details = Details { subject: Some(subject), ..Details::default() };
    let changed = service::change(pool, talk.bob, talk.conversation, &details, &Once::UNNAMED).await;
    assert_eq!(changed, Err(refused()));
    service::delete(pool, talk.bob, answered.id, &Once::UNNAMED).await.expect("it is his");
    talk.world.block(talk.ann, talk.bob, false).await;
    assert_eq!(talk.send(talk.bob, "hello again").await.seq, 3, "what was refused took no number");
}

#[tokio::test]
async fn a_call_that_gives_a_closed_pair_a_subject_and_mutes_it_does_neither_and_one_that_mutes_it_does() {
    let talk = talk().await;
    talk.send(talk.ann, "tea?").await;
    talk.world.block(talk.ann, talk.bob, true).await;
    let path = format!("/api/conversations/{}", talk.conversation);
    let both = json!({"subject": {"words": "buy my book"}, "muted": true});
    let (status, problem) = talk.call(Some(talk.bob), "PATCH", &path, both).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (403, &json!("with"), &json!("not_accepting")));
    assert_eq!(talk.number("select count(*) from marks where muted").await, 0);
    let (status, muted) = talk.call(Some(talk.bob), "PATCH", &path, json!({"muted": true})).await;
    assert_eq!((status, &muted["mark"]["muted"]), (200, &json!(true)));
}

#[tokio::test]
async fn while_each_has_blocked_the_other_one_alone_opens_nothing() {
    let talk = talk().await;
    talk.world.block(talk.ann, talk.bob, true).await;
    talk.world.block(talk.bob, talk.ann, true).await;
    talk.world.block(talk.ann, talk.bob, false).await;
    assert_eq!(talk.try_send(talk.ann, &draft(talk.conversation, "hello?")).await, Err(refused()));
    talk.world.block(talk.bob, talk.ann, false).await;
    talk.send(talk.ann, "hello").await;
}

#[tokio::test]
async fn who_is_refused_keeps_nobody_from_sending_who_is_not() {
    let talk = talk().await;
    let club = talk.world.group(talk.ann, &[talk.bob]).await;
    talk.world.block(talk.ann, talk.bob, true).await;
    for _ in 0..5 {
        let (psst, hello) = (draft(talk.conversation, "psst"), draft(club, "hello"));
        let (refusal, stored) = futures::join!(talk.try_send(talk.bob, &psst), talk.try_send(talk.bob, &hello));
        assert_eq!(refusal, Err(refused()));
        assert!(matches!(stored, Ok(Sent::Stored(_))), "in a group both speak");
    }
}

#[tokio::test]
async fn nobody_learns_any_more_what_reached_the_one_who_was_blocked() {
    let talk = talk().await;
    talk.send(talk.ann, "tea?").await;
    talk.world.block(talk.ann, talk.bob, true).await;
    talk.mark(talk.bob, Some(1), Some(1)).await.expect("it is his");
    assert_eq!(talk.number("select max(greatest(delivered_seq, seen_seq)) from participants").await, 0);
    assert_eq!(talk.number("select count(*) from marks where read_seq = 1").await, 1, "for himself he has read it");
    assert_eq!(talk.number("select count(*) from events where kind like 'receipt.%'").await, 0);
}

#[tokio::test]
async fn who_takes_first_words_from_nobody_and_who_has_blocked_somebody_answer_alike() {
    let talk = talk().await;
    talk.world.take_messages_from(talk.eve, "nobody").await;
    let (status, problem) = talk.begins(talk.bob, "eve").await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (403, &json!("with"), &json!("not_accepting")));
    let message = json!({"id": MessageId::new(), "to": "eve", "body": "hi"});
    let said = talk.call(Some(talk.bob), "POST", "/api/messages", message.clone()).await;
    assert_eq!(said, (status, problem.clone()));
    talk.world.take_messages_from(talk.eve, "everyone").await;
    talk.world.block(talk.eve, talk.bob, true).await;
    assert_eq!(talk.begins(talk.bob, "eve").await, (status, problem.clone()));
    assert_eq!(talk.call(Some(talk.bob), "POST", "/api/messages", message).await, (status, problem.clone()));
    assert_eq!(talk.begins(talk.eve, "bob").await, (status, problem), "nor does who blocked him");
    assert_eq!(talk.begins(talk.bob, "nobody_at_all").await.0, 404);
}

#[tokio::test]
async fn what_was_opened_in_silence_stays_so_where_the_other_one_accepts_no_first_words_by_then() {
    let talk = talk().await;
    let (_, opened) = talk.begins(talk.bob, "eve").await;
    talk.world.take_messages_from(talk.eve, "nobody").await;
    let id: ConversationId = serde_json::from_value(opened["id"].clone()).unwrap();
    assert_eq!(talk.try_send(talk.bob, &draft(id, "hi")).await, Err(refused()));
    assert_eq!(talk.begins(talk.eve, "bob").await.0, 201, "she may begin it herself");
    talk.world.say(talk.eve, id, "hi bob").await;
    talk.world.say(talk.bob, id, "hi eve").await;
}

#[tokio::test]
async fn people_whom_one_knows_are_those_one_has_spoken_to_and_those_in_ones_groups() {
    let talk = talk().await;
    talk.world.take_messages_from(talk.eve, "acquaintances").await;
    assert_eq!(talk.begins(talk.bob, "eve").await.0, 403);
    assert_eq!(talk.gathers(talk.bob, &["eve"]).await.0, 422, "a group that he makes for it does not count");
    talk.world.group(talk.eve, &[talk.bob]).await;
    assert_eq!(talk.begins(talk.bob, "eve").await.0, 201);
    let pair = talk.world.pair(talk.eve, talk.ann).await;
    assert_eq!(talk.gathers(talk.ann, &["eve"]).await.0, 422, "she has said nothing to her");
    talk.world.say(talk.eve, pair, "hi ann").await;
    assert_eq!(talk.gathers(talk.ann, &["eve"]).await.0, 201);
}

#[tokio::test]
async fn who_brings_people_into_a_group_is_told_each_who_does_not_accept_that_and_nobody_comes_in() {
    let talk = talk().await;
    talk.world.block(talk.bob, talk.ann, true).await;
    talk.world.take_messages_from(talk.eve, "nobody").await;
    let (status, problem) = talk.gathers(talk.ann, &["bob", "eve"]).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!("with/bob"), &json!("declines")));
    assert_eq!(problem["others"], json!([{"field": "with/eve", "rule": "declines"}]));
    assert_eq!(talk.number("select count(*) from conversations where kind = 'group'").await, 0);
    let club = talk.world.group(talk.ann, &[]).await;
    let place = format!("/api/conversations/{club}/participants/bob");
    let (status, problem) = talk.call(Some(talk.ann), "PUT", &place, json!({})).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!("with/bob"), &json!("declines")));
    let added = service::add_people(&talk.world.server, talk.ann, club, &["eve".to_owned()]).await;
    assert_eq!(added, Err(Error::invalid("with/eve", "declines")));
}

#[tokio::test]
async fn nothing_is_kept_for_later_once_one_of_two_has_blocked_the_other() {
    let talk = talk().await;
    talk.world.block(talk.ann, talk.bob, true).await;
    for who in [talk.ann, talk.bob] {
        assert_eq!(talk.schedule(who, "later").await, Err(refused()));
    }
    let later =
        json!({"id": MessageId::new(), "conversation_id": talk.conversation, "body": "later", "at": ahead(60_000)});
    let (status, problem) = talk.call(Some(talk.bob), "POST", "/api/scheduled", later.clone()).await;
    assert_eq!((status, &problem["field"], &problem["rule"]), (403, &json!("with"), &json!("not_accepting")));
    let kept = "select (select count(*) from scheduled_messages) + (select count(*) from tertulia_work._private_jobs)";
    assert_eq!(talk.number(kept).await, 0);
    talk.world.block(talk.ann, talk.bob, false).await;
    assert_eq!(talk.call(Some(talk.bob), "POST", "/api/scheduled", later).await.0, 201);
}
