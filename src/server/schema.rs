//! The schema: roles first, then what is missing of the migrations.

use sqlx::{Connection, PgConnection, migrate::Migrator, postgres::PgConnectOptions};

/// Every migration there is, compiled in.
pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The login of the pool: it owns nothing, inherits nothing, and takes a role for each transaction.
pub const LOGIN: &str = "tertulia";

/// Where unqualified names are looked up.
pub const SEARCH_PATH: &str = "tertulia,public";

/// Brings the database up to this program: afterwards every role and every migration is there.
///
/// The connection must be allowed to create roles. Does nothing to a database that is up to date.
///
/// # Errors
/// As the database says; [`sqlx::migrate::MigrateError::VersionMissing`] where the database was
/// migrated by a newer program.
pub async fn prepare(administrator: PgConnectOptions) -> Result<(), sqlx::migrate::MigrateError> {
    let mut connection = PgConnection::connect_with(&administrator.options([("search_path", SEARCH_PATH)])).await?;
    sqlx::raw_sql(include_str!("roles.sql")).execute(&mut connection).await?;
    sqlx::raw_sql("set role tertulia_owner; set lock_timeout = '200ms'").execute(&mut connection).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
