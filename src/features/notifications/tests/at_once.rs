//! Many who do something at the same moment.

use futures::future::join_all;

use super::*;

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
