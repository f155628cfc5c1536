//! The lists: their order, their pages, and what each person in them is to who looks.

use super::*;
use crate::shared::page::Page;

#[tokio::test]
async fn who_came_last_stands_first_with_what_they_are_to_who_looks() {
    let world = world().await;
    let (ann, bob, cleo) = (person(&world, "ann").await, person(&world, "bob").await, person(&world, "cleo").await);
    let dora = person(&world, "dora").await;
    for who in [ann, bob, cleo] {
        follow(&world, who, "dora", true).await.unwrap();
    }
    follow(&world, ann, "cleo", true).await.unwrap();
    follow(&world, bob, "ann", true).await.unwrap();
    follow(&world, cleo, "ann", true).await.unwrap();
    let listing = service::list(world.pool(), Some(ann), "Dora", Side::Followers, Paging::default()).await.unwrap();
    assert_eq!((listing.of.id, listing.people.total, listing.version), (dora.account, Some(3), 5));
    let read: Vec<_> =
        listing.people.items.iter().map(|one| (&*one.account.handle, one.follows, one.follows_you)).collect();
    assert_eq!(read, [("cleo", true, true), ("bob", false, true), ("ann", false, false)]);
    let seen = service::list(world.pool(), None, "dora", Side::Followers, Paging::default()).await.unwrap();
    assert!(seen.people.items.iter().all(|one| one.tie() == Tie::default()), "a visitor is nobody to them");
    assert_eq!(listed(&world, None, "ann", Side::Following).await, ["cleo", "dora"]);
    assert_eq!(listed(&world, None, "dora", Side::Following).await, [""; 0]);
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_while_others_come_and_go() {
    let world = world().await;
    person(&world, "dora").await;
    let mut people = Vec::new();
    for number in 0..5 {
        people.push(person(&world, &format!("person{number}")).await);
    }
    for who in &people {
        follow(&world, *who, "dora", true).await.unwrap();
    }
    let page = async |cursor: Option<String>| -> Page<String> {
        let paging = Paging { limit: Some(2), cursor };
        let listing = service::list(world.pool(), None, "dora", Side::Followers, paging).await.unwrap();
        listing.people.map(|one| one.account.handle)
    };
    let first = page(None).await;
    assert_eq!(first.items, ["person4", "person3"]);
    follow(&world, people[3], "dora", false).await.unwrap();
    follow(&world, people[0], "dora", false).await.unwrap();
    follow(&world, people[0], "dora", true).await.unwrap();
    let second = page(first.next).await;
    assert_eq!(second.items, ["person2", "person1"]);
    assert_eq!((second.next, second.total), (None, Some(4)));
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let world = world().await;
    let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
    let cleo = person(&world, "cleo").await;
    for (who, whom) in [(bob, "ann"), (cleo, "ann"), (ann, "bob")] {
        follow(&world, who, whom, true).await.unwrap();
    }
    let list = async |handle: &str, side: Side, limit: u32, cursor: Option<String>| {
        let paging = Paging { limit: Some(limit), cursor };
        service::list(world.pool(), Some(bob), handle, side, paging).await.map(|listing| listing.people)
    };
    let next = list("ann", Side::Followers, 1, None).await.unwrap().next;
    assert_eq!(list("ann", Side::Followers, 1, next.clone()).await.unwrap().items.len(), 1);
    let unreadable = Err(Error::invalid("cursor", "unreadable"));
    assert_eq!(list("ann", Side::Following, 1, next.clone()).await, unreadable);
    assert_eq!(list("bob", Side::Followers, 1, next).await, unreadable);
    assert_eq!(list("ann", Side::Followers, 1, Some("7".to_owned())).await, unreadable);
    for limit in [0, 101] {
        assert_eq!(list("ann", Side::Followers, limit, None).await, Err(Error::invalid("limit", "range")));
    }
}
