//! Posts and questions, in the mixture in which people write them.

use anyhow::Result;
use tokio_postgres::Client;
use uuid::Uuid;

use super::{account, id, three};

/// Minutes from one post to the one before it.
const APART: f64 = 7.0;

/// What texts are made of: each has the first of them, and up to four more.
const PARTS: [&str; 5] = [
    "Last week we went the long way round the lake, with *two* children and **one** umbrella, and came home by the last bus.",
    "What was in the bag in the end:\n\n- bread, and cheese that does not mind the sun\n- a rope of ten metres\n- [the map](https://example.org/map) on paper",
    "> Whoever carries the water decides where we rest.\n\nThat is how it was when I was small, and so it is now.",
    "The times of the ferry, as far as one can read them:\n\n```\n08:10  12:40  17:55\n```\n\nOn Sundays there is none before noon.",
    "Has anybody been there with a bicycle? The last two kilometres are gravel, says @bench_1, and the bridge has `steps` on one side.",
];

/// The id of a post.
pub fn post(number: u32) -> Uuid {
    id(3, number)
}

/// Makes so many posts, the first of them the newest, by people in turn: each third one a question, with two tags, votes,
/// answers and comments in their numbers.
pub async fn posts(database: &Client, authors: std::ops::Range<u32>, count: u32) -> Result<()> {
    let people = authors.len() as u32;
    let (ids, by, bodies) = three((0..count).map(|n| (post(n), account(authors.start + n % people), body(n))));
    database.batch_execute("set session_replication_role = replica").await?;
    database
        .execute(
            "insert into posts (id, kind, author_id, title, body, tags, at, score, answers, comments)
               select p.id, case when p.n % 3 = 0 then 'question' else 'post' end, p.author,
                 'What one takes along for a walk of ' || p.n || ' hours', p.body, array['walks', 'lake_' || p.n % 20],
                 date_trunc('milliseconds', now() - p.n * $4::float8 * interval '1 minute'), p.n % 40,
                 case when p.n % 3 = 0 then p.n % 5 else 0 end, p.n % 7
               from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality p (id, author, body, n)",
            &[&ids, &by, &bodies, &APART],
        )
        .await?;
    database
        .batch_execute(
            "insert into post_tags (tag, post_id, at) select unnest(tags), id, at from posts on conflict do nothing;
             insert into tags (name, posts) select tag, count(*) from post_tags group by tag on conflict do nothing;
             reset session_replication_role; analyze",
        )
        .await?;
    Ok(())
}

/// Makes posts without a title that say just this, so old that they stand behind all others.
pub async fn texts(database: &Client, author: u32, texts: &[(u32, String)]) -> Result<()> {
    let (ids, by, bodies) = three(texts.iter().map(|(number, body)| (post(*number), account(author), body.clone())));
    database.batch_execute("set session_replication_role = replica").await?;
    database
        .execute(
            "insert into posts (id, kind, author_id, body, at)
               select p.id, 'post', p.author, p.body, '2000-01-01' from unnest($1::uuid[], $2::uuid[], $3::text[]) p (id, author, body)",
            &[&ids, &by, &bodies],
        )
        .await?;
    Ok(database.batch_execute("reset session_replication_role; analyze").await?)
}

fn body(number: u32) -> String {
    let parts = 1 + number as usize % PARTS.len();
    PARTS[..parts].join("\n\n")
}
