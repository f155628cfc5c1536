//! The outbox in the database: every statement about `events` and `stream`.
//!
//! `keeper` makes and drops the partitions, `watch` sees who holds the events up.
//! The reader's connection is its own, under one role, with one prepared statement and a generic plan,
//! so that a look costs well under a millisecond however often it happens.

mod keeper;
mod watch;

use sqlx::{Connection, Executor, PgConnection};

pub use keeper::Keeper;
pub use watch::{Holder, Watch};

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

/// Another life begins. It has a greater number than those before it, and not that of another one which began from the same
/// backup, as that began at another time.
async fn renew(tx: &mut PgConnection) -> Result<()> {
    tx.execute("truncate events").await?;
    sqlx::query!(
        r#"update stream s set epoch = greatest(s.epoch + 1, extract(epoch from clock_timestamp() - timestamptz '2020-01-01')::bigint),
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

/// How many events of the channels there are after one position up to another, counted up to `limit`.
///
/// # Errors
/// As the database says.
pub async fn count_missed(
    tx: &mut PgConnection,
    channels: &[Channel],
    after: Position,
    until: Position,
    limit: i64,
) -> Result<i64> {
    let topics: Vec<String> = channels.iter().map(|channel| channel.stored()).collect();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
          select from unnest($1::text[]) t(topic) cross join lateral (
            select from events o where o.topic = t.topic
              and (o.xid, o.id) > (($2::text)::xid8, $3::bigint) and (o.xid, o.id) <= (($4::text)::xid8, $5::bigint)
              order by o.xid, o.id limit $6) e
          limit $6) missed"#,
        &topics,
        after.xid.to_string(),
        after.id,
        until.xid.to_string(),
        until.id,
        limit
    )
    .fetch_one(tx)
    .await?;
    Ok(count)
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
