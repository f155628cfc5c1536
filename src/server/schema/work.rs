//! What the library of jobs keeps: a schema of its own, brought up to date by the library itself.

use graphile_worker::WorkerUtils;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// The schema.
pub const WORK: &str = "tertulia_work";

/// To whom it belongs, and as whom the library works.
pub const WORK_ROLE: &str = "tertulia_jobs";

/// The library makes its schema where it does not find this table, for which its role has no right: that is made with the
/// roles, and this here.
const BEGINNING: &str = "create table if not exists tertulia_work.migrations (
    id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)";

/// Runs what is missing of the library's migrations; nothing where it is up to date.
///
/// # Errors
/// In words, what the database or the library says.
pub(super) async fn prepare(administrator: &PgConnectOptions) -> Result<(), String> {
    let settings = [("role", WORK_ROLE), ("lock_timeout", "200ms"), ("client_min_messages", "warning")];
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .connect_with(administrator.clone().options(settings))
        .await
        .map_err(|error| error.to_string())?;
    sqlx::raw_sql(BEGINNING).execute(&pool).await.map_err(|error| error.to_string())?;
    let library = WorkerUtils::new(pool.clone(), WORK);
    let migrated = Box::pin(library.migrate()).await.map_err(|error| error.to_string());
    pool.close().await;
    migrated
}
