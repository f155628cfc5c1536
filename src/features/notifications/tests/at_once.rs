//! Many who do something at the same moment.

use futures::future::join_all;

use super::*;
use crate::shared::Error;

/// So many people more.
async fn crowd(place: &Place, number: usize) -> Vec<Viewer> {
    let mut people = Vec::new();
    for one in 0..number {
        people.push(by(place.world.person(&format!("person{one}")).await));
    }
    people
}

async fn deadlocks(place: &Place) -> i64 {
    sqlx::query_scalar("select deadlocks from pg_stat_database where datname = current_database()")
        .fetch_one(&mut place.world.administrator().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn whoever_votes_at_once_on_one_post_is_counted_in_one_notification() {
    let place = &place().await;
    let people = crowd(place, 60).await;
    let post = place.ask(place.ann, "Which?").await.id;
    join_all(people.iter().map(|who| place.vote(*who, Entry::Post(post), 1))).await;
    assert_eq!(place.told(place.ann).await, [(Kind::PostUpvote, 60)]);
    join_all(people.iter().map(|who| place.follow(*who, "ann", true))).await;
    assert_eq!(place.told(place.ann).await, [(Kind::NewFollower, 60), (Kind::PostUpvote, 60)]);
    join_all(people.iter().map(|who| place.vote(*who, Entry::Post(post), 0))).await;
    assert_eq!(place.told(place.ann).await, [(Kind::NewFollower, 60)]);
    assert_eq!(deadlocks(place).await, 0);
}

#[tokio::test]
async fn who_names_each_other_and_reads_at_once_never_waits_without_end_and_every_count_is_right() {
    let place = &place().await;
    let people = [place.ann, place.bob, place.eve, place.dora];
    let mut threads = Vec::new();
    for who in people {
        threads.push(place.ask(who, "Which?").await.id);
    }
    for round in 0..4 {
        let pairs = threads.iter().flat_map(|post| people.map(|who| (*post, who)));
        let acts = pairs.map(|(post, who)| async move {
            place.comment(who, Parent::Post(post), "@dora @eve @bob @ann").await;
            if round % 2 == 1 {
                service::read_all(place.world.pool(), who, i64::MAX, &Once::UNNAMED).await.unwrap();
            }
        });
        join_all(acts).await;
    }
    for who in people {
        let told = place.all(who).await;
        assert_eq!(told.page.items.len(), 4 * 4 * 3, "by each text of the three others");
    }
    assert_eq!(deadlocks(place).await, 0);
}

#[tokio::test]
async fn of_an_act_and_a_block_at_once_the_block_holds() {
    let place = &place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let mut acting = place.world.pool().as_viewer(place.bob.account).await.unwrap();
    sqlx::query("select cast_vote('post', $1, 1::smallint)").bind(post.0).execute(&mut *acting).await.unwrap();
    place.world.block(place.ann.account, place.bob.account, true).await;
    acting.commit().await.unwrap();
    assert_eq!(place.told(place.ann).await, []);
    for who in crowd(place, 10).await {
        let vote = Vote { on: Entry::Post(post), value: 1 };
        let voted = posts::vote(&place.world.server, who, vote, &Once::UNNAMED);
        let (voted, ()) = tokio::join!(voted, place.world.block(place.ann.account, who.account, true));
        assert!(matches!(voted, Ok(_) | Err(Error::Missing)), "{voted:?}");
    }
    assert_eq!(place.told(place.ann).await, []);
    assert_eq!(deadlocks(place).await, 0);
}
