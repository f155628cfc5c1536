//! What belongs together.

use super::*;

#[tokio::test]
async fn the_same_on_the_same_thing_within_an_hour_is_one_that_counts_its_people() {
    let place = place().await;
    let (post, other) = (place.ask(place.ann, "Which?").await.id, place.ask(place.ann, "And now?").await.id);
    for who in [place.bob, place.eve, place.dora] {
        place.vote(who, Entry::Post(post), 1).await;
    }
    place.vote(place.bob, Entry::Post(other), 1).await;
    let told = place.all(place.ann).await.page.items;
    assert_eq!(told.len(), 2, "each post by itself");
    assert_eq!((told[1].actor_count, handles(&told[1])), (3, vec!["dora", "eve", "bob"]));
    place.pass("59 minutes").await;
    let frank = by(place.world.person("frank").await);
    place.vote(frank, Entry::Post(post), 1).await;
    let told = place.all(place.ann).await.page.items;
    assert_eq!((told[0].actor_count, handles(&told[0])), (4, vec!["frank", "dora", "eve"]), "three are named");
    place.pass("2 minutes").await;
    let gus = by(place.world.person("gus").await);
    place.vote(gus, Entry::Post(post), 1).await;
    assert_eq!(place.told(place.ann).await.iter().map(|one| one.1).collect::<Vec<_>>(), [1, 4, 1]);
}

#[tokio::test]
async fn who_does_so_twice_is_counted_once_and_it_leads_to_the_last() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    place.comment(place.bob, Parent::Post(post), "One").await;
    place.comment(place.eve, Parent::Post(post), "Two").await;
    let last = place.comment(place.bob, Parent::Post(post), "Three").await.id;
    let told = place.only(place.ann).await;
    assert_eq!((told.actor_count, handles(&told)), (2, vec!["bob", "eve"]));
    assert_eq!(told.entry.unwrap().entry, Entry::Comment(last));
}

#[tokio::test]
async fn what_was_read_is_unread_again_and_stands_first_when_more_happens() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    place.vote(place.bob, Entry::Post(post), 1).await;
    place.follow(place.bob, "ann", true).await;
    let upvote = place.all(place.ann).await.page.items.pop().unwrap();
    place.read(place.ann, upvote.id).await;
    place.vote(place.eve, Entry::Post(post), 1).await;
    let told = place.all(place.ann).await;
    assert_eq!((told.page.items[0].id, told.page.items[0].is_read()), (upvote.id, false));
    assert_eq!((told.page.items[0].actor_count, told.unread.unread), (2, 2));
}
