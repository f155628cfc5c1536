//! At size, comparing and mending read no growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::*;
use crate::{server::schema, tests::given};

/// 1,500 people who each asked and answered something, follow two others, were told of one and talk with themselves: no
/// trigger sees it, so what is counted is written down at the end, but for one row of each count.
const FILL: &str = "
    set session_replication_role = replica;
    create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 1500) n;
    insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
    insert into user_stats (account_id, followers, following, reputation, upvotes)
      select id, 2, 2, 30, 3 from people;
    insert into follows (follower_id, followed_id)
      select a.id, b.id from people a, generate_series(7, 8) k join people b on true where b.n = 1 + (a.n + k) % 1500;
    insert into posts (id, kind, author_id, title, body, answers)
      select gen_random_uuid(), 'question', id, 'Bread?', 'Which?', 1 from people;
    create temporary table asked as select id, at, row_number() over () as n from posts;
    insert into answers (id, post_id, author_id, body, score, comments)
      select gen_random_uuid(), q.id, p.id, 'Rye', 3, 1 from asked q join people p on p.n = 1 + q.n % 1500;
    create temporary table answered as select id, post_id, author_id, row_number() over () as n from answers;
    insert into comments (id, post_id, answer_id, author_id, body)
      select gen_random_uuid(), post_id, id, author_id, 'Hm' from answered;
    insert into votes (account_id, kind, entry_id, value)
      select p.id, 'answer', a.id, 1 from answered a, generate_series(1, 3) k join people p on true
        where p.n = 1 + (a.n + k) % 1500;
    insert into tags (name, posts) select 'tag-' || n, 1 from people;
    insert into post_tags (tag, post_id, at) select 'tag-' || n, id, at from asked;
    insert into notification_counts (account_id, unread) select id, 1 from people;
    insert into notifications (id, account_id, kind, subject, actors, began_at, at, number, version)
      select gen_random_uuid(), id, 'new_follower', id::text, 1, now(), now(), 1, 1 from people;
    insert into notification_acts (account_id, kind, subject, actor_id, notification_id, xid)
      select n.account_id, n.kind, n.subject, n.account_id, n.id, '1' from notifications n;
    insert into conversations (id, kind, name, created_by, last_seq, last_at)
      select gen_random_uuid(), 'group', 'Notes', id, 3, now() from people;
    insert into messages (conversation_id, seq, id, author_id, body, at)
      select c.id, k, gen_random_uuid(), c.created_by, 'Mine', now() from conversations c, generate_series(1, 3) k;
    insert into message_ids (id, conversation_id, seq) select id, conversation_id, seq from messages;
    insert into marks (account_id, conversation_id, read_seq, own_past) select created_by, id, 1, 2 from conversations;
    update posts set score = 9 where id = (select id from posts limit 1);
    update answers set score = 9 where id = (select id from answers limit 1);
    update comments set score = 9 where id = (select id from comments limit 1);
    update tags set posts = 9 where name = 'tag-1';
    update user_stats set followers = 9 where account_id = (select id from people limit 1);
    update notifications set actors = 9 where id = (select id from notifications limit 1);
    update notification_counts set unread = 9 where account_id = (select id from people limit 1);
    update marks set own_past = 9 where account_id = (select id from people limit 1);
    update conversations set last_seq = 9 where id = (select id from conversations limit 1);
    analyze;
";

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let world = given::world().await;
        let names = names(&world).await;
        world.fill(FILL).await;
        let options = world.administrator.clone().username(schema::LOGIN);
        let options = options.options([("plan_cache_mode", cache_mode)]);
        let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.expect("a pool");
        let pool = Pool::new(connections);
        let each_once: Vec<_> = names.iter().map(|name| (name.clone(), 1)).collect();
        assert_eq!(differing(&pool, &names).await, each_once, "{cache_mode}");
        pool.connections().close().await;
        let scanned = world.scanned(|table| !table.starts_with("events") && table != "count_walks").await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}
