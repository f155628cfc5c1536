//! How much there is to do.

use sqlx::PgConnection;

use super::Load;

/// Counts the jobs by what holds them up.
pub async fn count_jobs(connection: &mut PgConnection) -> sqlx::Result<Load> {
    sqlx::query_as!(Load, r#"select waiting as "waiting!", due as "due!", failed as "failed!" from count_jobs()"#)
        .fetch_one(connection)
        .await
}
