//! Upkeep of the stream: partitions made ahead and dropped when old, and a watchdog over whatever
//! keeps the reader from going on.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use super::Hub;
use crate::realtime::outbox;
use crate::shared::Result;

/// Whole days that events are kept.
pub const KEPT_DAYS: i32 = 7;
/// How long a transaction may hold an id before it is ended.
const PATIENCE: Duration = Duration::from_secs(5);
const DAY: Duration = Duration::from_hours(24);
const AGAIN: Duration = Duration::from_mins(1);

/// Makes and drops partitions now and then daily; what fails is tried again after a minute.
pub async fn partitions(hub: Hub) {
    loop {
        let pause = match hub.pool().while_there(Box::pin(renew(&hub))).await {
            Ok(()) => DAY,
            Err(error) => {
                tracing::warn!(%error, "the partitions of events could not be renewed");
                AGAIN
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Makes the partitions of the days ahead and drops those that are past keeping. Whoever stands before
/// the last event dropped is told to read afresh, from before it is gone.
///
/// # Errors
/// As the database says; what was done until then stays.
pub async fn renew(hub: &Hub) -> Result<()> {
    let mut keeper = outbox::Keeper::connect(hub.pool()).await?;
    keeper.create_ahead().await?;
    for partition in keeper.select_old(KEPT_DAYS).await? {
        hub.forget(keeper.mark_dropped(&partition).await?);
        keeper.drop_partition(&partition).await?;
        tracing::info!(partition = partition.name, "old events dropped");
    }
    Ok(())
}

/// Ends what has held a transaction id for 5 seconds: it holds up every screen. What may not be ended is named
/// in the log, now and then for as long as it stays.
pub async fn watchdog(hub: Hub) {
    let (mut watch, mut holding) = (None, Holding::default());
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    loop {
        beat.tick().await;
        let behind = hub.horizon().behind(Instant::now()).length();
        metrics::gauge!("tertulia_events_stalled_seconds").set(behind.as_secs_f64());
        if hub.pool().while_there(look(&hub, &mut watch, &mut holding)).await.is_err() {
            watch = None;
        }
    }
}

/// Since when each transaction holds an id, and when it was last spoken of.
#[derive(Default)]
struct Holding(HashMap<(i32, String), (Instant, Option<Instant>)>);

impl Holding {
    /// Notes who holds one now; returns for how long the oldest does.
    fn note(&mut self, holders: &[outbox::Holder], now: Instant) -> Duration {
        let names: HashSet<_> = holders.iter().map(|holder| (holder.pid, holder.xid.clone())).collect();
        self.0.retain(|name, _| names.contains(name));
        for name in names {
            self.0.entry(name).or_insert((now, None));
        }
        self.0.values().map(|(since, _)| now.duration_since(*since)).max().unwrap_or_default()
    }

    /// Whether it has held one for too long, and whether that is worth a line in the log again.
    fn judge(&mut self, holder: &outbox::Holder, now: Instant) -> (bool, bool) {
        let Some((since, said)) = self.0.get_mut(&(holder.pid, holder.xid.clone())) else { return (false, false) };
        let late = now.duration_since(*since) >= PATIENCE;
        let speak = late && said.is_none_or(|said| now.duration_since(said) >= AGAIN);
        if speak {
            *said = Some(now);
        }
        (late, speak)
    }
}

async fn look(hub: &Hub, watch: &mut Option<outbox::Watch>, holding: &mut Holding) -> Result<()> {
    let watch = match watch {
        Some(watch) => watch,
        None => watch.insert(outbox::Watch::connect(hub.pool()).await?),
    };
    let holders = watch.select_holders().await?;
    let now = Instant::now();
    metrics::gauge!("tertulia_events_horizon_age_seconds").set(holding.note(&holders, now).as_secs_f64());
    for holder in holders {
        let (late, speak) = holding.judge(&holder, now);
        let ended = late && watch.terminate(&holder).await.unwrap_or(false);
        if speak || ended {
            let outbox::Holder { pid, role, database, age, .. } = holder;
            tracing::warn!(pid, role, database, age, ended, "a transaction held up all events for 5 seconds");
        }
    }
    Ok(())
}
