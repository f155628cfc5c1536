use serde_json::json;

use super::*;
use crate::shared::{Error, id::OperationId};

#[tokio::test]
async fn each_has_one_vote_that_they_change_and_take_back() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let on = Entry::Post(post.id);
    for (value, score, tallied) in [(1, 1, 1), (1, 1, 1), (-1, -1, 2), (0, 0, 3), (0, 0, 3)] {
        let tally = place.vote(place.bob, on, value).await.unwrap();
        assert_eq!((tally.score, tally.tallied, tally.vote), (score, tallied, Some(value)));
    }
    place.vote(place.bob, on, 1).await.unwrap();
    assert_eq!(place.vote(place.eve, on, 1).await.unwrap().score, 2);
    let (topic, told) = place.events("post.tallied").await.remove(0);
    assert_eq!(topic, format!("post:{}", post.id));
    let told: Tally = serde_json::from_value(told).unwrap();
    assert_eq!((told.entry, told.score, told.tallied, told.vote), (on, 2, 5, None));
    assert_eq!(place.thread(place.bob, post.id).await.unwrap().post.vote, 1);
    assert_eq!(place.thread(place.ann, post.id).await.unwrap().post.vote, 0);
}

#[tokio::test]
async fn what_somebody_votes_and_keeps_is_told_on_their_own_topic_alone_and_once() {
    let place = place().await;
    let server = &place.world.server;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let comment = place.comment(place.ann, Parent::Post(post.id), "Please").await;
    let of_bob = format!("inbox:{}", place.bob.account);
    for (on, value) in [(Entry::Post(post.id), -1), (Entry::Post(post.id), 0), (Entry::Comment(comment.id), 1)] {
        for _ in 0..2 {
            let Tally { tallied, .. } = place.vote(place.bob, on, value).await.unwrap();
            let told = json!({"on": on, "value": value, "tallied": tallied});
            assert_eq!(place.events("vote.changed").await[0], (of_bob.clone(), told));
        }
    }
    for on in [true, true, false, false] {
        service::bookmark(server, place.bob, post.id, on, &Once::UNNAMED).await.unwrap();
        let told = json!({"post_id": post.id, "on": on});
        assert_eq!(place.events("bookmark.changed").await[0], (of_bob.clone(), told));
    }
    assert_eq!(place.events("vote.changed").await.len(), 3);
    assert_eq!(place.events("bookmark.changed").await.len(), 2);
}

#[tokio::test]
async fn nobody_votes_on_what_they_wrote_or_on_what_was_deleted() {
    let place = place().await;
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.ann, post.id, "Rye").await;
    let comment = place.comment(place.ann, Parent::Post(post.id), "Please").await;
    let entries = [Entry::Comment(comment.id), Entry::Answer(answer.id), Entry::Post(post.id)];
    for on in entries {
        assert_eq!(place.vote(place.ann, on, 1).await, Err(Error::Forbidden), "{on:?}");
        assert_eq!(place.vote(place.bob, on, 1).await.unwrap().score, 1, "{on:?}");
    }
    assert_eq!(place.vote(place.bob, entries[0], -1).await, Err(Error::invalid("value", "range")));
    service::delete_comment(pool, place.ann, comment.id, &Once::UNNAMED).await.unwrap();
    service::delete_answer(pool, place.ann, answer.id, &Once::UNNAMED).await.unwrap();
    service::delete_post(pool, place.ann, post.id, &Once::UNNAMED).await.unwrap();
    for on in entries {
        assert_eq!(place.vote(place.eve, on, 1).await, Err(Error::Missing), "{on:?}");
    }
    assert_eq!(place.vote(place.eve, Entry::Post(PostId::new()), 1).await, Err(Error::Missing));
}

#[tokio::test]
async fn those_who_vote_at_once_all_count() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.ann, post.id, "Rye").await;
    for round in 1..6 {
        let value = if round % 2 == 1 { 1 } else { -1 };
        let [one, other] = [place.bob, place.eve].map(|who| place.vote(who, Entry::Answer(answer.id), value));
        let aside = place.vote(place.bob, Entry::Post(post.id), value);
        let (one, other, aside) = tokio::join!(one, other, aside);
        one.and(other).and(aside).expect("all may");
        let thread = place.thread(place.ann, post.id).await.unwrap();
        assert_eq!(thread.answers.items[0].score, i64::from(2 * value));
    }
    let (scores, votes) =
        ("select sum(score)::bigint from answers", "select sum(value) from votes where kind = 'answer'");
    assert_eq!(place.number(scores).await, place.number(votes).await);
}

#[tokio::test]
async fn a_vote_that_arrives_again_late_does_not_come_back() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let once = Once::named(OperationId::new(), "up");
    let vote = Vote { on: Entry::Post(post.id), value: 1 };
    service::vote(&place.world.server, place.bob, vote, &once).await.unwrap();
    let without = place.vote(place.bob, vote.on, 0).await.unwrap();
    assert_eq!(service::vote(&place.world.server, place.bob, vote, &once).await, Ok(without));
}

#[tokio::test]
async fn the_asker_accepts_one_answer_and_no_other_stays_accepted() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let (first, second) =
        (place.answer(place.bob, post.id, "Rye").await, place.answer(place.eve, post.id, "Wheat").await);
    assert_eq!(place.accept(place.bob, post.id, Some(first.id)).await, Err(Error::Forbidden));
    assert_eq!(place.accept(place.ann, post.id, Some(AnswerId::new())).await, Err(Error::Missing));
    place.accept(place.ann, post.id, Some(first.id)).await.unwrap();
    let accepted = place.accept(place.ann, post.id, Some(second.id)).await.unwrap();
    assert_eq!(accepted.accepted_id, Some(second.id));
    let answers = place.thread(place.eve, post.id).await.unwrap().answers.items;
    let marks: Vec<_> = answers.iter().map(|answer| (answer.id, answer.accepted)).collect();
    assert_eq!(marks, [(second.id, true), (first.id, false)], "the accepted one comes first");
    service::delete_answer(place.world.pool(), place.eve, second.id, &Once::UNNAMED).await.unwrap();
    let thread = place.thread(place.eve, post.id).await.unwrap();
    assert_eq!((thread.post.accepted_id, thread.post.answers), (None, 1));
    assert!(thread.answers.items.iter().all(|answer| !answer.accepted));
    place.accept(place.ann, post.id, Some(first.id)).await.unwrap();
    assert_eq!(place.accept(place.ann, post.id, None).await.unwrap().accepted_id, None);
}
