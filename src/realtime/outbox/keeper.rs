//! The partitions of `events`.

use sqlx::{Connection, Executor, PgConnection, postgres::PgConnectOptions};

use super::stream;
use crate::{realtime::Position, server::Pool, shared::Result};

/// A connection that may make and drop partitions; DDL on it waits for no lock longer than 200 ms.
pub struct Keeper {
    connection: PgConnection,
}

/// A partition that is past keeping.
#[derive(Debug)]
pub struct Partition {
    /// The table.
    pub name: String,
    /// Whether it still belongs to `events`.
    pub attached: bool,
    /// Whether an earlier attempt was interrupted half-way.
    pub pending: bool,
}

impl Keeper {
    /// Opens the connection.
    ///
    /// # Errors
    /// As the database says, also where another node keeps the partitions for longer than 200 ms: then it is done there.
    pub async fn connect(pool: &Pool) -> Result<Self> {
        Self::open(&pool.connections().connect_options()).await
    }

    /// As [`Keeper::connect`], for who has no pool yet: whoever connects like this may take the role of the background.
    ///
    /// # Errors
    /// As the database says.
    pub async fn open(options: &PgConnectOptions) -> Result<Self> {
        let mut connection = PgConnection::connect_with(options).await?;
        connection.execute("set lock_timeout = '200ms'").await?;
        connection.execute("select pg_advisory_lock(hashtextextended('partitions of events', 0))").await?;
        connection.execute("set role tertulia_jobs").await?;
        Ok(Self { connection })
    }

    /// Makes what is missing from yesterday to 14 days ahead, each day in a transaction of its own.
    ///
    /// # Errors
    /// As the database says.
    pub async fn create_ahead(&mut self) -> Result<()> {
        for day in -1..=14 {
            sqlx::query!("select make_event_partition((now() at time zone 'UTC')::date + $1::integer)", day)
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }

    /// The partitions of days that ended more than so many days ago, the oldest first.
    ///
    /// # Errors
    /// As the database says.
    pub async fn select_old(&mut self, kept_days: i32) -> Result<Vec<Partition>> {
        let found = sqlx::query_as!(
            Partition,
            r#"select c.relname::text as "name!", i.inhrelid is not null as "attached!",
                coalesce(i.inhdetachpending, false) as "pending!"
              from pg_class c left join pg_inherits i on i.inhrelid = c.oid
              where c.relnamespace = 'tertulia'::regnamespace and c.relkind = 'r' and c.relname ~ '^events_[0-9]{8}$'
                and to_date(right(c.relname, 8), 'YYYYMMDD') < (now() at time zone 'UTC')::date - $1::integer
              order by c.relname"#,
            kept_days
        )
        .fetch_all(&mut self.connection)
        .await?;
        Ok(found)
    }

    /// Remembers the last event of the partition as no longer kept, and returns how far that goes.
    ///
    /// # Errors
    /// As the database says.
    pub async fn mark_dropped(&mut self, partition: &Partition) -> Result<Position> {
        sqlx::query!(
            r#"update stream s set dropped_xid = e.xid, dropped_id = e.id
              from (select xid, id from events
                where at >= to_date(right($1, 8), 'YYYYMMDD')::timestamp at time zone 'UTC'
                  and at < (to_date(right($1, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC'
                order by xid desc, id desc limit 1) e
              where (e.xid, e.id) > (s.dropped_xid, s.dropped_id)"#,
            partition.name
        )
        .execute(&mut self.connection)
        .await?;
        Ok(stream(&mut self.connection).await?.dropped)
    }

    /// Takes the partition away without holding up a writer.
    ///
    /// # Errors
    /// As the database says; it can be tried again.
    pub async fn drop_partition(&mut self, partition: &Partition) -> Result<()> {
        let Partition { name, attached, pending } = partition;
        if *attached {
            let how = if *pending { "finalize" } else { "concurrently" };
            let statement = format!("alter table tertulia.events detach partition tertulia.{name} {how}");
            self.connection.execute(sqlx::AssertSqlSafe(statement)).await?;
        }
        self.connection.execute(sqlx::AssertSqlSafe(format!("drop table tertulia.{name}"))).await?;
        Ok(())
    }
}
