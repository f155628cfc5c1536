//! `tertulia seed`: a lively demo in seconds. Every id is made from a name, so that a second run
//! finds everything there and changes nothing.

mod script;

use std::time::Duration;

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::{
    features::{
        accounts::demo::{self, Demo},
        messages::import::{Import, Line, import},
    },
    server::Server,
    shared::{
        Result,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};
use script::{PEOPLE, TALKS};

/// Conversations among the demo people.
const CONVERSATIONS: usize = 20;
/// Conversations of theirs with the first account that can log in.
const GREETINGS: usize = 6;
/// How far back it goes.
const PERIOD: Duration = Duration::from_hours(30 * 24);

/// Fills the database with people who talk; with the first real account too, where there is one.
///
/// # Errors
/// What the database says; what is stored by then stays, and a second run goes on.
pub async fn run(server: &Server) -> Result<()> {
    let people = demo::make(&server.pool, &cast()).await?;
    let first = demo::first_account(&server.pool).await?;
    let now = Time::now();
    let among_them = (0..CONVERSATIONS).filter_map(|n| {
        let (one, other) = (n % 10, 10 + n * 7 % 30);
        Some((n, [*people.get(one)?, *people.get(other)?], [0, 0]))
    });
    let greetings = (0..GREETINGS).filter_map(|n| {
        let unread = i64::try_from(n % 4).unwrap_or(0);
        Some((n + 1, [*people.get(n * 5 + 2)?, first?], [0, unread]))
    });
    for (n, people, unread) in among_them.chain(greetings) {
        import(&server.pool, &conversation(n, people, unread, now)).await?;
    }
    Ok(())
}

fn cast() -> Vec<Demo> {
    PEOPLE
        .iter()
        .map(|(handle, name, place, bio)| Demo {
            id: AccountId(id(&format!("account {handle}"))),
            handle: (*handle).to_owned(),
            display_name: (*name).to_owned(),
            bio: (*bio).to_owned(),
            place: (*place).to_owned(),
        })
        .collect()
}

/// Four to six talks over thirty days, the last of them some hours ago.
fn conversation(n: usize, people: [AccountId; 2], unread: [i64; 2], now: Time) -> Import {
    let [one, other] = people;
    let name = format!("conversation {one} {other}");
    let talks = 4 + n % 3;
    let mut lines: Vec<Line> = Vec::new();
    for talk in 0..talks {
        let mut at =
            now.millis() - millis(PERIOD) / count(talks) * count(talks - 1 - talk) - MINUTE * (150 + 37 * count(n));
        for (place, body) in TALKS[(n * 3 + talk) % TALKS.len()].iter().enumerate() {
            at += MINUTE * (1 + count((place * 5 + n) % 7));
            let id = MessageId(id(&format!("{name} message {}", lines.len())));
            lines.push(Line { id, author: (place + talk) % 2, body: (*body).to_owned(), at: Time::from_millis(at) });
        }
    }
    Import { id: ConversationId(id(&name)), people, unread, lines }
}

/// Milliseconds.
const MINUTE: i64 = 60_000;

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The `UUIDv7` of a name: the same at every run.
fn id(name: &str) -> Uuid {
    /// The first of January 2026.
    const MILLIS: u64 = 1_767_225_600_000;
    let hash = Sha256::digest(format!("tertulia demo {name}"));
    let mut random = [0; 10];
    random.copy_from_slice(&hash[..10]);
    Builder::from_unix_timestamp_millis(MILLIS, &random).into_uuid()
}

#[cfg(test)]
mod tests {
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
        run(&world.server).await.unwrap();
        let first = numbers(&world).await;
        assert_eq!((first[0], first[1], first[5]), (40, 20, 0), "{first:?}");
        assert!(first[2] > 500 && first[2] == first[3], "{first:?}");
        run(&world.server).await.unwrap();
        assert_eq!(numbers(&world).await, first);

        world.person("ann").await;
        for _ in 0..2 {
            run(&world.server).await.unwrap();
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
}
