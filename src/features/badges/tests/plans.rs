//! At size, no statement reads a growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::*;
use crate::{
    features::badges::demo,
    server::{Pool, schema},
    shared::time::Time,
};

/// 4,000 people who joined an hour after each other and have a badge each.
const FILL: &str = "
    create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 4000) n;
    insert into accounts (id, handle, display_name, created_at)
      select id, 'p' || n || '_', 'Person ' || n, now() - n * interval '1 hour' from people;
    insert into user_badges (account_id, badge) select id, 'first_post' from people;
    insert into user_milestones (account_id, milestone) select id, 'followers_10' from people;
    update accounts set created_at = now() - interval '2 years' where handle in ('p1_', 'p2_');
    analyze;
";

/// What this slice reads and writes, and what it looks at.
const TABLES: &[&str] = &["accounts", "user_badges", "user_milestones", "user_stats"];

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let (world, ann) = place().await;
        world.fill(FILL).await;
        let options = world.administrator.clone().username(schema::LOGIN);
        let options = options.options([("plan_cache_mode", cache_mode)]);
        let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        let pool = Pool::new(connections);
        service::award_years(&pool).await.unwrap();
        demo::set_back(&pool, &[(ann, "first_post", Time::from_millis(0))]).await.unwrap();
        assert_eq!(service::earned(&pool, None, "p1_").await.unwrap().badges.len(), 2);
        pool.connections().close().await;
        let scanned = world.scanned(|table| TABLES.contains(&table)).await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}
