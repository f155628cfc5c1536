//! People and conversations by the thousand, written by an administrator in SQL: signing them up would
//! measure the password hash. No trigger runs, so nobody is told of them.
//!
//! Everything is numbered, and the number can be read from the id: `pgbench` makes the same ids with
//! its own arithmetic. `posts` is what people publish.

mod posts;

pub use posts::{post, posts, texts};

use anyhow::Result;
use tokio_postgres::Client;
use uuid::Uuid;

/// How numbers start, so that they are twelve digits long wherever they are made.
const FIRST: u64 = 100_000_000_000;

/// The id of a person.
pub fn account(number: u32) -> Uuid {
    id(1, number)
}

/// The id of a conversation.
pub fn conversation(number: u32) -> Uuid {
    id(2, number)
}

/// The name by which a person is found.
pub fn handle(number: u32) -> String {
    format!("bench_{number}")
}

/// What a person's session is known by.
pub fn token(number: u32) -> String {
    format!("bench_{number:0>37}")
}

/// Makes people, each with a session of 90 days.
pub async fn people(database: &Client, numbers: std::ops::Range<u32>) -> Result<()> {
    let (ids, handles, tokens): (Vec<_>, Vec<_>, Vec<_>) = three(numbers.map(|n| (account(n), handle(n), token(n))));
    let statements: [(&str, &[&(dyn tokio_postgres::types::ToSql + Sync)]); 5] = [
        ("insert into accounts (id, handle, display_name) select p.id, p.handle, initcap(translate(p.handle, '_', ' '))
            from unnest($1::uuid[], $2::text[]) p (id, handle)", &[&ids, &handles]),
        ("insert into profiles (account_id, bio) select unnest($1::uuid[]), 'Here to be measured.'", &[&ids]),
        ("insert into settings (account_id, message_requests) select unnest($1::uuid[]), false", &[&ids]),
        ("insert into user_stats (account_id) select unnest($1::uuid[])", &[&ids]),
        ("insert into sessions (id, account_id, token_hash) select p.id, p.id, sha256(convert_to(p.token, 'UTF8'))
            from unnest($1::uuid[], $2::text[]) p (id, token)", &[&ids, &tokens]),
    ];
    database.batch_execute("set session_replication_role = replica").await?;
    for (statement, values) in statements {
        database.execute(statement, values).await?;
    }
    Ok(database.batch_execute("reset session_replication_role; analyze").await?)
}

/// Makes conversations: each a number and the people in it. Two people are a pair, more a group.
pub async fn conversations(database: &Client, all: &[(u32, Vec<u32>)]) -> Result<()> {
    let (mut ids, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new());
    let (mut places, mut people) = (Vec::new(), Vec::new());
    for (number, members) in all {
        ids.push(conversation(*number));
        let pair = <[u32; 2]>::try_from(members.as_slice()).ok();
        low.push(pair.map(|[one, other]| account(one.min(other))));
        high.push(pair.map(|[one, other]| account(one.max(other))));
        places.extend(members.iter().map(|_| conversation(*number)));
        people.extend(members.iter().map(|member| account(*member)));
    }
    database.batch_execute("set session_replication_role = replica").await?;
    database
        .execute(
            "insert into conversations (id, kind, name, pair_low, pair_high)
               select c.id, case when c.low is null then 'group' else 'pair' end, case when c.low is null then 'Bench' end, c.low, c.high
               from unnest($1::uuid[], $2::uuid[], $3::uuid[]) c (id, low, high)",
            &[&ids, &low, &high],
        )
        .await?;
    for table in ["participants", "marks"] {
        let statement =
            format!("insert into {table} (conversation_id, account_id) select * from unnest($1::uuid[], $2::uuid[])");
        database.execute(&statement, &[&places, &people]).await?;
    }
    Ok(database.batch_execute("reset session_replication_role; analyze").await?)
}

/// Puts so many messages into a conversation, by one of its people.
pub async fn messages(database: &Client, place: u32, author: u32, count: i64) -> Result<()> {
    database.batch_execute("set session_replication_role = replica").await?;
    let (place, author) = (conversation(place), account(author));
    database
        .execute(
            "with made as (
               insert into messages (conversation_id, seq, id, author_id, body)
                 select $1::uuid, n, gen_random_uuid(), $2::uuid, 'This is message ' || n || ', of a middling length as people write them.'
                 from generate_series(1, $3::bigint) n
                 returning id, conversation_id, seq, body, at),
             known as (insert into message_ids (id, conversation_id, seq) select id, conversation_id, seq from made)
             update conversations c set last_seq = m.seq, last_author_id = $2, last_body = m.body, last_at = m.at
               from made m where c.id = m.conversation_id and m.seq = $3",
            &[&place, &author, &count],
        )
        .await?;
    Ok(database.batch_execute("reset session_replication_role").await?)
}

fn id(kind: u16, number: u32) -> Uuid {
    format!("00000000-0000-7000-8{kind:03}-{}", FIRST + u64::from(number)).parse().expect("digits make an id")
}

fn three<A, B, C>(all: impl Iterator<Item = (A, B, C)>) -> (Vec<A>, Vec<B>, Vec<C>) {
    let mut lists = (Vec::new(), Vec::new(), Vec::new());
    for (a, b, c) in all {
        lists.0.push(a);
        lists.1.push(b);
        lists.2.push(c);
    }
    lists
}
