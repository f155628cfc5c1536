//! What a person was told: in which order, and what of it they have read.

use super::*;
use crate::shared::Error;

/// Ann is told so many things, each of another kind or about another post.
async fn told(place: &Place, number: usize) -> Vec<Notification> {
    for _ in 0..number {
        let post = place.ask(place.ann, "Which?").await.id;
        place.vote(place.bob, Entry::Post(post), 1).await;
    }
    place.all(place.ann).await.page.items
}

#[tokio::test]
async fn what_is_unread_comes_first_and_every_page_goes_on_where_the_one_before_ended() {
    let place = place().await;
    let told = told(&place, 5).await;
    for one in [0, 3] {
        place.read(place.ann, told[one].id).await;
    }
    for (only_unread, expected) in [(false, vec![1, 2, 4, 0, 3]), (true, vec![1, 2, 4])] {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let asked = (cursor.as_deref(), 2);
            let page = service::list(place.world.pool(), place.ann, only_unread, asked).await.unwrap().page;
            found.extend(page.items.into_iter().map(|one| told.iter().position(|known| known.id == one.id).unwrap()));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, expected);
    }
    let page = service::list(place.world.pool(), place.ann, false, (None, 4)).await.unwrap().page;
    let among_read = service::list(place.world.pool(), place.ann, true, (page.next.as_deref(), 4)).await;
    assert_eq!(among_read, Err(Error::invalid("cursor", "unreadable")), "it is a place of the other list");
}

#[tokio::test]
async fn reading_one_again_changes_nothing_and_is_told_once() {
    let place = place().await;
    let one = told(&place, 2).await.pop().unwrap();
    let first = place.read(place.ann, one.id).await;
    assert_eq!((first.unread.unread, first.notification.as_ref().map(Notification::is_read)), (1, Some(true)));
    assert_eq!(place.read(place.ann, one.id).await, first);
    let events = place.events(place.ann).await;
    assert_eq!(events.len(), 3);
    assert_eq!(serde_json::from_value::<Changed>(events[2].1.clone()).unwrap(), first);
}

#[tokio::test]
async fn what_comes_after_the_place_that_was_seen_stays_unread() {
    let place = place().await;
    let (pool, ann) = (place.world.pool(), place.ann);
    let seen = told(&place, 3).await;
    let held = service::read_all(pool, ann, seen[1].number, &Once::UNNAMED).await.unwrap();
    assert_eq!((held.through, held.unread.unread), (seen[1].number, 1));
    assert_eq!(place.all(ann).await.page.items[0].id, seen[0].id);
    // Somebody else votes where ann has just looked.
    let Some(Entry::Post(post)) = seen[0].entry.as_ref().map(|preview| preview.entry) else { panic!("a post") };
    place.vote(place.eve, Entry::Post(post), 1).await;
    let late = service::read(pool, ann, (seen[0].id, seen[0].number), &Once::UNNAMED).await.unwrap();
    assert_eq!((late.unread.unread, late.notification.map(|one| one.is_read())), (1, Some(false)));
    let held = service::read_all(pool, ann, i64::MAX, &Once::UNNAMED).await.unwrap();
    assert_eq!((held.unread.unread, place.all(ann).await.unread), (0, held.unread));
    assert_eq!(service::read_all(pool, ann, i64::MAX, &Once::UNNAMED).await.unwrap().unread, held.unread);
    let bulk = place.events(ann).await.into_iter().filter(|(kind, _)| kind == "notifications.read").count();
    assert_eq!(bulk, 2, "once for each time that something was read");
}

#[tokio::test]
async fn nobody_reads_what_somebody_else_was_told() {
    let place = place().await;
    let one = told(&place, 1).await.pop().unwrap();
    // Bob was told something, too.
    place.follow(place.ann, "bob", true).await;
    for who in [place.bob, place.eve] {
        let read = service::read(place.world.pool(), who, (one.id, i64::MAX), &Once::UNNAMED).await;
        assert_eq!(read, Err(Error::Missing));
        assert!(place.all(who).await.page.items.iter().all(|theirs| theirs.id != one.id));
        service::read_all(place.world.pool(), who, i64::MAX, &Once::UNNAMED).await.unwrap();
    }
    assert!(!place.only(place.ann).await.is_read());
}

#[tokio::test]
async fn ten_thousand_are_counted_and_read_in_one_go() {
    let place = place().await;
    let statement = format!(
        "insert into notification_counts (account_id, unread, version) values ('{ann}', 10000, 10000);
         insert into notifications (id, account_id, kind, subject, began_at, at, number, version)
           select gen_random_uuid(), '{ann}', 'badge_earned', 'badge' || n, now(), now(), n, n
             from generate_series(1, 10000) n",
        ann = place.ann.account
    );
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut place.world.administrator().await).await.unwrap();
    place.follow(place.bob, "ann", true).await;
    assert_eq!(service::count(place.world.pool(), place.ann).await.unwrap().unread, 10_001);
    let held = service::read_all(place.world.pool(), place.ann, 10_000, &Once::UNNAMED).await.unwrap();
    assert_eq!(held.unread.unread, 1);
    assert_eq!(place.told(place.ann).await[0], (Kind::NewFollower, 1));
}

#[tokio::test]
async fn what_was_read_is_gone_after_90_days_and_what_was_not_stays() {
    let place = place().await;
    let told = told(&place, 3).await;
    place.read(place.ann, told[2].id).await;
    place.pass("89 days").await;
    place.read(place.ann, told[1].id).await;
    place.pass("2 days").await;
    while service::forget_some(place.world.pool()).await.unwrap() {}
    let left: Vec<_> = place.all(place.ann).await.page.items.into_iter().map(|one| one.id).collect();
    assert_eq!(left, [told[0].id, told[1].id]);
    let acts: i64 = sqlx::query_scalar("select count(*) from notification_acts")
        .fetch_one(&mut place.world.administrator().await)
        .await
        .unwrap();
    assert_eq!(acts, 2);
}
