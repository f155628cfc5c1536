//! At size, no statement reads a growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::*;
use crate::server::{Keep, Pool, Server, schema};

/// 4,000 people with two posts each, of whom each was told of 20 things, a third of them unread; ann was of 5,000.
const FILL: &str = "
    set session_replication_role = replica;
    create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 4000) n;
    insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
    insert into user_stats (account_id) select id from people;
    insert into posts (id, kind, author_id, title, body)
      select gen_random_uuid(), 'question', id, 'Which?', 'hello' from people, generate_series(1, 2);
    insert into answers (id, post_id, author_id, body) select gen_random_uuid(), id, author_id, 'yes' from posts;
    insert into comments (id, post_id, author_id, body) select gen_random_uuid(), id, author_id, 'hm' from posts;
    insert into mentions (kind, entry_id, account_id, post_id, author_id)
      select 'post', id, author_id, id, author_id from posts;
    insert into notification_counts (account_id, unread, version) select id, 7, 20 from people
      union all select id, 1667, 5000 from accounts where handle = 'ann';
    create temporary table told as
      select gen_random_uuid() as id, p.id as account_id, k as n from people p, generate_series(1, 20) k
      union all select gen_random_uuid(), id, k from accounts, generate_series(1, 5000) k where handle = 'ann';
    insert into notifications (id, account_id, kind, subject, actors, began_at, at, read_at, number, version)
      select id, account_id, 'new_follower', account_id::text, 1, now() - n * interval '1 hour',
          now() - n * interval '1 hour', case when n % 3 > 0 then now() - n * interval '2 hours' end, n, n from told;
    insert into notification_acts (account_id, kind, subject, actor_id, notification_id)
      select t.account_id, 'new_follower', t.account_id::text, p.id, t.id
        from told t join people p on p.n = 1 + t.n % 4000;
    insert into blocks (account_id, blocked_id)
      select a.id, b.id from people a join people b on b.n = 1 + (a.n + 99) % 4000 where a.n > 200;
    insert into mutes (account_id, muted_id)
      select a.id, b.id from people a join people b on b.n = 1 + (a.n + 99) % 4000 where a.n > 200;
    insert into reports (id, reporter_id, account_id, reason, evidence)
      select gen_random_uuid(), id, id, 'spam', '{}' from people;
    insert into events (topic, kind, entity, body)
      select 'inbox:' || account_id, 'notification.changed', id, '{}' from told limit 20000;
    analyze;
";

/// What this slice reads and writes, and what it looks at.
const TABLES: &[&str] = &[
    "notification_counts",
    "notifications",
    "notification_acts",
    "accounts",
    "posts",
    "answers",
    "comments",
    "mentions",
    "blocks",
    "mutes",
    "reports",
];

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let place = place().await;
        place.world.fill(FILL).await;
        use_everything(&place, cache_mode).await;
        let scanned = place.world.scanned(|table| TABLES.contains(&table)).await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}

/// Runs every statement and every trigger of the slice on a pool of its own.
async fn use_everything(place: &Place, cache_mode: &str) {
    let options = place.world.administrator.clone().username(schema::LOGIN);
    let options = options.options([("plan_cache_mode", cache_mode)]);
    let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let server = Server { pool: Pool::new(connections), keep: Keep::default(), ..place.world.server.clone() };
    let world = World { server, administrator: place.world.administrator.clone() };
    let place = Place { world, ..*place };
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Which? @p7_").await.id;
    let answer = place.answer(place.bob, post, "Green @p8_").await.id;
    for value in [1, 0] {
        place.vote(place.bob, Entry::Post(post), value).await;
        place.vote(place.eve, Entry::Answer(answer), value).await;
    }
    for accepted in [Some(answer), None] {
        place.accept(place.ann, post, accepted).await;
    }
    let comment = place.comment(place.eve, Parent::Answer(answer), "Hm @p9_").await.id;
    place.reply(place.dora, Parent::Answer(answer), Some(comment), "Yes").await;
    place.rewrite_comment(place.eve, comment, "Hm @p10_").await;
    for follows in [true, false, true] {
        place.follow(place.bob, "ann", follows).await;
    }
    for only_unread in [true, false] {
        let mut cursor = None;
        for _ in 0..2 {
            let page = service::list(pool, place.ann, only_unread, (cursor.as_deref(), 5)).await.unwrap().page;
            place.read(place.ann, page.items[0].id).await;
            cursor = page.next;
        }
    }
    let once = &Once::UNNAMED;
    service::read_all(pool, place.ann, 4_000, once).await.unwrap();
    posts::delete_comment(pool, place.eve, comment, once).await.unwrap();
    posts::delete_post(pool, place.ann, post, once).await.unwrap();
    place.world.block(place.ann.account, place.bob.account, true).await;
    service::forget_some(pool).await.unwrap();
    pool.connections().close().await;
}
