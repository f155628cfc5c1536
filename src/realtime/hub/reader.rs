//! The reader: one a node, takes committed events from the outbox to the hub.

use std::time::{Duration, Instant};

use super::{Hub, delivery, epoch};
use crate::realtime::outbox::Outbox;
use crate::shared::{Result, time::Time};

/// How long a bell is let ring, so that acts at the same moment are one read.
const GATHER: Duration = Duration::from_millis(1);
/// How long the reader waits without a bell.
const LOOK: Duration = Duration::from_millis(250);
/// How long it waits for what an older transaction still holds back, at first.
const SOON: Duration = Duration::from_millis(4);

/// Reads until the hub stops. When the database goes away it comes back by itself.
pub async fn run(hub: Hub, outbox: Outbox) {
    let mut first = Some(outbox);
    let mut pause = Duration::from_millis(50);
    loop {
        let begun = Instant::now();
        let error = match follow(&hub, first.take()).await {
            Ok(never) => match never {},
            Err(error) => error,
        };
        if begun.elapsed() > Duration::from_secs(5) {
            pause = Duration::from_millis(50);
        }
        tracing::warn!(%error, "the reader of events lost the database and tries again");
        metrics::counter!("tertulia_events_reader_restarts_total").increment(1);
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

async fn follow(hub: &Hub, ready: Option<Outbox>) -> Result<std::convert::Infallible> {
    let mut outbox = match ready {
        Some(outbox) => outbox,
        None => reconnect(hub).await?,
    };
    let bell = hub.pool().bell();
    let mut patience = LOOK;
    // Whether something waits is asked seldom: while much happens, something always waits for a moment.
    let mut asked = Instant::now();
    loop {
        let found = hub.pool().while_there(look(hub, &mut outbox, &mut asked)).await?;
        patience = if found { SOON } else { (patience * 2).min(LOOK) };
        if tokio::time::timeout(patience, bell.notified()).await.is_ok() {
            patience = SOON / 2;
            tokio::time::sleep(GATHER).await;
        }
    }
}

/// Reads once and publishes what there is, if there is anything.
async fn look(hub: &Hub, outbox: &mut Outbox, asked: &mut Instant) -> Result<bool> {
    let (lines, reached) = outbox.read(hub.published()).await?;
    let found = reached != hub.published();
    if let Some(last) = lines.last() {
        let lag = Time::now().millis() - last.at.millis();
        metrics::histogram!("tertulia_events_lag_seconds").record(Duration::from_millis(lag.max(0).cast_unsigned()));
    }
    if found {
        delivery::publish(hub, lines, reached).await?;
        hub.horizon().looked(false, Instant::now());
    } else if asked.elapsed() >= LOOK {
        let waits = outbox.waits(reached).await?;
        *asked = Instant::now();
        hub.horizon().looked(waits, *asked);
    }
    Ok(found)
}

async fn reconnect(hub: &Hub) -> Result<Outbox> {
    let (outbox, stream) = hub
        .pool()
        .while_there(async {
            let mut outbox = Outbox::connect(hub.pool()).await?;
            let stream = outbox.establish(Some(hub.published())).await?;
            Ok((outbox, stream))
        })
        .await?;
    if stream.last.epoch != hub.published().epoch {
        epoch::begin(hub, stream).await;
    }
    Ok(outbox)
}
