use futures::future::join_all;

use super::*;
use crate::{
    server::{Limits, Tx, fault::CONTENTION},
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
async fn an_id_that_other_people_talk_under_opens_a_conversation_under_another() {
    let talk = talk().await;
    talk.world.person("fay").await;
    let open = |id, with| service::open(&talk.world.server, talk.eve, id, with);
    let opened = open(talk.conversation, "fay").await.expect("eve is told nothing of ann and bob");
    assert!(opened.created && opened.id != talk.conversation);
    let again = open(talk.conversation, "fay").await.map(|again| (again.id, again.created));
    assert_eq!(again, Ok((opened.id, false)));
    assert_eq!(open(opened.id, "ann").await, Err(Error::Conflict), "that one is her own");
    assert_eq!(talk.number("select count(*) from conversations").await, 2);
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
    assert_eq!(serde_json::from_value::<Message>(body).unwrap(), message, "the event is the message");
}

#[tokio::test]
async fn the_longest_message_fits_a_frame() {
    let talk = talk().await;
    for body in [format!("{}a", "\u{1}".repeat(9_999)), "\u{1F600}".repeat(10_000)] {
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
    let _holder = hold(&talk).await;
    assert_eq!(talk.try_send(talk.eve, &draft(talk.conversation, "hm?")).await, Err(Error::Missing));
    let marking = service::mark(talk.world.pool(), talk.eve, talk.conversation, Some(1), Some(1)).await;
    assert_eq!(marking, Err(Error::Missing));
}

#[tokio::test]
async fn a_conversation_that_somebody_holds_delays_no_other() {
    let talk = talk().await;
    let elsewhere = talk.world.pair(talk.ann, talk.eve).await;
    let holder = hold(&talk).await;
    let delayed = draft(talk.conversation, "when they let me");
    let meanwhile = async {
        for _ in 0..5 {
            talk.try_send(talk.eve, &draft(elsewhere, "at once")).await.expect("nobody holds this one");
        }
        holder.commit().await.unwrap();
    };
    let (delayed, ()) = tokio::join!(talk.try_send(talk.bob, &delayed), meanwhile);
    assert_eq!(delayed.expect("it was let in").into_message().seq, 2);
}

#[tokio::test]
async fn what_was_sent_together_fares_as_if_it_were_alone() {
    let talk = talk().await;
    let known = draft(talk.conversation, "said before");
    let first = talk.try_send(talk.ann, &known).await.expect("it is new").into_message();
    let new = draft(talk.conversation, "new");
    let drafts = [
        (talk.ann, known.clone()),
        (talk.ann, new.clone()),
        (talk.ann, new.clone()),
        (talk.bob, draft(talk.conversation, "new, too")),
        (talk.bob, Draft { body: "another".into(), ..known.clone() }),
        (talk.eve, new.clone()),
        (talk.eve, draft(ConversationId::new(), "is there anybody?")),
    ];
    for _ in 0..10 {
        let sent = join_all(drafts.iter().map(|(who, draft)| talk.try_send(*who, draft))).await;
        let seqs: Vec<_> = sent.into_iter().map(|sent| sent.map(|sent| sent.into_message().seq)).collect();
        let [Ok(1), Ok(2 | 3), Ok(2 | 3), Ok(2 | 3), Err(Error::Conflict), Err(Error::Missing), Err(Error::Missing)] =
            seqs[..]
        else {
            panic!("{seqs:?}")
        };
        assert_eq!(seqs[1], seqs[2], "a draft sent twice is one message");
        assert_ne!(seqs[1], seqs[3]);
    }
    assert_eq!(talk.try_send(talk.ann, &known).await, Ok(Sent::Known(first)));
    assert_eq!(talk.number("select last_seq from conversations order by last_seq desc limit 1").await, 3);
    assert_eq!(talk.number("select count(*) from events where kind = 'message.sent'").await, 3);
}

/// Ann sends, and has not committed yet.
async fn hold(talk: &Talk) -> Tx {
    let mut holder = talk.world.pool().as_jobs().await.unwrap();
    sqlx::query("select * from send_messages(true, array[$1], array[$2], array[$3], array['not committed yet'])")
        .bind(talk.ann)
        .bind(talk.conversation)
        .bind(MessageId::new())
        .execute(&mut *holder)
        .await
        .unwrap();
    holder
}

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
    assert_eq!(sent, 100);
    talk.send(talk.bob, "calm").await;
}

#[tokio::test]
async fn only_a_conversation_that_is_opened_counts_among_those_of_the_hour() {
    let mut talk = talk().await;
    talk.world.server.limits = Limits::on();
    let taken = talk.send(talk.ann, "this id is taken").await.id;
    let to_eve = |id| Draft { id, ..draft(ConversationId::new(), "hi eve") };
    for _ in 0..61 {
        let refused = service::send_to(&talk.world.server, talk.ann, "eve", to_eve(taken)).await;
        assert_eq!(refused, Err(Error::Conflict));
    }
    let sent = service::send_to(&talk.world.server, talk.ann, "eve", to_eve(MessageId::new())).await;
    assert!(matches!(sent, Ok(Sent::Stored(_))), "{sent:?}");
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
