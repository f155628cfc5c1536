use std::collections::BTreeSet;

use super::super::model::Span;
use super::*;
use crate::shared::{Error, page::Page};

/// Every page of a list, `limit` at a time.
async fn walk(place: &Place, feed: &Feed, limit: u32) -> Vec<PostId> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let listing = service::Listing { feed: feed.clone(), cursor, limit };
        let Page { items, next, .. } = service::list(place.world.pool(), None, &listing).await.unwrap();
        found.extend(items.into_iter().map(|post| post.id));
        cursor = next;
        if cursor.is_none() {
            return found;
        }
    }
}

async fn page(place: &Place, feed: &Feed, cursor: Option<String>) -> Result<Page<Post>> {
    let listing = service::Listing { feed: feed.clone(), cursor, limit: 2 };
    service::list(place.world.pool(), None, &listing).await
}

#[tokio::test]
async fn each_list_has_its_posts_in_its_order_on_all_its_pages() {
    let place = place().await;
    let mut posts = Vec::new();
    for number in 0..7 {
        posts.push(place.ask(place.ann, &format!("Question {number}"), &["rye"]).await.id);
    }
    let note = PostDraft { kind: Kind::Post, ..question("A walk", &["rye"]) };
    posts.push(place.publish(place.bob, note).await.unwrap().id);
    place.vote(place.bob, Entry::Post(posts[2]), 1).await.unwrap();
    place.vote(place.bob, Entry::Post(posts[4]), -1).await.unwrap();
    place.answer(place.bob, posts[5], "Yes").await;
    let latest: Vec<_> = posts.iter().rev().copied().collect();
    let without = |left_out: &[usize]| -> Vec<PostId> {
        (0..8).rev().filter(|place| !left_out.contains(place)).map(|place| posts[place]).collect()
    };
    let mut top = without(&[2, 4]);
    top.sort_unstable_by(|one, other| other.cmp(one));
    top.insert(0, posts[2]);
    top.push(posts[4]);
    for limit in [1, 3, 100] {
        for (feed, expected) in [
            (Feed::Latest, latest.clone()),
            (Feed::Tag("Rye".into()), latest.clone()),
            (Feed::Questions, without(&[7])),
            (Feed::Unanswered, without(&[5, 7])),
            (Feed::Person(place.ann.account), without(&[7])),
            (Feed::Top(Span::Day), top.clone()),
            (Feed::Top(Span::All), top.clone()),
        ] {
            assert_eq!(walk(&place, &feed, limit).await, expected, "{feed:?} by {limit}");
        }
    }
}

#[tokio::test]
async fn what_is_older_than_a_time_is_not_among_its_best() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let statement = "update posts set at = now() - interval '3 days'";
    sqlx::query(statement).execute(&mut place.world.administrator().await).await.unwrap();
    assert_eq!(place.list(None, Feed::Top(Span::Day)).await, []);
    assert_eq!(place.list(None, Feed::Top(Span::Week)).await, [post.id]);
}

#[tokio::test]
async fn whoever_follows_people_reads_them_and_themselves_and_nobody_whom_a_block_keeps_apart() {
    let place = place().await;
    let (pool, ann) = (place.world.pool(), Some(place.ann));
    let mut posts = Vec::new();
    for (number, who) in [place.bob, place.eve, place.ann, place.bob, place.bob, place.ann].into_iter().enumerate() {
        posts.push(place.ask(who, &format!("Question {number}"), &[]).await.id);
    }
    let own = vec![posts[5], posts[2]];
    assert_eq!(place.list(ann, Feed::Following).await, own);
    place.follow(place.ann, "bob").await;
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let listing = service::Listing { feed: Feed::Following, cursor, limit: 2 };
        let Page { items, next, .. } = service::list(pool, ann, &listing).await.unwrap();
        found.extend(items.into_iter().map(|post| post.id));
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, [5, 4, 3, 2, 0].map(|place| posts[place]));
    assert_eq!(place.list(Some(place.bob), Feed::Following).await, [posts[4], posts[3], posts[0]]);
    let listing = service::Listing { feed: Feed::Following, cursor: None, limit: 2 };
    assert_eq!(service::list(pool, None, &listing).await, Err(Error::SignIn));
    let mut tx = pool.as_viewer(place.bob.account).await.unwrap();
    sqlx::query("select set_block($1, true)").bind(place.ann.account).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(place.list(ann, Feed::Following).await, own);
}

#[tokio::test]
async fn whom_one_mutes_is_in_no_list_of_many_and_reads_on_as_before() {
    let place = place().await;
    let (ann, bob) = (place.ann, place.bob);
    let theirs = place.ask(bob, "Bread", &["rye"]).await.id;
    let others = place.ask(place.eve, "Tea", &["rye"]).await.id;
    for handle in ["bob", "eve"] {
        place.follow(ann, handle).await;
    }
    service::bookmark(&place.world.server, ann, theirs, true, &Once::UNNAMED).await.unwrap();
    place.world.mute(ann.account, bob.account, true).await;
    let feeds = [Feed::Latest, Feed::Following, Feed::Questions, Feed::Unanswered, Feed::Tag("rye".into())];
    for feed in feeds.into_iter().chain(Span::ALL.map(Feed::Top)) {
        assert!(feed.gathers());
        assert_eq!(place.list(Some(ann), feed.clone()).await, [others], "{feed:?}");
        let all = if feed == Feed::Following { BTreeSet::from([theirs]) } else { BTreeSet::from([others, theirs]) };
        let read: BTreeSet<_> = place.list(Some(bob), feed.clone()).await.into_iter().collect();
        assert_eq!(read, all, "{feed:?} of who is muted");
    }
    for feed in [Feed::Person(bob.account), Feed::Bookmarks] {
        assert!(!feed.gathers());
        assert_eq!(place.list(Some(ann), feed).await, [theirs]);
    }
    assert_eq!(place.thread(ann, theirs).await.unwrap().post.id, theirs, "it is opened as before");
    place.world.mute(ann.account, bob.account, false).await;
    assert_eq!(place.list(Some(ann), Feed::Latest).await, [others, theirs]);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_none() {
    let place = place().await;
    for number in 0..3 {
        place.ask(place.ann, &format!("Question {number}"), &["rye"]).await;
    }
    let feeds = [Feed::Latest, Feed::Top(Span::Day), Feed::Top(Span::All), Feed::Unanswered, Feed::Tag("rye".into())];
    for feed in &feeds {
        let cursor = page(&place, feed, None).await.unwrap().next;
        assert!(cursor.is_some());
        for other in &feeds {
            let read = page(&place, other, cursor.clone()).await.map(|page| page.items.len());
            let expected = if feed == other { Ok(1) } else { Err(Error::invalid("cursor", "unreadable")) };
            assert_eq!(read, expected, "{feed:?} in {other:?}");
        }
    }
}

#[tokio::test]
async fn answers_stand_in_the_order_that_is_asked_for_on_all_pages() {
    let place = place().await;
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Bread", &[]).await.id;
    let mut answers = Vec::new();
    for number in 0..5 {
        answers.push(place.answer(place.bob, post, &format!("Answer {number}")).await.id);
    }
    place.vote(place.eve, Entry::Answer(answers[3]), 1).await.unwrap();
    place.vote(place.eve, Entry::Answer(answers[0]), -1).await.unwrap();
    place.accept(place.ann, post, Some(answers[0])).await.unwrap();
    for (sort, order) in
        [(Sort::Score, [0, 3, 1, 2, 4]), (Sort::Newest, [4, 3, 2, 1, 0]), (Sort::Oldest, [0, 1, 2, 3, 4])]
    {
        let expected: Vec<_> = order.iter().map(|place| answers[*place]).collect();
        let thread = service::thread(pool, None, post, sort).await.unwrap();
        assert_eq!(thread.answers.items.iter().map(|answer| answer.id).collect::<Vec<_>>(), expected, "{sort:?}");
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = service::answers(pool, None, (post, sort), cursor.as_deref(), 2).await.unwrap().answers;
            found.extend(page.items.into_iter().map(|answer| answer.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, expected, "{sort:?}");
    }
}
