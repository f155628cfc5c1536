//! At size, no statement reads a growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::*;
use crate::server::{Keep, Pool, Server, schema};

/// 4,000 people of whom each follows the three after them, and ann and bob, whom all of them follow.
const FILL: &str = "
    create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 4000) n;
    insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
    insert into profiles (account_id) select id from people;
    insert into settings (account_id) select id from people;
    insert into follows (follower_id, followed_id)
      select a.id, b.id from people a, generate_series(1, 3) k join people b on true
        where b.n = 1 + (a.n + k - 1) % 4000;
    insert into follows (follower_id, followed_id)
      select p.id, a.id from people p, accounts a where a.handle in ('ann', 'bob');
    insert into blocks (account_id, blocked_id)
      select a.id, b.id from people a join people b on b.n = 1 + (a.n + 99) % 4000 where a.n > 200;
    insert into mutes (account_id, muted_id)
      select a.id, b.id from people a join people b on b.n = 1 + (a.n + 99) % 4000 where a.n > 200;
    insert into posts (id, kind, author_id, body, tags, at)
      select gen_random_uuid(), 'post', id, 'hello', array['tag-' || n % 50], now() - n * interval '1 minute' from people;
    insert into posts (id, kind, author_id, body, tags)
      select gen_random_uuid(), 'post', id, 'hello', '{tag-7}' from accounts where handle = 'ann';
    insert into tags (name) select 'tag-' || n from generate_series(0, 49) n;
    insert into post_tags (tag, post_id, at) select p.tags[1], p.id, p.at from posts p;
    insert into suggested_follows (account_id, person_id, place, followed_by, tags)
      select a.id, b.id, 1, 1, '{}' from people a join people b on b.n = 1 + (a.n + 9) % 4000;
    update suggestion_turns t set due = now() + interval '1 hour' from people p where p.id = t.account_id;
    analyze;
";

/// What this slice reads and writes, and what it looks at.
const TABLES: &[&str] = &[
    "accounts",
    "blocks",
    "follows",
    "mutes",
    "post_tags",
    "posts",
    "suggested_follows",
    "suggestion_turns",
    "user_stats",
];

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let world = world().await;
        let (ann, bob) = (person(&world, "ann").await, person(&world, "bob").await);
        world.fill(FILL).await;
        use_everything(&world, (ann, bob), cache_mode).await;
        let scanned = world.scanned(|table| TABLES.contains(&table)).await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}

async fn use_everything(world: &World, (ann, bob): (Viewer, Viewer), cache_mode: &str) {
    let options = world.administrator.clone().username(schema::LOGIN);
    let options = options.options([("plan_cache_mode", cache_mode)]);
    let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let server = Server { pool: Pool::new(connections), keep: Keep::default(), ..world.server.clone() };
    let pool = &server.pool;
    for handle in ["p7_", "bob"] {
        for on in [true, false] {
            service::follow_handle(&server, ann, handle, on, &Once::UNNAMED).await.unwrap();
        }
    }
    assert_eq!(service::followees(pool, ann).await.unwrap().ids, []);
    for who in [None, Some(ann)] {
        service::standing(pool, who, "bob").await.unwrap();
        for side in [Side::Followers, Side::Following] {
            for handle in ["bob", "p300_"] {
                let first = service::list(pool, who, handle, side, Paging { limit: Some(5), cursor: None }).await;
                let cursor = first.unwrap().people.next;
                service::list(pool, who, handle, side, Paging { limit: Some(5), cursor }).await.unwrap();
            }
        }
    }
    service::suggest_due(pool).await.unwrap();
    assert_eq!(service::suggestions(pool, ann, service::MOST).await.unwrap().people.len(), 30);
    service::dismiss_handle(&server, ann, "p9_", &Once::UNNAMED).await.unwrap();
    let mut tx = pool.as_viewer(ann.account).await.unwrap();
    sqlx::query("select set_block($1, true)").bind(bob.account).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    pool.connections().close().await;
}
