use super::*;
use crate::tests::given;

#[tokio::test]
async fn a_prepared_database_is_in_order_and_can_be_prepared_again() {
    let world = given::world().await;
    prepare(world.administrator.clone()).await.unwrap();
    assert!(is_current(world.pool()).await.unwrap());
    for finding in examine(&world.administrator.clone().into()).await.unwrap() {
        assert!(finding.trouble.is_none() || finding.what.contains("prepared"), "{finding:?}");
    }
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
async fn a_database_that_is_not_there_is_a_refusal() {
    let nowhere = PgConnectOptions::new_without_pgpass().socket("/nonexistent");
    let refusal = prepare(nowhere).await.unwrap_err();
    assert_eq!(refusal.what, "DATABASE_URL");
}
