//! The partitions of the events: one a day, made ahead, kept for a week.

use std::time::Duration;

use sqlx::{Connection, postgres::PgConnectOptions};

use super::connect_as_owner;

/// Makes the partitions of the fortnight to come and drops those of days before the last week.
///
/// Each step is a transaction of its own and waits at most 200 ms for a lock, because who waits for
/// one stalls the readers behind it; a step that did not succeed is tried again a few times.
///
/// # Errors
/// As the database says.
pub async fn keep_partitions(administrator: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = connect_as_owner(administrator).await?;
    for offset in -1..=14 {
        run(&mut connection, &format!("select make_event_partition((now() at time zone 'UTC')::date + {offset})"))
            .await?;
    }
    let old: Vec<(String, bool)> = sqlx::query_as(
        "select relname::text, inhdetachpending from pg_inherits join pg_class on pg_class.oid = inhrelid
          where inhparent = 'tertulia.events'::regclass
            and relname < 'events_' || to_char((now() at time zone 'UTC')::date - 7, 'YYYYMMDD')",
    )
    .fetch_all(&mut connection)
    .await?;
    for (name, is_half_detached) in old {
        let how = if is_half_detached { "finalize" } else { "concurrently" };
        run(&mut connection, &format!("alter table tertulia.events detach partition tertulia.{name} {how}")).await?;
        run(&mut connection, &format!("drop table tertulia.{name}")).await?;
    }
    connection.close().await
}

async fn run(connection: &mut sqlx::PgConnection, statement: &str) -> Result<(), sqlx::Error> {
    let mut attempts_left = 50;
    loop {
        match sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut *connection).await {
            Err(error) if attempts_left > 0 && super::is_passing(&error) => {
                attempts_left -= 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            other => return other.map(drop),
        }
    }
}
