//! A new life of the database: whoever is here is judged by what stands in it, and everybody reads afresh.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use tokio::time::sleep;

use super::{
    Hub,
    connection::{Connection, Reason},
    recent::Recent,
};
use crate::realtime::{ServerFrame, Topic, outbox::Stream};
use crate::shared::{Error, Result};

/// Connections about which the gate is asked at once.
const AT_ONCE: usize = 4;
/// How long the gate is left alone that could not reach the database.
const AGAIN: Duration = Duration::from_millis(100);

/// What the new life leaves to a connection.
struct Standing {
    connection: Arc<Connection>,
    /// Why it has to go, where it has to.
    end: Option<Reason>,
    /// What it heard and may hear no longer.
    lost: Vec<Topic>,
    /// Whether its person lets others know what they read, where it stays.
    receipts: Option<bool>,
}

/// Starts a new life of the database: nothing held so far goes on, and everybody reads afresh. No event tells who lost a
/// topic or a log-in between the two lives, or what they let others know, so the gate is asked again: before it has
/// answered for everybody nothing is published, and afterwards nobody holds what they may not hear.
pub async fn begin(hub: &Hub, stream: Stream) {
    hub.audiences().clear();
    let held = hub.state().registry.doubt();
    let mut standings = Vec::with_capacity(held.len());
    for some in held.chunks(AT_ONCE) {
        standings.extend(join_all(some.iter().map(|(connection, topics)| judge(hub, connection, topics))).await);
    }
    let mut state = hub.state();
    state.published = stream.last;
    state.dropped = stream.dropped;
    state.recent = Recent::after(stream.last);
    for Standing { connection, end, lost, receipts } in standings {
        if let Some(receipts) = receipts {
            state.registry.set_receipts(connection.viewer.account, receipts);
        }
        if let Some(reason) = end {
            connection.end(reason);
        }
        for topic in lost {
            state.registry.unlisten(&connection, topic);
            connection.push(ServerFrame::missing(topic).text());
        }
    }
    let connections: Vec<_> = state.registry.all().map(Arc::clone).collect();
    for connection in connections {
        for topic in state.registry.topics(&connection) {
            connection.push(ServerFrame::Refetch { topic, why: "epoch".into() }.text());
        }
    }
}

/// Asks until the database answers: nothing can be read from it before. Who cannot be judged has to come in anew.
async fn judge(hub: &Hub, connection: &Arc<Connection>, topics: &[Topic]) -> Standing {
    loop {
        match ask(hub, connection, topics).await {
            Ok(standing) => return standing,
            Err(Error::Offline) => sleep(AGAIN).await,
            Err(error) => {
                tracing::warn!(%error, "what somebody may hear after a new epoch began could not be found out");
                return Standing { end: Some(Reason::Offline), ..standing(connection) };
            }
        }
    }
}

async fn ask(hub: &Hub, connection: &Arc<Connection>, topics: &[Topic]) -> Result<Standing> {
    let mut standing = standing(connection);
    if hub.gate().still_valid(connection.viewer).await? {
        let admitted = hub.gate().admit(connection.viewer, topics).await?;
        standing.lost = topics.iter().copied().filter(|topic| !admitted.contains(topic)).collect();
        standing.receipts = Some(hub.gate().sends_receipts(connection.viewer.account).await?);
    } else {
        standing.end = Some(Reason::Revoked);
    }
    Ok(standing)
}

/// That of a connection to which nothing is changed.
fn standing(connection: &Arc<Connection>) -> Standing {
    Standing { connection: Arc::clone(connection), end: None, lost: Vec::new(), receipts: None }
}
