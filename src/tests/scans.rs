//! Which tables were read from one end to the other, as the database counts it.

use super::given::World;

impl World {
    /// Runs the statements that fill the database, and ends the pool; what was read until then does not count as scanned.
    pub async fn fill(&self, statements: &'static str) {
        sqlx::raw_sql(statements).execute(&mut self.administrator().await).await.expect("statements of ours");
        self.pool().connections().close().await;
        self.everybody_left().await;
        sqlx::query("select pg_stat_reset()")
            .execute(&mut self.administrator().await)
            .await
            .expect("a statement of ours");
    }

    /// Returns once every connection has ended: a connection says at its end at the latest what it read.
    pub async fn everybody_left(&self) {
        let mut administrator = self.administrator().await;
        let others = "select count(*) from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()";
        while sqlx::query_scalar::<_, i64>(others).fetch_one(&mut administrator).await.expect("a number") > 0 {
            tokio::task::yield_now().await;
        }
    }

    /// Which of these tables were scanned since they were filled, once everybody has left, and how often.
    pub async fn scanned(&self, is_meant: impl Fn(&str) -> bool) -> Vec<(String, i64)> {
        self.everybody_left().await;
        let statement = "select relname::text, seq_scan from pg_stat_user_tables
            where schemaname = 'tertulia' and seq_scan > 0 order by relname";
        let mut scanned: Vec<(String, i64)> =
            sqlx::query_as(statement).fetch_all(&mut self.administrator().await).await.expect("a statement of ours");
        scanned.retain(|(table, _)| is_meant(table));
        scanned
    }
}
