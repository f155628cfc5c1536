//! The schema: roles first, then what is missing of the migrations, then the login of the pool.
//!
//! `administrator` is who does that, `login` who does everything else, `scram` what the database keeps of its password;
//! `work` is what the library of jobs keeps; `checks` looks without changing.
//!
//! There is no release yet, so no database that people write in meanwhile: the migrations up to it make their indexes in
//! place, in the transaction that makes the rest, and may rewrite a table. From the first release on an index on a table
//! that is there already is made `concurrently`, in a file of its own that begins with `-- no-transaction`, and a column
//! that has to be filled is filled in batches before anything demands it.

mod administrator;
mod checks;
mod login;
mod scram;
mod work;

use std::{
    borrow::Cow,
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Connection, PgConnection,
    migrate::{MigrateError, Migrator},
    postgres::PgConnectOptions,
};

use super::Refusal;
pub use administrator::Administrator;
pub use checks::{Finding, examine, is_current};
pub use login::pool_login;
pub use work::{WORK, WORK_ROLE};

/// Every migration there is, compiled in.
pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The login of the pool: it owns nothing, inherits nothing, and takes a role for each transaction.
pub const LOGIN: &str = "tertulia";

/// Where unqualified names are looked up.
pub const SEARCH_PATH: &str = "tertulia,public";

/// How long to try again while another program holds what a migration needs, or the database starts.
const PATIENCE: Duration = Duration::from_secs(30);

/// Brings the database up to this program: afterwards every role and every migration is there, and [`LOGIN`] is let in
/// as far as that can be had.
///
/// The connection must be allowed to create roles. Does nothing to a database that is up to date. A
/// migration that would wait for others gives way after 200 ms and is tried again.
///
/// # Errors
/// A [`Refusal`] with the remedy: the database cannot be reached, is too old, has another encoding than UTF-8, or was
/// migrated by a newer program.
pub async fn prepare(administrator: impl Into<Administrator>) -> Result<(), Refusal> {
    let administrator = administrator.into();
    let began = Instant::now();
    loop {
        match attempt(administrator.options()).await {
            Ok(()) => break,
            Err(Trouble::Passing(error)) if began.elapsed() < PATIENCE => {
                tracing::info!(%error, "the schema waits");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Err(Trouble::Passing(error)) => {
                return Err(Refusal::new(
                    "the migrations",
                    error,
                    "end what holds the database for so long, then try again",
                ));
            }
            Err(Trouble::Lasting(refusal)) => return Err(refusal),
        }
    }
    login::admit(&administrator).await;
    Ok(())
}

/// Connects. Neither that something is there already nor how long a migration takes is worth a line in the log.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let settings = [("search_path", SEARCH_PATH), ("client_min_messages", "warning")];
    PgConnection::connect_with(&options.clone().options(settings).disable_statement_logging()).await
}

/// How an owner of the schema connects.
async fn connect_as_owner(administrator: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let mut connection = connect(administrator).await?;
    sqlx::raw_sql("set role tertulia_owner; set lock_timeout = '200ms'").execute(&mut connection).await?;
    Ok(connection)
}

/// What went wrong, by whether waiting helps.
enum Trouble {
    Passing(String),
    Lasting(Refusal),
}

async fn attempt(administrator: &PgConnectOptions) -> Result<(), Trouble> {
    make_roles(administrator).await.map_err(|error| {
        if is_passing(&error) {
            return Trouble::Passing(error.to_string());
        }
        let remedy =
            "start that database, or correct DATABASE_URL; its login must be allowed to create roles and extensions";
        Trouble::Lasting(Refusal::new("DATABASE_URL", error, remedy))
    })?;
    let mut connection = connect_as_owner(administrator).await.map_err(|error| Trouble::Passing(error.to_string()))?;
    MIGRATIONS.run(&mut connection).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) if is_passing(&error) => {
            Trouble::Passing(error.to_string())
        }
        other => Trouble::Lasting(refusal(&other)),
    })?;
    // Who asks whether the program is ready looks at this table.
    let grant = sqlx::raw_sql("grant select on _sqlx_migrations to tertulia_jobs").execute(&mut connection).await;
    grant.map_err(|error| Trouble::Passing(error.to_string()))?;
    drop(connection.close().await);
    work::prepare(administrator).await.map_err(Trouble::Passing)
}

async fn make_roles(administrator: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = connect(administrator).await?;
    let version: i32 =
        sqlx::query_scalar("select current_setting('server_version_num')::int").fetch_one(&mut connection).await?;
    if version < 150_000 {
        return Err(sqlx::Error::Configuration(
            format!("Postgres {} is too old, 15 is needed", version / 10_000).into(),
        ));
    }
    let encoding: String =
        sqlx::query_scalar("select current_setting('server_encoding')").fetch_one(&mut connection).await?;
    if encoding != "UTF8" {
        let problem = format!("its encoding is {encoding}; create it with --encoding=UTF8 --template=template0");
        return Err(sqlx::Error::Configuration(problem.into()));
    }
    sqlx::raw_sql(include_str!("roles.sql")).execute(&mut connection).await?;
    connection.close().await
}

/// A lock that another program holds (55P03), two boots at once (40P01, XX000), or a database that
/// has not started yet (57P03).
fn is_passing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or(Cow::Borrowed(""));
    ["55P03", "40P01", "57P03"].contains(&code.as_ref())
}

fn refusal(error: &MigrateError) -> Refusal {
    match error {
        MigrateError::VersionMissing(version) => Refusal::new(
            "the database",
            format!("it was migrated by a newer Tertulia (migration {version} is not known here)"),
            "start that version or a newer one, or restore a backup from before",
        ),
        MigrateError::VersionMismatch(version) => Refusal::new(
            "the database",
            format!("its migration {version} is not the one of this program"),
            "start the version that the database was made with",
        ),
        other => Refusal::new("the migrations", other, "read the database's log, or restore a backup"),
    }
}

#[cfg(test)]
mod tests;
