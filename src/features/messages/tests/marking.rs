use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;
use crate::{
    features::messages::model::{Choice, Conversation},
    server::once::Once,
    shared::Error,
};

impl Talk {
    async fn read(&self, who: AccountId) -> Conversation {
        service::read(self.world.pool(), who, self.conversation).await.expect("they are in it")
    }

    /// How many messages of others lie past what somebody has read, counted one by one.
    async fn truly_unread(&self, who: AccountId) -> i64 {
        self.number(&format!(
            "select count(*) from messages m join marks k on k.account_id = '{who}' and k.conversation_id = m.conversation_id
               where m.conversation_id = '{}' and m.author_id <> '{who}' and m.seq > k.read_seq",
            self.conversation
        ))
        .await
    }
}

#[tokio::test]
async fn marks_go_forward_and_never_past_the_end() {
    let talk = talk().await;
    for n in 0..5 {
        talk.send(talk.ann, &n.to_string()).await;
    }
    for (delivered, read, expected) in [
        (Some(2), None, (2, 0, 0)),
        (None, Some(1), (2, 1, 1)),
        (Some(1), Some(0), (2, 1, 1)),
        (None, Some(-7), (2, 1, 1)),
        (None, None, (2, 1, 1)),
        (Some(0), Some(3), (3, 3, 3)),
        (Some(i64::MAX), None, (5, 3, 3)),
        (Some(i64::MIN), Some(i64::MAX), (5, 5, 5)),
    ] {
        talk.mark(talk.bob, delivered, read).await.expect("they are bob's");
        let seen = talk.read(talk.bob).await;
        let bob = seen.participants.iter().find(|person| person.account.id == talk.bob).unwrap();
        assert_eq!((bob.delivered_seq, bob.seen_seq, seen.mark.read_seq), expected, "{delivered:?} {read:?}");
    }
}

#[tokio::test]
async fn one_read_moves_tell_both_sides_once() {
    let talk = talk().await;
    talk.send(talk.ann, "one").await;
    for _ in 0..3 {
        talk.mark(talk.bob, None, Some(1)).await.unwrap();
    }
    assert_eq!(talk.number("select count(*) from events where kind = 'receipt.delivered'").await, 1);
    assert_eq!(talk.number("select count(*) from events where kind = 'receipt.seen'").await, 1);
    assert_eq!(talk.number("select count(*) from events where kind = 'mark.moved'").await, 1);
    let (topic, body) = talk.last_event("receipt.delivered").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!((&body["delivered_seq"], &body["seen_seq"]), (&1.into(), &serde_json::Value::Null));
    let (topic, body) = talk.last_event("receipt.seen").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!((&body["account_id"], &body["seen_seq"]), (&talk.bob.to_string().into(), &1.into()));
    assert_eq!(body["delivered_seq"], serde_json::Value::Null);
    let (topic, body) = talk.last_event("mark.moved").await;
    assert_eq!(topic, format!("inbox:{}", talk.bob));
    assert_eq!((&body["read_seq"], &body["own_past"]), (&1.into(), &0.into()));
}

#[tokio::test]
async fn unread_is_right_after_any_order_of_sends_and_marks() {
    let talk = talk().await;
    for seed in 0..6 {
        let mut chance = SmallRng::seed_from_u64(seed);
        for step in 0..40 {
            let who = if chance.random() { talk.ann } else { talk.bob };
            match chance.random_range(0..3) {
                0 => talk.mark(who, None, Some(chance.random_range(0..step + 2))).await.unwrap(),
                1 => talk.mark(who, Some(chance.random_range(0..step + 2)), None).await.unwrap(),
                _ => drop(talk.send(who, "hello").await),
            }
            for person in [talk.ann, talk.bob] {
                assert_eq!(
                    talk.read(person).await.unread(),
                    talk.truly_unread(person).await,
                    "seed {seed}, step {step}"
                );
            }
        }
    }
}

#[tokio::test]
async fn unread_is_right_when_everything_happens_at_once() {
    let talk = talk().await;
    join_all((0..24).map(|actor: u64| {
        let talk = &talk;
        async move {
            let mut chance = SmallRng::seed_from_u64(actor);
            let who = if actor.is_multiple_of(2) { talk.ann } else { talk.bob };
            for _ in 0..15 {
                if chance.random() {
                    talk.send(who, "hello").await;
                } else {
                    talk.mark(who, None, Some(chance.random_range(0..150))).await.unwrap();
                }
            }
        }
    }))
    .await;
    for person in [talk.ann, talk.bob] {
        let seen = talk.read(person).await;
        assert_eq!(seen.unread(), talk.truly_unread(person).await);
        talk.mark(person, None, Some(i64::MAX)).await.unwrap();
        let seen = talk.read(person).await;
        assert_eq!((seen.unread(), seen.mark.own_past), (0, 0));
    }
}

#[tokio::test]
async fn who_sends_no_receipts_shows_none_and_gets_none() {
    let talk = talk().await;
    talk.send(talk.ann, "one").await;
    talk.send(talk.bob, "two").await;
    talk.mark(talk.ann, None, Some(2)).await.unwrap();
    sqlx::query("update settings set send_receipts = false where account_id = $1")
        .bind(talk.bob)
        .execute(&mut talk.administrator().await)
        .await
        .unwrap();
    talk.mark(talk.bob, None, Some(1)).await.unwrap();
    let others = |conversation: Conversation, who| {
        let person = conversation.participants.into_iter().find(|person| person.account.id == who).unwrap();
        (person.delivered_seq, person.seen_seq)
    };
    assert_eq!(others(talk.read(talk.ann).await, talk.bob), (1, 0), "bob's device has it, more is not said");
    assert_eq!(others(talk.read(talk.bob).await, talk.ann), (2, 0));
    assert_eq!(talk.read(talk.bob).await.mark.read_seq, 1, "bob himself knows");
}

#[tokio::test]
async fn a_stranger_cannot_mark() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "one").await;
    let pool = talk.world.pool();
    assert_eq!(talk.mark(talk.eve, Some(1), Some(1)).await, Err(Error::Missing));
    assert_eq!(service::mark_message_read(pool, talk.eve, message.id, &Once::UNNAMED).await, Err(Error::Missing));
    assert_eq!(service::mark_message_read(pool, talk.eve, MessageId::new(), &Once::UNNAMED).await, Err(Error::Missing));
    assert_eq!(
        service::choose(pool, talk.eve, talk.conversation, Choice::default(), &Once::UNNAMED).await,
        Err(Error::Missing)
    );
    assert_eq!(service::mark_message_read(pool, talk.bob, message.id, &Once::UNNAMED).await, Ok(()));
    assert_eq!(talk.read(talk.bob).await.mark.read_seq, 1);
}

#[tokio::test]
async fn a_conversation_that_was_put_away_comes_back_when_somebody_writes() {
    let talk = talk().await;
    let away = Choice { archived: Some(true), muted: Some(true), ..Choice::default() };
    let chosen = service::choose(talk.world.pool(), talk.bob, talk.conversation, away, &Once::UNNAMED).await.unwrap();
    let mark = chosen.mark;
    assert!(mark.archived && mark.muted && !mark.pinned);
    talk.send(talk.ann, "are you there?").await;
    let after = talk.read(talk.bob).await.mark;
    assert!(!after.archived && after.muted && after.version > mark.version);
    let (topic, body) = talk.last_event("mark.moved").await;
    assert_eq!((topic, &body["archived"]), (format!("inbox:{}", talk.bob), &false.into()));
}
