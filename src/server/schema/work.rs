//! What the library of jobs keeps: a schema of its own, brought up to date by the library itself.

use graphile_worker::WorkerUtils;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// The schema.
pub const WORK: &str = "tertulia_work";

/// To whom it belongs, and as whom the library works.
pub const WORK_ROLE: &str = "tertulia_jobs";

/// The library makes its schema where it does not find this table, for which its role has no right: that is made with the
/// roles, and this here.
const BEGINNING: &str = "create table if not exists tertulia_work.migrations (
    id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)";

/// The library looks every few seconds for what a program had begun that is gone: without an index of those few it reads
/// all that waits. Whether it is there is asked first, as to make it waits for who writes.
const BEGUN: &str = "do $$ begin
    if to_regclass('tertulia_work.jobs_begun') is null then
      create index jobs_begun on tertulia_work._private_jobs (locked_by) where locked_by is not null;
    end if;
  end $$";

/// What is counted for the metrics every few seconds is found by these, not by reading all that waits.
const COUNTED: &str = "do $$ begin
    if to_regclass('tertulia_work.jobs_waiting') is null then
      create index jobs_waiting on tertulia_work._private_jobs (run_at) where is_available;
    end if;
    if to_regclass('tertulia_work.jobs_failed') is null then
      create index jobs_failed on tertulia_work._private_jobs (run_at)
        where attempts >= max_attempts and locked_at is null;
    end if;
  end $$";

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
    let migrated = migrate(&pool).await;
    pool.close().await;
    migrated
}

async fn migrate(pool: &PgPool) -> Result<(), String> {
    sqlx::raw_sql(BEGINNING).execute(pool).await.map_err(|error| error.to_string())?;
    let library = WorkerUtils::new(pool.clone(), WORK);
    Box::pin(library.migrate()).await.map_err(|error| error.to_string())?;
    for indexes in [BEGUN, COUNTED] {
        sqlx::raw_sql(indexes).execute(pool).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}
