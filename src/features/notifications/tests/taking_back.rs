//! What becomes of what was told, where it is so no longer.

use super::*;
use crate::server::Pool;

#[tokio::test]
async fn what_is_taken_back_unread_is_told_no_more() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let answer = place.answer(place.dora, post, "Green").await.id;
    for who in [place.bob, place.eve] {
        place.vote(who, Entry::Post(post), 1).await;
        place.follow(who, "dora", true).await;
    }
    place.vote(place.bob, Entry::Post(post), -1).await;
    place.vote(place.eve, Entry::Post(post), 0).await;
    assert_eq!(place.told(place.ann).await, [(Kind::NewAnswer, 1)]);
    place.accept(place.ann, post, Some(answer)).await;
    place.accept(place.ann, post, None).await;
    place.follow(place.bob, "dora", false).await;
    let told = place.only(place.dora).await;
    assert_eq!((told.kind, handles(&told)), (Kind::NewFollower, vec!["eve"]));
    let gone = place.events(place.dora).await.into_iter().filter(|(_, body)| body["notification"].is_null()).count();
    assert_eq!(gone, 1, "that the answer was accepted");
}

#[tokio::test]
async fn what_was_read_stays_when_it_is_taken_back_and_is_not_told_again_within_the_hour() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    place.vote(place.bob, Entry::Post(post), 1).await;
    let told = place.only(place.ann).await;
    place.read(place.ann, told.id).await;
    for value in [0, 1, -1, 1] {
        place.vote(place.bob, Entry::Post(post), value).await;
        assert!(place.only(place.ann).await.is_read(), "{value}");
    }
    assert_eq!(place.events(place.ann).await.len(), 2, "that it came and that it was read");
}

#[tokio::test]
async fn whom_an_edit_does_not_name_any_more_is_told_of_it_no_more() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let comment = place.comment(place.bob, Parent::Post(post), "@eve @dora").await.id;
    place.rewrite_comment(place.bob, comment, "@eve").await;
    assert_eq!((place.told(place.eve).await, place.told(place.dora).await), (vec![(Kind::Mention, 1)], vec![]));
}

/// Has somebody take what they published away.
async fn delete(pool: &Pool, who: Viewer, entry: Entry) {
    let once = &Once::UNNAMED;
    match entry {
        Entry::Post(id) => drop(posts::delete_post(pool, who, id, once).await.unwrap()),
        Entry::Answer(id) => drop(posts::delete_answer(pool, who, id, once).await.unwrap()),
        Entry::Comment(id) => drop(posts::delete_comment(pool, who, id, once).await.unwrap()),
    }
}

#[tokio::test]
async fn what_was_deleted_is_told_no_more_read_or_not_and_no_event_holds_its_words() {
    let place = place().await;
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Which? @dora").await.id;
    let answer = place.answer(place.bob, post, "a secret").await.id;
    place.vote(place.eve, Entry::Answer(answer), 1).await;
    place.vote(place.eve, Entry::Post(post), 1).await;
    let comment = place.comment(place.eve, Parent::Post(post), "a secret @dora").await.id;
    let kept = place.comment(place.bob, Parent::Post(post), "for all to read").await.id;
    for one in place.all(place.dora).await.page.items {
        place.read(place.dora, one.id).await;
    }
    delete(pool, place.eve, Entry::Comment(comment)).await;
    delete(pool, place.bob, Entry::Answer(answer)).await;
    let left: Vec<_> = place.all(place.ann).await.page.items;
    assert_eq!(
        left.iter().map(|one| (one.kind, one.actor_count)).collect::<Vec<_>>(),
        [(Kind::PostComment, 1), (Kind::PostUpvote, 1)]
    );
    assert_eq!(left[0].entry.as_ref().unwrap().entry, Entry::Comment(kept));
    assert_eq!(place.told(place.bob).await, []);
    delete(pool, place.ann, Entry::Post(post)).await;
    let left = place.only(place.ann).await;
    assert_eq!((left.kind, left.entry.unwrap().title), (Kind::PostComment, None), "the thread stays");
    assert_eq!(place.told(place.dora).await, []);
    for who in [place.ann, place.bob, place.dora] {
        let events = place.events(who).await;
        assert!(events.iter().all(|(_, body)| !body.to_string().contains("secret")), "{events:?}");
    }
}

#[tokio::test]
async fn what_somebody_did_is_told_no_more_once_one_of_the_two_blocks_the_other() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    for who in [place.bob, place.eve] {
        place.vote(who, Entry::Post(post), 1).await;
        place.follow(who, "ann", true).await;
    }
    place.comment(place.bob, Parent::Post(post), "a secret").await;
    place.follow(place.ann, "bob", true).await;
    place.world.block(place.bob.account, place.ann.account, true).await;
    assert_eq!(place.told(place.ann).await, [(Kind::NewFollower, 1), (Kind::PostUpvote, 1)]);
    assert_eq!(place.told(place.bob).await, []);
    assert!(place.events(place.ann).await.iter().all(|(_, body)| !body.to_string().contains("secret")));
}

#[tokio::test]
async fn where_somebody_may_not_look_any_more_they_are_not_shown_what_is_said_there() {
    let place = place().await;
    let post = place.ask(place.ann, "a secret").await.id;
    place.comment(place.dora, Parent::Post(post), "a secret, @eve").await;
    place.world.block(place.ann.account, place.eve.account, true).await;
    let told = place.only(place.eve).await;
    assert_eq!((told.kind, handles(&told), &told.entry), (Kind::Mention, vec!["dora"], &None));
}

#[tokio::test]
async fn who_is_gone_is_told_nothing_and_nothing_is_left_of_what_they_were_told() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    place.vote(place.bob, Entry::Post(post), 1).await;
    place.force("update accounts set deleted_at = now(), version = version + 1 where handle = 'ann'").await;
    place.vote(place.eve, Entry::Post(post), 1).await;
    let rows = "select (select count(*) from notifications) + (select count(*) from notification_acts)
        + (select count(*) from notification_counts)";
    let left: i64 = sqlx::query_scalar(rows).fetch_one(&mut place.world.administrator().await).await.unwrap();
    assert_eq!(left, 0);
}
