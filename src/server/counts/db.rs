//! How far each count has been compared, and one step of that. What a count should be, the database says
//! (`migrations/…_counts.sql`).

use sqlx::PgConnection;

/// What became of a step.
pub struct Step {
    /// How many rows were looked at.
    pub compared: i64,
    /// How many of them were mended: one, or none.
    pub differed: i64,
    /// Whether there is nothing behind them.
    pub is_over: bool,
}

/// The counts that were not compared to the end within the last 12 hours.
pub async fn find_due(connection: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select count from count_walks
           where after is not null or ended_at is null or ended_at < now() - interval '12 hours' order by count"
    )
    .fetch_all(connection)
    .await
}

/// Compares the next rows of a count, from where the last step has come to.
pub async fn compare_counts(connection: &mut PgConnection, count: &str) -> sqlx::Result<Step> {
    sqlx::query_as!(
        Step,
        r#"select compared as "compared!", differed as "differed!", is_over as "is_over!" from compare_counts($1)"#,
        count
    )
    .fetch_one(connection)
    .await
}
