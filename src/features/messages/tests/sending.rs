use futures::future::join_all;
use serde_json::json;

use super::*;
use crate::{
    server::{Limits, fault::CONTENTION},
    shared::Error,
};

#[tokio::test]
async fn sending_twice_stores_one_row() {
    let talk = talk().await;
    let draft = draft(talk.conversation, "hi bob");
    let Ok(Sent::Stored(first)) = talk.try_send(talk.ann, &draft).await else { panic!("it is new") };
    assert_eq!(first.seq, 1);
    assert_eq!(talk.try_send(talk.ann, &draft).await, Ok(Sent::Known(first)));
    assert_eq!(talk.send(talk.bob, "hi ann").await.seq, 2);
    assert_eq!(talk.number("select count(*) from messages").await, 2);
    assert_eq!(talk.number("select count(*) from events where kind = 'message.sent'").await, 2);
}

#[tokio::test]
async fn an_id_names_one_message_whoever_takes_it_again() {
    let talk = talk().await;
    let elsewhere = talk.world.pair(talk.ann, talk.eve).await;
    let first = draft(talk.conversation, "hi bob");
    talk.try_send(talk.ann, &first).await.expect("it is new");
    let others = [
        (talk.ann, Draft { body: "something else".into(), ..first.clone() }),
        (talk.ann, Draft { conversation_id: elsewhere, ..first.clone() }),
        (talk.bob, first.clone()),
        (talk.eve, Draft { conversation_id: elsewhere, ..first.clone() }),
    ];
    for (who, other) in &others {
        assert_eq!(talk.try_send(*who, other).await, Err(Error::Conflict));
    }
    assert_eq!(talk.number("select count(*) from messages").await, 1);
    assert_eq!(talk.send(talk.bob, "no number was burnt").await.seq, 2);
}

#[tokio::test]
async fn one_id_sent_to_two_conversations_at_once_goes_to_one() {
    let talk = talk().await;
    let elsewhere = talk.world.pair(talk.ann, talk.eve).await;
    for _ in 0..20 {
        let here = draft(talk.conversation, "where?");
        let there = Draft { conversation_id: elsewhere, ..here.clone() };
        let (one, other) = tokio::join!(talk.try_send(talk.ann, &here), talk.try_send(talk.ann, &there));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    }
    let holes = "select count(*) from conversations c
        where last_seq <> (select count(*) from messages m where m.conversation_id = c.id)";
    assert_eq!(talk.number(holes).await, 0);
}

#[tokio::test]
async fn many_senders_at_once_leave_no_hole() {
    let talk = talk().await;
    let conversations =
        [talk.conversation, talk.world.pair(talk.ann, talk.eve).await, talk.world.pair(talk.bob, talk.eve).await];
    let people = [[talk.ann, talk.bob], [talk.ann, talk.eve], [talk.bob, talk.eve]];
    join_all((0..32).map(|sender: usize| {
        let (conversation, who) = (conversations[sender % 3], people[sender % 3][sender / 3 % 2]);
        let talk = &talk;
        async move {
            for n in 0..10 {
                let draft = draft(conversation, &format!("{n} of {sender}"));
                let (one, other) = tokio::join!(talk.try_send(who, &draft), talk.try_send(who, &draft));
                assert_eq!(one.expect("sent").into_message(), other.expect("sent").into_message());
            }
        }
    }))
    .await;
    assert_eq!(talk.number("select count(*) from messages").await, 320);
    assert_eq!(talk.number("select sum(last_seq)::bigint from conversations").await, 320);
    let out_of_order = "select count(*) from (
        select (body->>'seq')::bigint - row_number() over (partition by topic order by xid, id) as gap
          from events where kind = 'message.sent') found where gap <> 0";
    assert_eq!(talk.number(out_of_order).await, 0, "events come in the order of seq");
}

#[tokio::test]
async fn a_message_that_was_stored_is_spoken_of() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "hi \"bob\" \u{1}").await;
    let (topic, body) = talk.last_event("message.sent").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!(body, json!(message), "the event is the message");
}

#[tokio::test]
async fn the_longest_message_fits_a_frame() {
    let talk = talk().await;
    for body in ["\u{1}".repeat(10_000), "\u{1F600}".repeat(10_000)] {
        talk.send(talk.ann, &body).await;
        let (_, event) = talk.last_event("message.sent").await;
        assert!(event.to_string().len() < crate::realtime::envelope::MAX_FRAME - 1024);
    }
}

#[tokio::test]
async fn what_breaks_a_rule_is_not_stored() {
    let talk = talk().await;
    let long = "x".repeat(10_001);
    for (body, rule) in [("", "required"), (" \n ", "required"), (long.as_str(), "too_long"), ("a\0b", "characters")] {
        let refused = talk.try_send(talk.ann, &draft(talk.conversation, body)).await;
        assert_eq!(refused, Err(Error::invalid("body", rule)));
    }
    assert_eq!(talk.number("select count(*) from messages").await, 0);
}

#[tokio::test]
async fn a_stranger_cannot_send() {
    let talk = talk().await;
    let known = draft(talk.conversation, "between us");
    talk.try_send(talk.ann, &known).await.expect("it is new");
    let drafts =
        [known, draft(talk.conversation, "let me in"), draft(ConversationId::new(), "is there anybody out there?")];
    for draft in &drafts {
        assert_eq!(talk.try_send(talk.eve, draft).await, Err(Error::Missing));
    }
    assert_eq!(talk.number("select count(*) from messages").await, 1);
    assert_eq!(talk.number("select count(*) from events where kind = 'message.sent'").await, 1);
}

#[tokio::test]
async fn a_stranger_does_not_wait_for_those_who_talk() {
    let talk = talk().await;
    let mut holder = talk.world.pool().as_viewer(talk.ann).await.unwrap();
    sqlx::query("select * from send_message($1, $2, 'not committed yet')")
        .bind(talk.conversation)
        .bind(MessageId::new())
        .execute(&mut *holder)
        .await
        .unwrap();
    assert_eq!(talk.try_send(talk.eve, &draft(talk.conversation, "hm?")).await, Err(Error::Missing));
    let marking = service::mark(talk.world.pool(), talk.eve, talk.conversation, Some(1), Some(1)).await;
    assert_eq!(marking, Err(Error::Missing));
}

/// While it sends, the quota refills: how many get through depends on the machine, but never fewer
/// than the quota.
#[tokio::test]
async fn after_a_hundred_messages_at_once_a_sender_waits() {
    let mut talk = talk().await;
    talk.world.server.limits = Limits::on();
    let mut sent = 0;
    let refused = loop {
        match talk.try_send(talk.ann, &draft(talk.conversation, "spam")).await {
            Ok(_) => sent += 1,
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, Error::Slow { retry_after: 1.. }), "{refused:?}");
    assert!(sent >= 100, "{sent}");
    talk.send(talk.bob, "calm").await;
}

#[tokio::test]
async fn a_deadlock_is_contention_and_nothing_worse() {
    let talk = talk().await;
    let mut tx = talk.world.pool().as_viewer(talk.ann).await.unwrap();
    for code in ["40P01", "40001"] {
        let statement = format!("do $$ begin raise exception using errcode = '{code}'; end $$");
        let broken = sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await.expect_err("it is raised");
        assert_eq!(Error::from(broken), CONTENTION);
        tx = talk.world.pool().as_viewer(talk.ann).await.unwrap();
    }
}
