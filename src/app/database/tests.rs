use std::borrow::Cow;

use super::*;
use crate::tests::given::{self, World};

async fn prepared(world: &World) -> (Database, Config) {
    let config = Config { database: Some(world.administrator.clone().into()), ..Config::for_tests() };
    let database = Database::open(&config).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    database.prepare().await.unwrap_or_else(|refusal| panic!("{refusal}"));
    (database, config)
}

#[tokio::test]
async fn the_pool_of_a_configured_database_logs_in_as_who_owns_nothing() {
    let world = given::world().await;
    let (database, config) = prepared(&world).await;
    let pool = database.pool(&config).await;
    let name: String = sqlx::query_scalar("select session_user::text").fetch_one(&pool.connections()).await.unwrap();
    assert_eq!(name, schema::LOGIN);
    let outside = sqlx::query("select 1 from tertulia.accounts").execute(&pool.connections()).await;
    let code = outside.unwrap_err().as_database_error().and_then(|said| said.code().map(Cow::into_owned));
    assert_eq!(code.as_deref(), Some("42501"), "a statement outside of a transaction fails");
    assert_eq!(pool.as_jobs().await.map(drop), Ok(()));
}

#[tokio::test]
async fn what_stood_still_for_weeks_takes_a_write_once_it_is_prepared() {
    let world = given::world().await;
    let mut administrator = world.administrator().await;
    sqlx::raw_sql(
        "do $$ declare part regclass; begin
           for part in select inhrelid from pg_inherits where inhparent = 'tertulia.events'::regclass loop
             execute 'drop table ' || part;
           end loop;
           perform tertulia.make_event_partition(current_date - offs) from generate_series(20, 34) offs;
         end $$",
    )
    .execute(&mut administrator)
    .await
    .unwrap();
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let rename = async || {
        let mut tx = world.pool().as_viewer(ann).await.unwrap();
        sqlx::query("update accounts set display_name = 'Ann Lee' where id = viewer()").execute(&mut *tx).await?;
        tx.commit().await.unwrap();
        Ok::<_, sqlx::Error>(())
    };
    assert!(rename().await.is_err(), "there is no partition of today");
    prepared(&world).await;
    rename().await.unwrap();
    world.pair(ann, bob).await;
}
