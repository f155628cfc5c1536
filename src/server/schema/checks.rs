//! What can be said about a database without changing it: whether it is ready, and what is wrong.

use sqlx::{Connection, PgConnection};

use super::{Administrator, MIGRATIONS, SEARCH_PATH, login};
use crate::{server::Pool, shared::Result};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub what: String,
    /// What is wrong and what to do, where it is not in order.
    pub trouble: Option<String>,
}

impl Finding {
    /// Something that is as it should be, or else is not, with the remedy.
    pub fn new(what: impl Into<String>, is_fine: bool, trouble: impl Into<String>) -> Self {
        Self { what: what.into(), trouble: (!is_fine).then(|| trouble.into()) }
    }
}

/// Whether the database answers and has every migration of this program.
///
/// # Errors
/// [`crate::shared::Error::Offline`] where it does not answer.
pub async fn is_current(pool: &Pool) -> Result<bool> {
    let mut tx = pool.as_jobs().await?;
    let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    let there: bool = sqlx::query_scalar("select exists (select from _sqlx_migrations where version = $1 and success)")
        .bind(newest)
        .fetch_one(&mut *tx)
        .await?;
    Ok(there)
}

/// Looks at the database as an administrator: version, migrations, roles, the login of the pool, partitions, jobs, counts,
/// whether it flushes what is committed, prepared transactions.
///
/// # Errors
/// As the database says.
pub async fn examine(administrator: &Administrator) -> Result<Vec<Finding>, sqlx::Error> {
    let options = administrator.options().clone().options([("search_path", SEARCH_PATH)]);
    let mut connection = PgConnection::connect_with(&options).await?;
    let mut findings = Vec::new();
    let version: String = ask(&mut connection, "select current_setting('server_version')").await?;
    let number: i32 = ask(&mut connection, "select current_setting('server_version_num')::int").await?;
    findings.push(Finding::new(format!("Postgres {version}"), number >= 150_000, "upgrade it to 15 or newer"));
    findings.push(migrations(&mut connection).await?);
    let roles: i64 = ask(
        &mut connection,
        "select count(*) from pg_roles where rolname = any ('{tertulia_owner,tertulia_app,tertulia_jobs,tertulia_trigger}')
            and not rolsuper and not rolbypassrls and not rolcanlogin",
    )
    .await?;
    let remedy = "run `tertulia migrate`; no role of Tertulia may log in, be superuser or bypass row-level security";
    findings.push(Finding::new("roles", roles == 4, remedy));
    findings.push(Finding { what: "login of the pool".to_owned(), trouble: login::trouble(administrator).await });
    let days: i64 = ask(
        &mut connection,
        "select count(*) from generate_series(0, 14) ahead
          where to_regclass('tertulia.events_' || to_char((now() at time zone 'UTC')::date + ahead, 'YYYYMMDD')) is not null",
    )
    .await?;
    findings.push(Finding::new(
        "partitions of events, 14 days ahead",
        days == 15,
        "run `tertulia migrate`, which makes them, or `tertulia serve`, which keeps making them",
    ));
    let epoch: bool = ask(&mut connection, "select to_regclass('tertulia.stream') is not null").await?;
    findings.push(Finding::new("stream of events", epoch, "run `tertulia migrate`"));
    findings.extend(jobs(&mut connection).await?);
    findings.extend(counts(&mut connection).await?);
    let flushed: bool = ask(
        &mut connection,
        "select current_setting('fsync')::boolean and current_setting('synchronous_commit') <> 'off'",
    )
    .await?;
    let remedy = "set fsync and synchronous_commit to on: what people were told is stored could be lost";
    findings.push(Finding::new("what is committed is flushed", flushed, remedy));
    let prepared: String = ask(&mut connection, "select current_setting('max_prepared_transactions')").await?;
    let remedy = "set max_prepared_transactions = 0: one that is forgotten stops every live update";
    findings.push(Finding::new("prepared transactions are off", prepared == "0", remedy));
    connection.close().await?;
    Ok(findings)
}

async fn migrations(connection: &mut PgConnection) -> Result<Finding, sqlx::Error> {
    let wanted = MIGRATIONS.iter().filter(|migration| migration.migration_type.is_up_migration()).count();
    let there: bool = ask(connection, "select to_regclass('tertulia._sqlx_migrations') is not null").await?;
    let applied: i64 =
        if there { ask(connection, "select count(*) from _sqlx_migrations where success").await? } else { 0 };
    let remedy = format!("{applied} of {wanted} are applied; run `tertulia migrate`");
    Ok(Finding::new("migrations", usize::try_from(applied) == Ok(wanted), remedy))
}

/// Whether the library of jobs is there, and whether it does what is due.
async fn jobs(connection: &mut PgConnection) -> Result<Vec<Finding>, sqlx::Error> {
    let there: bool = ask(connection, "select to_regclass('tertulia_work._private_jobs') is not null").await?;
    let mut findings = vec![Finding::new("library of jobs", there, "run `tertulia migrate`")];
    if there {
        let late: i64 = ask(
            connection,
            "select count(*) from tertulia_work._private_jobs
              where locked_at is null and attempts < max_attempts and run_at < now() - interval '1 minute'",
        )
        .await?;
        let remedy = format!("{late} wait for more than a minute: let `tertulia serve` run, and read its log");
        findings.push(Finding::new("jobs that are due", late == 0, remedy));
        let failed: i64 = ask(
            connection,
            "select count(*) from tertulia_work._private_jobs where locked_at is null and attempts >= max_attempts",
        )
        .await?;
        let remedy = format!("{failed} were tried too often: `last_error` in tertulia_work._private_jobs says why");
        findings.push(Finding::new("jobs that failed for good", failed == 0, remedy));
    }
    Ok(findings)
}

/// Whether what is stored of counts was what they count, when that was last compared and for a week afterwards.
async fn counts(connection: &mut PgConnection) -> Result<Option<Finding>, sqlx::Error> {
    let there: bool = ask(connection, "select to_regclass('tertulia.count_walks') is not null").await?;
    if !there {
        return Ok(None);
    }
    let differed: String = ask(
        connection,
        "select coalesce(string_agg(count || ' on ' || (differed_at at time zone 'UTC')::date, ', ' order by count), '')
           from count_walks where differed_at > now() - interval '7 days'",
    )
    .await?;
    let remedy =
        format!("{differed} differed from what is counted; what can be is mended, but tell who makes the program");
    Ok(Some(Finding::new("stored counts", differed.is_empty(), remedy)))
}

async fn ask<T>(connection: &mut PgConnection, question: &'static str) -> Result<T, sqlx::Error>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    sqlx::query_scalar(question).fetch_one(connection).await
}
