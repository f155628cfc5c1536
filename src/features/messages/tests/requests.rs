//! What people write to somebody who does not know them.

use serde_json::json;

use super::*;
use crate::{
    features::messages::{
        model::{Choice, Mark},
        service::Listing,
    },
    server::once::Once,
};

impl Talk {
    /// The same, but that bob has what people write whom he does not know be a request.
    async fn with_requests(self) -> Self {
        self.world.take_requests(self.bob).await;
        self
    }

    async fn mark_of(&self, who: AccountId) -> Mark {
        service::read(self.world.pool(), who, self.conversation).await.expect("they are in it").mark
    }

    async fn choose(&self, who: AccountId, choice: Choice) -> Mark {
        service::choose(self.world.pool(), who, self.conversation, choice, &Once::UNNAMED).await.unwrap().mark
    }

    async fn lists(&self, who: AccountId, requested: Option<bool>) -> usize {
        let listing = Listing { requested, ..Listing::default() };
        service::list(self.world.pool(), who, &listing).await.unwrap().items.len()
    }

    async fn follows(&self, who: AccountId, other: AccountId) {
        let mut tx = self.world.pool().as_viewer(who).await.unwrap();
        sqlx::query("select set_follow($1, true)").bind(other).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

const ACCEPT: Choice =
    Choice { requested: Some(false), muted: None, pinned: None, archived: None, expected_version: None };

#[tokio::test]
async fn first_words_of_a_stranger_are_a_request_until_it_is_accepted() {
    let talk = talk().await.with_requests().await;
    talk.send(talk.ann, "buy my book").await;
    let mark = talk.mark_of(talk.bob).await;
    assert!(mark.requested && !talk.mark_of(talk.ann).await.requested);
    let (topic, body) = talk.last_event("mark.moved").await;
    assert_eq!((topic, &body["requested"]), (format!("inbox:{}", talk.bob), &json!(true)));
    assert_eq!([talk.lists(talk.bob, Some(true)).await, talk.lists(talk.bob, Some(false)).await], [1, 0]);
    assert_eq!(talk.lists(talk.bob, None).await, 1, "who asks for all has all");
    let accepted = talk.choose(talk.bob, ACCEPT).await;
    assert_eq!((accepted.requested, accepted.version), (false, mark.version + 1));
    assert_eq!([talk.lists(talk.bob, Some(true)).await, talk.lists(talk.bob, Some(false)).await], [0, 1]);
    talk.send(talk.ann, "and my second one").await;
    assert!(!talk.mark_of(talk.bob).await.requested, "it is asked once");
}

#[tokio::test]
async fn who_answers_accepts() {
    let talk = talk().await.with_requests().await;
    talk.send(talk.ann, "buy my book").await;
    talk.send(talk.bob, "which one?").await;
    assert!(!talk.mark_of(talk.bob).await.requested);
}

#[tokio::test]
async fn people_whom_one_follows_or_knows_from_a_group_and_those_to_whom_one_wrote_first_need_not_ask() {
    let followed = talk().await.with_requests().await;
    followed.follows(followed.bob, followed.ann).await;
    followed.send(followed.ann, "hello").await;
    assert!(!followed.mark_of(followed.bob).await.requested);
    let fan = talk().await.with_requests().await;
    fan.follows(fan.ann, fan.bob).await;
    fan.send(fan.ann, "hello").await;
    assert!(fan.mark_of(fan.bob).await.requested, "who follows somebody is not known by that");
    let club = talk().await.with_requests().await;
    club.world.group(club.ann, &[club.bob]).await;
    club.send(club.ann, "hello").await;
    assert!(!club.mark_of(club.bob).await.requested);
    let opened = talk().await.with_requests().await;
    opened.world.pair(opened.bob, opened.ann).await;
    opened.send(opened.ann, "hello").await;
    assert!(!opened.mark_of(opened.bob).await.requested, "he had opened it himself");
    let wrote = talk().await.with_requests().await;
    wrote.world.pair(wrote.bob, wrote.ann).await;
    wrote.send(wrote.bob, "hello").await;
    wrote.send(wrote.ann, "hi").await;
    assert!(!wrote.mark_of(wrote.bob).await.requested);
}

#[tokio::test]
async fn who_wants_no_requests_has_first_words_among_all_others() {
    let talk = talk().await;
    talk.send(talk.ann, "hello").await;
    assert!(!talk.mark_of(talk.bob).await.requested);
}

#[tokio::test]
async fn nobody_is_told_that_a_request_was_read_until_it_is_accepted() {
    let talk = talk().await.with_requests().await;
    talk.send(talk.ann, "buy my book").await;
    let receipts = "select count(*) from events where kind like 'receipt.%'";
    talk.mark(talk.bob, Some(1), Some(1)).await.unwrap();
    assert_eq!((talk.mark_of(talk.bob).await.read_seq, talk.number(receipts).await), (1, 0));
    talk.choose(talk.bob, ACCEPT).await;
    let (topic, body) = talk.last_event("receipt.seen").await;
    assert_eq!((topic, &body["seen_seq"]), (format!("conversation:{}", talk.conversation), &json!(1)));
    assert_eq!(talk.number(receipts).await, 2, "that it was delivered, and seen");
}

#[tokio::test]
async fn what_was_declined_stays_put_away_whatever_else_is_written_and_comes_back_by_an_answer() {
    let talk = talk().await.with_requests().await;
    talk.send(talk.ann, "buy my book").await;
    talk.choose(talk.bob, Choice { archived: Some(true), ..Choice::default() }).await;
    talk.send(talk.ann, "please").await;
    let mark = talk.mark_of(talk.bob).await;
    assert!(mark.archived && mark.requested);
    talk.send(talk.bob, "why?").await;
    let mark = talk.mark_of(talk.bob).await;
    assert!(!mark.archived && !mark.requested);
}

#[tokio::test]
async fn a_request_is_accepted_by_the_api_and_by_a_plain_form() {
    let talk = talk().await.with_requests().await;
    talk.send(talk.ann, "buy my book").await;
    let path = format!("/api/conversations/{}", talk.conversation);
    let (status, listed) = talk.call(Some(talk.bob), "GET", "/api/conversations?requested=true", json!({})).await;
    assert_eq!((status, &listed["items"][0]["mark"]["requested"]), (200, &json!(true)));
    let (status, answer) = talk.call(Some(talk.bob), "PATCH", &path, json!({"requested": false})).await;
    assert_eq!((status, &answer["mark"]["requested"]), (200, &json!(false)));
    let (_, again) = talk.call(Some(talk.bob), "PATCH", &path, json!({"requested": true})).await;
    assert_eq!(again["mark"]["requested"], json!(false), "nobody makes a request of what is none");
}
