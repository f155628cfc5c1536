//! What the demo promises.

use super::*;
use crate::tests::given;

async fn numbers(world: &given::World) -> Vec<i64> {
    sqlx::query_scalar(
        "select count(*) from accounts where demo union all select count(*) from conversations
         union all select count(*) from messages union all select count(*) from message_ids
         union all select count(*) from events union all
         select count(*) from marks k join conversations c on c.id = k.conversation_id
           where c.last_seq - k.read_seq - k.own_past <> (select count(*) from messages m
             where m.conversation_id = c.id and m.seq > k.read_seq and m.author_id <> k.account_id)",
    )
    .fetch_all(&mut world.administrator().await)
    .await
    .expect("a statement of ours")
}

#[tokio::test]
async fn the_demo_is_there_after_one_run_and_the_same_after_two() {
    let world = given::world().await;
    let made = run(&world.server).await.unwrap();
    let first = numbers(&world).await;
    let said = format!("Made 40 people, 20 conversations and {} messages. Nobody can log in yet", first[2]);
    assert!(made.to_string().starts_with(&said), "{made}");
    assert_eq!((first[0], first[1], first[5]), (40, 20, 0), "{first:?}");
    assert!(first[2] > 500 && first[2] == first[3], "{first:?}");
    let made = run(&world.server).await.unwrap();
    assert!(made.to_string().starts_with("Nothing was missing"), "{made}");
    assert_eq!(numbers(&world).await, first);

    world.person("ann").await;
    for end in ["6 of the conversations are with @ann.", "their conversations are there."] {
        let made = run(&world.server).await.unwrap();
        assert!(made.to_string().ends_with(end), "{made}");
        let later = numbers(&world).await;
        assert_eq!((later[1], later[5]), (26, 0), "ann finds people who wrote to her");
    }
}

#[test]
fn nobody_speaks_in_the_future_and_time_goes_forward() {
    let now = Time::from_millis(1_790_000_000_000);
    for n in 0..CONVERSATIONS {
        let people = [AccountId(id("one")), AccountId(id("other"))];
        let times: Vec<_> = conversation(n, people, [0, 0], now).lines.iter().map(|line| line.at).collect();
        assert!(times.is_sorted() && times.iter().all(|at| *at < now), "{n}");
    }
}

#[test]
fn nobody_has_unread_what_they_have_answered() {
    let now = Time::from_millis(1_790_000_000_000);
    let people = [AccountId(id("one")), AccountId(id("other"))];
    let mut badges = 0;
    for n in 0..CONVERSATIONS {
        let talk = conversation(n, people, [3, 3], now);
        for (person, unread) in talk.unread.into_iter().enumerate() {
            let newest = talk.lines.iter().rev().take(usize::try_from(unread).unwrap());
            assert!(newest.into_iter().all(|line| line.author != person), "{n}");
            badges += unread;
        }
    }
    assert!(badges > 0);
}
