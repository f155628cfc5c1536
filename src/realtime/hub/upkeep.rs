//! Upkeep of the stream: partitions made ahead and dropped when old, and a watchdog over whatever
//! keeps the reader from going on.

use std::{
    collections::HashMap,
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
        let pause = match renew(&hub).await {
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

/// Ends what has held a transaction id for 5 seconds: it holds up every screen.
pub async fn watchdog(hub: Hub) {
    let mut seen: HashMap<outbox::Holder, Instant> = HashMap::new();
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    loop {
        beat.tick().await;
        let Ok(holders) = outbox::select_holders(hub.pool()).await else { continue };
        seen.retain(|holder, _| holders.contains(holder));
        let oldest = seen.values().map(Instant::elapsed).max().unwrap_or_default();
        metrics::gauge!("tertulia_events_horizon_age_seconds").set(oldest.as_secs_f64());
        for holder in holders {
            if seen.entry(holder.clone()).or_insert_with(Instant::now).elapsed() < PATIENCE {
                continue;
            }
            let ended = outbox::terminate(hub.pool(), &holder).await.unwrap_or(false);
            tracing::warn!(pid = holder.pid, xid = holder.xid, ended, "a transaction held up all events for 5 seconds");
        }
    }
}
