use sqlx::AssertSqlSafe;

use super::*;
use crate::{
    server::jobs::{Load, load},
    tests::given,
};

#[tokio::test]
async fn a_prepared_database_is_in_order_and_can_be_prepared_again() {
    let world = given::world().await;
    prepare(world.administrator.clone()).await.unwrap();
    assert!(is_current(world.pool()).await.unwrap());
    for finding in examine(&world.administrator.clone().into()).await.unwrap() {
        // The database of the tests waits for no disk.
        let is_of_tests = finding.what.contains("prepared") || finding.what.contains("flushed");
        assert!(finding.trouble.is_none() || is_of_tests, "{finding:?}");
    }
}

#[tokio::test]
async fn what_a_program_had_begun_is_found_by_an_index() {
    let world = given::world().await;
    let mut connection = world.administrator().await;
    sqlx::query("set enable_seqscan = off").execute(&mut connection).await.unwrap();
    let explain = "explain select locked_by from tertulia_work._private_jobs where locked_by is not null";
    let plan: Vec<String> = sqlx::query_scalar(explain).fetch_all(&mut connection).await.unwrap();
    assert!(plan.concat().contains("jobs_begun"), "{plan:?}");
}

#[tokio::test]
async fn jobs_are_counted_by_an_index_and_however_many_there_are_not_all_of_them() {
    let world = given::world().await;
    let mut connection = world.administrator().await;
    sqlx::raw_sql(
        "insert into tertulia_work._private_jobs (task_id, run_at)
           select 1, now() + interval '1 day' from generate_series(1, 10001);
         analyze tertulia_work._private_jobs",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    assert_eq!(load(world.pool()).await, Ok(Load { waiting: 10_000, due: 0, failed: 0 }));
    sqlx::query("set enable_seqscan = off").execute(&mut connection).await.unwrap();
    for (rule, index) in [
        ("is_available and run_at <= now()", "jobs_waiting"),
        ("attempts >= max_attempts and locked_at is null", "jobs_failed"),
    ] {
        let explain = format!("explain select run_at from tertulia_work._private_jobs where {rule}");
        let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
        assert!(plan.concat().contains(index), "{plan:?}");
    }
}

#[tokio::test]
async fn a_database_that_does_not_flush_what_is_committed_is_in_trouble() {
    let world = given::world().await;
    let careless = world.administrator.clone().options([("synchronous_commit", "off")]);
    let findings = examine(&careless.into()).await.unwrap();
    let flushed = findings.into_iter().find(|finding| finding.what.contains("flushed")).unwrap();
    assert!(flushed.trouble.is_some_and(|words| words.contains("synchronous_commit")));
}

#[tokio::test]
async fn a_migration_from_the_future_names_the_remedy() {
    let world = given::world().await;
    let mut connection = world.administrator().await;
    sqlx::raw_sql(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
          values (99999999999999, 'from the future', true, '', 0)",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let refusal = prepare(world.administrator.clone()).await.unwrap_err();
    assert!(refusal.problem.contains("newer"), "{refusal}");
    assert_eq!(refusal.to_string().lines().count(), 1);
}

#[tokio::test]
async fn a_database_of_another_encoding_is_a_refusal_that_says_how_to_make_one() {
    let world = given::world().await;
    let mut connection = world.administrator().await;
    let name = format!("{}_latin", world.administrator.get_database().unwrap());
    let create = format!("create database {name} encoding 'LATIN1' locale 'C' template template0");
    sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
    let refusal = prepare(world.administrator.clone().database(&name)).await.unwrap_err();
    let drop = format!("drop database {name} with (force)");
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await.unwrap();
    assert!(refusal.problem.contains("LATIN1") && refusal.problem.contains("UTF8"), "{refusal}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_a_refusal() {
    let nowhere = PgConnectOptions::new_without_pgpass().socket("/nonexistent");
    let refusal = prepare(nowhere).await.unwrap_err();
    assert_eq!(refusal.what, "DATABASE_URL");
}
