//! At size, no statement reads a growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::*;
use crate::server::{Pool, Server, schema};

/// 4,000 people of whom each talks with two others, in conversations of which something is asked for or was published.
const FILL: &str = "
    set session_replication_role = replica;
    create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 4000) n;
    insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
    create temporary table pairs as
      select gen_random_uuid() as id, least(a.id, b.id) as low, greatest(a.id, b.id) as high, k
        from generate_series(0, 7999) k
          join people a on a.n = 1 + k / 2 join people b on b.n = 1 + (k / 2 + 1 + k % 2) % 4000;
    insert into conversations (id, kind, pair_low, pair_high, created_by, last_seq, last_at, last_body, last_author_id)
      select id, 'pair', low, high, low, 5, now(), 'hello', low from pairs;
    insert into participants (conversation_id, account_id, joined_at)
      select id, low, now() from pairs union all select id, high, now() from pairs;
    insert into messages (conversation_id, seq, id, author_id, body)
      select id, seq, gen_random_uuid(), low, 'hello' from pairs, generate_series(1, 5) seq;
    insert into message_ids (id, conversation_id, seq)
      select id, conversation_id, seq from messages on conflict do nothing;
    insert into publications (id, conversation_id, account_id, kind, title, state)
      select gen_random_uuid(), id, low, 'question', 'Tea', case k % 3 when 0 then 'published' else 'asked' end from pairs;
    insert into publications (id, conversation_id, account_id, kind, question_id)
      select gen_random_uuid(), q.conversation_id, q.account_id, 'answer', q.id from publications q where q.state = 'published';
    insert into publication_parts (publication_id, place, message_id, account_id, asker_id, body, consent)
      select p.id, m.seq, m.id, p.account_id, p.account_id, 'hello', 'own'
        from publications p join messages m on m.conversation_id = p.conversation_id and m.seq <= 2;
    insert into posts (id, kind, author_id, title, body)
      select id, 'question', account_id, 'Tea', 'hello' from publications where kind = 'question';
    insert into answers (id, post_id, author_id, body)
      select id, question_id, account_id, 'hello' from publications where kind = 'answer';
    analyze;
";

/// What this slice reads and writes, and what it looks at.
const TABLES: &[&str] = &[
    "publications",
    "publication_parts",
    "posts",
    "answers",
    "accounts",
    "conversations",
    "participants",
    "message_ids",
];

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let talk = talk().await;
        talk.world.fill(FILL).await;
        use_everything(&talk, cache_mode).await;
        let scanned = talk.world.scanned(|table| TABLES.contains(&table)).await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}

/// Runs every statement and every trigger of the slice on a pool of its own.
async fn use_everything(talk: &Talk, cache_mode: &str) {
    let options = talk.world.administrator.clone().username(schema::LOGIN);
    let options = options.options([("plan_cache_mode", cache_mode)]);
    let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let server = Server { pool: Pool::new(connections), ..talk.world.server.clone() };
    let world = World { server, administrator: talk.world.administrator.clone() };
    let talk = Talk { world, ..*talk };
    let pool = talk.world.pool();
    for message in [talk.root, talk.answer] {
        assert!(!service::source(pool, talk.ann, message).await.unwrap().parts.is_empty());
    }
    let published = talk.asked().await.id;
    let taken_back = talk.asked().await.id;
    let declined = talk.asked().await.id;
    talk.consent(talk.bob, published, true).await.unwrap();
    talk.consent(talk.bob, declined, false).await.unwrap();
    talk.publish(published).await.unwrap();
    service::settle(&talk.world.server, talk.ann, taken_back, false, &Once::UNNAMED).await.unwrap();
    for conversation in [None, Some(talk.thread), Some(talk.group)] {
        service::list(pool, talk.ann, conversation).await.unwrap();
    }
    let question = PostId(published.0);
    assert_eq!(service::has_question(pool, talk.ann, question).await, Ok(true));
    let own = NewPublication { question_id: Some(question), title: None, tags: Vec::new(), ..talk.draft(&[talk.root]) };
    service::ask(&talk.world.server, talk.ann, own).await.unwrap();
    assert_eq!(service::origins(pool, talk.bob, question).await.unwrap().len(), 2);
    // What was allowed is taken out again.
    talk.consent(talk.bob, published, false).await.unwrap();
    let edit = messages::Edit { id: talk.answer, body: "Home", expected_version: None };
    messages::edit(&talk.world.server, talk.bob.account, edit, &Once::UNNAMED).await.unwrap();
    talk.world.block(talk.bob.account, talk.ann.account, true).await;
    messages::remove_participant(pool, talk.bob.account, talk.group, "bob", &Once::UNNAMED).await.unwrap();
    posts::delete_post(pool, talk.ann, question, &Once::UNNAMED).await.unwrap();
    pool.connections().close().await;
}
