//! Many who follow each other at the same moment.

use futures::future::join_all;

use super::*;

#[tokio::test]
async fn people_who_follow_each_other_at_once_never_wait_for_each_other_without_end_and_every_count_is_right() {
    let world = &world().await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cleo", "dora"] {
        people.push((person(world, name).await, name));
    }
    let pairs = || people.iter().flat_map(|one| people.iter().map(move |other| (*one, *other)));
    for round in 0..6 {
        let acts = pairs().filter(|(one, other)| one.1 != other.1).map(|((who, _), (_, whom))| async move {
            follow(world, who, whom, round % 3 != 2).await.unwrap();
        });
        join_all(acts).await;
    }
    let ended = counts(world, "ann").await;
    assert_eq!(ended, (0, 0));
    let deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
    assert_eq!(count(world, deadlocks).await, 0);
    let acts = pairs().filter(|(one, other)| one.1 < other.1).map(|((who, _), (_, whom))| async move {
        follow(world, who, whom, true).await.unwrap();
    });
    join_all(acts).await;
    let found = ["ann", "bob", "cleo", "dora"].map(|handle| counts(world, handle));
    assert_eq!(join_all(found).await, [(0, 3), (1, 2), (2, 1), (3, 0)]);
}

#[tokio::test]
async fn of_a_follow_and_a_block_at_once_the_block_holds() {
    let world = world().await;
    let ann = person(&world, "ann").await;
    for number in 0..10 {
        let handle = format!("person{number}");
        let other = person(&world, &handle).await;
        let (followed, ()) =
            tokio::join!(follow(&world, other, "ann", true), world.block(ann.account, other.account, true));
        assert!(matches!(followed, Ok(_) | Err(Error::Missing)), "{followed:?}");
    }
    assert_eq!(count(&world, "select count(*) from follows").await, 0);
    assert_eq!(counts(&world, "ann").await, (0, 0));
}
