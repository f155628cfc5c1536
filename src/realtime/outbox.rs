//! The outbox in the database: every statement about `events` and `stream`.
//!
//! The reader's connection is its own, under one role, with one prepared statement and a generic plan,
//! so that a look costs well under a millisecond however often it happens.

use sqlx::{Connection, Executor, PgConnection};

use super::{
    Position,
    line::{Channel, Line, Row},
};
use crate::{
    server::Pool,
    shared::{Result, time::Time},
};

/// Events that one read gathers before it stops at the end of a transaction.
const READ: i64 = 2_000;

/// The reader's connection.
pub struct Outbox {
    connection: PgConnection,
}

/// Where the stream of events stands.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    /// The last event that was committed below every transaction still running.
    pub last: Position,
    /// The last event that is no longer kept.
    pub dropped: Position,
}

impl Outbox {
    /// Opens the connection.
    ///
    /// # Errors
    /// [`crate::shared::Error::Offline`] where the database cannot be reached.
    pub async fn connect(pool: &Pool) -> Result<Self> {
        let mut connection = PgConnection::connect_with(&pool.connections().connect_options()).await?;
        // Most partitions are empty: what the planner thinks of them would only mislead it.
        connection
            .execute(
                "set role tertulia_jobs; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; \
                 set enable_bitmapscan = off; set jit = off; set statement_timeout = '30s'",
            )
            .await?;
        Ok(Self { connection })
    }

    /// Finds out which life of the database this is, and starts a new one where something that was
    /// published is lost: the cluster, its timeline or the database changed, an event lies at or above
    /// the current transaction id, or the event at `published` is gone.
    ///
    /// # Errors
    /// As the database says.
    pub async fn establish(&mut self, published: Option<Position>) -> Result<Stream> {
        let mut tx = self.connection.begin().await?;
        let fresh = sqlx::query!(
            r#"insert into stream (epoch, system_identifier, timeline, database) values (0, 0, 0, 0) on conflict do nothing"#
        )
        .execute(&mut *tx)
        .await?
        .rows_affected()
            == 1;
        let expected = published.unwrap_or(Position { epoch: 0, xid: 0, id: 0 });
        let same = sqlx::query_scalar!(
            r#"select s.system_identifier = c.system_identifier and s.timeline = w.timeline and s.database = d.oid::bigint
                and not exists (select from events where xid >= pg_snapshot_xmax(pg_current_snapshot()))
                and ((($1::text)::xid8, $2::bigint) <= (s.dropped_xid, s.dropped_id)
                  or exists (select from events where xid = ($1::text)::xid8 and id = $2)) as "same!"
              from stream s, pg_control_system() c, pg_database d,
                (select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer as timeline) w
              where d.datname = current_database() for update of s"#,
            expected.xid.to_string(),
            expected.id
        )
        .fetch_one(&mut *tx)
        .await?;
        if !same {
            if !fresh {
                tracing::warn!("the database is another than before: a new epoch begins");
            }
            renew(&mut tx).await?;
        }
        let stream = stream(&mut tx).await?;
        tx.commit().await?;
        Ok(stream)
    }

    /// Everything committed after the position and below the oldest transaction still running, in order; a
    /// transaction is never cut. Returned with the position that was reached.
    ///
    /// # Errors
    /// As the database says.
    pub async fn read(&mut self, after: Position) -> Result<(Vec<Line>, Position)> {
        let rows = sqlx::query_as!(
            Row,
            r#"select xid::text::bigint as "xid!", id as "id!", at as "at!: Time", topic as "topic!", kind as "kind!",
                entity as "entity!", body::text as "body!"
              from (select * from events
                where (xid, id) > (($1::text)::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
                order by xid fetch first ($3::bigint) rows with ties) e
              order by xid, id"#,
            after.xid.to_string(),
            after.id,
            READ
        )
        .fetch_all(&mut self.connection)
        .await?;
        let reached = rows.last().map_or(after, |row| Position { xid: row.xid.cast_unsigned(), id: row.id, ..after });
        Ok((rows.iter().filter_map(|row| Line::of(row, after.epoch)).collect(), reached))
    }

    /// Whether something was committed after the position, be it that an older transaction holds it back.
    ///
    /// # Errors
    /// As the database says.
    pub async fn waits(&mut self, after: Position) -> Result<bool> {
        let waits = sqlx::query_scalar!(
            r#"select exists(select from events where (xid, id) > (($1::text)::xid8, $2::bigint)) as "waits!""#,
            after.xid.to_string(),
            after.id
        )
        .fetch_one(&mut self.connection)
        .await?;
        Ok(waits)
    }
}

async fn renew(tx: &mut PgConnection) -> Result<()> {
    tx.execute("truncate events").await?;
    sqlx::query!(
        r#"update stream s set epoch = (s.epoch + 1 + (random() * 2000000000)::bigint) % 2147483647,
            system_identifier = c.system_identifier, database = d.oid::bigint, dropped_xid = '0', dropped_id = 0,
            timeline = ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer
          from pg_control_system() c, pg_database d where d.datname = current_database()"#
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn stream(tx: &mut PgConnection) -> Result<Stream> {
    let found = sqlx::query!(
        r#"select s.epoch as "epoch!", s.dropped_xid::text::bigint as "dropped_xid!", s.dropped_id as "dropped_id!",
            e.xid::text::bigint as "xid?", e.id as "id?"
          from stream s left join lateral (
            select xid, id from events where xid < pg_snapshot_xmin(pg_current_snapshot())
              order by xid desc, id desc limit 1) e on true"#
    )
    .fetch_one(tx)
    .await?;
    let epoch = found.epoch.cast_unsigned();
    let dropped = Position { epoch, xid: found.dropped_xid.cast_unsigned(), id: found.dropped_id };
    let last = match (found.xid, found.id) {
        (Some(xid), Some(id)) => Position { epoch, xid: xid.cast_unsigned(), id },
        _ => dropped,
    };
    Ok(Stream { last: if dropped.is_after(last) { dropped } else { last }, dropped })
}

/// The events of the channels after one position up to another, in order, at most `limit`.
///
/// # Errors
/// As the database says.
pub async fn select_missed(
    tx: &mut PgConnection,
    channels: &[Channel],
    after: Position,
    until: Position,
    limit: i64,
) -> Result<Vec<Line>> {
    let topics: Vec<String> = channels.iter().map(|channel| channel.stored()).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"select e.xid::text::bigint as "xid!", e.id as "id!", e.at as "at!: Time", e.topic as "topic!", e.kind as "kind!",
            e.entity as "entity!", e.body::text as "body!"
          from unnest($1::text[]) t(topic) cross join lateral (
            select * from events o where o.topic = t.topic
              and (o.xid, o.id) > (($2::text)::xid8, $3::bigint) and (o.xid, o.id) <= (($4::text)::xid8, $5::bigint)
              order by o.xid, o.id limit $6) e
          order by e.xid, e.id limit $6"#,
        &topics,
        after.xid.to_string(),
        after.id,
        until.xid.to_string(),
        until.id,
        limit
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.iter().filter_map(|row| Line::of(row, after.epoch)).collect())
}

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
    /// Opens the connection, once no other node keeps the partitions any more.
    ///
    /// # Errors
    /// As the database says.
    pub async fn connect(pool: &Pool) -> Result<Self> {
        let mut connection = PgConnection::connect_with(&pool.connections().connect_options()).await?;
        connection.execute("select pg_advisory_lock(hashtextextended('partitions of events', 0))").await?;
        connection.execute("set role tertulia_jobs; set lock_timeout = '200ms'").await?;
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
