//! Stored counts are what they count, whatever people do, and are mended where something went past the triggers.

mod acts;
mod broken;
mod plans;

use sqlx::AssertSqlSafe;

use super::given::World;
use crate::server::{Pool, counts};

/// Runs statements as an administrator.
async fn run(world: &World, statements: &str) {
    let statements = AssertSqlSafe(statements.to_owned());
    sqlx::raw_sql(statements).execute(&mut world.administrator().await).await.expect("statements of ours");
}

/// The counts that there are.
async fn names(world: &World) -> Vec<String> {
    let names = sqlx::query_scalar("select count from count_walks order by count");
    names.fetch_all(&mut world.administrator().await).await.expect("a statement of ours")
}

/// Compares all counts; of those in which something differed, in how many rows.
async fn differing(pool: &Pool, names: &[String]) -> Vec<(String, i64)> {
    let mut differing = Vec::new();
    for name in names {
        let rows = counts::compare(pool, name).await.expect("it can be compared");
        if rows > 0 {
            differing.push((name.clone(), rows));
        }
    }
    differing
}
