//! Who holds a transaction open, and with it the events of everybody.

use sqlx::{Connection, Executor, PgConnection};

use crate::{server::Pool, shared::Result};

/// A connection that holds a transaction id.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The process that serves it.
    pub pid: i32,
    /// The transaction.
    pub xid: String,
    /// Whose it is.
    pub role: String,
    /// In which database of the cluster.
    pub database: String,
    /// Since when the transaction is open, in seconds.
    pub age: f64,
}

/// A connection that sees who holds up the events, and may end them.
pub struct Watch {
    connection: PgConnection,
}

impl Watch {
    /// Opens the connection, under the role that sees every transaction of the cluster. Where the database
    /// was prepared by a login that could not give that right, it sees those of its own login.
    ///
    /// # Errors
    /// As the database says.
    pub async fn connect(pool: &Pool) -> Result<Self> {
        let mut connection = PgConnection::connect_with(&pool.connections().connect_options()).await?;
        connection.execute("set statement_timeout = '5s'").await?;
        let helps = sqlx::query_scalar!(
            r#"select not rolsuper and pg_has_role('tertulia_watch', 'member')
                and pg_has_role('tertulia_watch', 'pg_read_all_stats', 'usage') as "helps!"
              from pg_roles where rolname = session_user"#
        )
        .fetch_one(&mut connection)
        .await?;
        if helps {
            connection.execute("set role tertulia_watch").await?;
        }
        Ok(Self { connection })
    }

    /// Every connection that holds a transaction id, as far as it may be seen.
    ///
    /// # Errors
    /// As the database says.
    pub async fn select_holders(&mut self) -> Result<Vec<Holder>> {
        let found = sqlx::query_as!(
            Holder,
            r#"select pid as "pid!", backend_xid::text as "xid!", coalesce(usename::text, '') as "role!",
                coalesce(datname::text, '') as "database!",
                coalesce(extract(epoch from clock_timestamp() - xact_start)::float8, 0) as "age!"
              from pg_stat_activity where backend_xid is not null and backend_type = 'client backend'"#
        )
        .fetch_all(&mut self.connection)
        .await?;
        Ok(found)
    }

    /// Ends the connection if it still holds the same transaction id and is one of this database; says
    /// whether it was ended.
    ///
    /// # Errors
    /// As the database says, also where it does not allow it.
    pub async fn terminate(&mut self, holder: &Holder) -> sqlx::Result<bool> {
        let ended = sqlx::query_scalar!(
            r#"select pg_terminate_backend(pid) as "ended!" from pg_stat_activity
              where pid = $1 and backend_xid::text = $2 and datname = current_database()"#,
            holder.pid,
            holder.xid
        )
        .fetch_optional(&mut self.connection)
        .await?;
        Ok(ended.unwrap_or(false))
    }
}
