use futures::future::join_all;

use super::*;
use crate::{
    features::messages::model::{From, Quote, Stretch},
    server::once::Once,
    shared::Error,
};

impl Talk {
    async fn answer(&self, who: AccountId, body: &str, answered: MessageId) -> Result<Message> {
        let draft = Draft { reply_to: Some(answered), ..draft(self.conversation, body) };
        self.try_send(who, &draft).await.map(Sent::into_message)
    }

    async fn newest(&self, limit: u32) -> Stretch {
        let read = service::history(self.world.pool(), self.ann, self.conversation, From::Newest, limit).await;
        read.expect("ann may read it")
    }

    async fn quotes(&self, who: AccountId, messages: &[MessageId]) -> Result<Vec<Quote>> {
        service::quotes(self.world.pool(), who, self.conversation, messages).await
    }
}

#[tokio::test]
async fn an_answer_names_its_message_and_a_page_brings_the_beginning_of_what_is_not_in_it() {
    let talk = talk().await;
    let asked = talk.send(talk.ann, &"tea? ".repeat(100)).await;
    let answer = talk.answer(talk.bob, "yes", asked.id).await.unwrap();
    assert_eq!(answer.reply_to, Some(asked.id));
    let (_, told) = talk.last_event("message.sent").await;
    assert_eq!(serde_json::from_value::<Message>(told).unwrap(), answer);
    let both = talk.newest(2).await;
    assert!(both.messages == [asked.clone(), answer.clone()] && both.quotes.is_empty());
    let last = talk.newest(1).await;
    assert_eq!((last.messages, last.quotes), (vec![answer], vec![Quote::of(&asked)]));
}

#[tokio::test]
async fn a_quote_says_what_its_message_says_by_now_and_of_a_deleted_one_nothing() {
    let talk = talk().await;
    let asked = talk.send(talk.ann, "tee?").await;
    talk.answer(talk.bob, "yes", asked.id).await.unwrap();
    let quoted = async || talk.newest(1).await.quotes.pop().expect("it is quoted");
    let edit = service::Edit { id: asked.id, body: "tea?", expected_version: None };
    service::edit(&talk.world.server, talk.ann, edit, &Once::UNNAMED).await.unwrap();
    assert_eq!(quoted().await.body, "tea?");
    let gone = service::delete(talk.world.pool(), talk.ann, asked.id, &Once::UNNAMED).await.unwrap();
    assert_eq!(quoted().await, Quote::of(&gone));
    assert!(quoted().await.is_deleted());
    let late = talk.answer(talk.bob, "what was it?", asked.id).await.unwrap();
    assert_eq!(late.reply_to, Some(asked.id), "what was deleted may be answered");
}

#[tokio::test]
async fn what_is_answered_stands_in_the_same_conversation() {
    let talk = talk().await;
    let elsewhere = talk.world.pair(talk.bob, talk.eve).await;
    let foreign = talk.try_send(talk.eve, &draft(elsewhere, "between us")).await.unwrap().into_message();
    for answered in [foreign.id, MessageId::new()] {
        assert_eq!(talk.answer(talk.ann, "?", answered).await, Err(Error::Missing));
        assert_eq!(talk.answer(talk.bob, "?", answered).await, Err(Error::Missing), "not even where he may read it");
    }
    assert_eq!(talk.number("select count(*) from messages").await, 1);
    let here = talk.send(talk.ann, "tea?").await;
    assert_eq!(talk.answer(talk.eve, "?", here.id).await, Err(Error::Missing));
}

#[tokio::test]
async fn an_answer_that_is_sent_again_is_the_same_and_another_one_under_its_name_is_not() {
    let talk = talk().await;
    let (asked, other) = (talk.send(talk.ann, "tea?").await, talk.send(talk.ann, "coffee?").await);
    let answer = Draft { reply_to: Some(asked.id), ..draft(talk.conversation, "yes") };
    let stored = talk.try_send(talk.bob, &answer).await.unwrap().into_message();
    assert_eq!(talk.try_send(talk.bob, &answer).await, Ok(Sent::Known(stored.clone())));
    for reply_to in [None, Some(other.id), Some(MessageId::new())] {
        let otherwise = Draft { reply_to, ..answer.clone() };
        assert_eq!(talk.try_send(talk.bob, &otherwise).await, Err(Error::Conflict), "{reply_to:?}");
    }
    service::delete(talk.world.pool(), talk.ann, asked.id, &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.try_send(talk.bob, &answer).await, Ok(Sent::Known(stored)));
}

#[tokio::test]
async fn a_deleted_answer_answers_nothing_any_more() {
    let talk = talk().await;
    let asked = talk.send(talk.ann, "tea?").await;
    let answer = talk.answer(talk.bob, "yes", asked.id).await.unwrap();
    let gone = service::delete(talk.world.pool(), talk.bob, answer.id, &Once::UNNAMED).await.unwrap();
    assert_eq!(gone.reply_to, None);
    let told = format!("select count(*) from events where body->>'reply_to' = '{}'", asked.id);
    assert_eq!(talk.number(&told).await, 0);
}

#[tokio::test]
async fn nobody_reads_the_beginning_of_what_they_may_not_read() {
    let talk = talk().await;
    let asked = talk.send(talk.ann, "tea?").await;
    let elsewhere = talk.world.pair(talk.bob, talk.eve).await;
    let foreign = talk.try_send(talk.eve, &draft(elsewhere, "between us")).await.unwrap().into_message();
    let all = [asked.id, foreign.id, MessageId::new()];
    for who in [talk.ann, talk.bob] {
        assert_eq!(talk.quotes(who, &all).await, Ok(vec![Quote::of(&asked)]));
    }
    assert_eq!(talk.quotes(talk.eve, &all).await, Err(Error::Missing));
}

#[tokio::test]
async fn an_answer_that_comes_in_the_same_moment_as_what_it_answers_is_stored_after_it() {
    let talk = talk().await;
    for _ in 0..10 {
        let asked = draft(talk.conversation, "tea?");
        let answer = Draft { reply_to: Some(asked.id), ..draft(talk.conversation, "yes") };
        let both = [(talk.ann, asked), (talk.bob, answer)];
        let sent = join_all(both.iter().map(|(who, draft)| talk.try_send(*who, draft))).await;
        assert!(sent.iter().all(|sent| matches!(sent, Ok(Sent::Stored(_)))), "{sent:?}");
    }
}
