//! A new life of the database: whoever is here is judged by what stands in it, and everybody reads afresh.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
    vec::IntoIter,
};

use futures::future::join_all;
use tokio::time::sleep;

use super::{
    Hub,
    connection::{Connection, Reason},
    recent::Recent,
    registry::Hearing,
};
use crate::realtime::{ServerFrame, Topic, gate::Dealings, outbox::Stream};
use crate::shared::{Error, Result};

/// How long the gate is left alone that could not reach the database.
const AGAIN: Duration = Duration::from_millis(100);

/// What the new life leaves to a connection.
struct Standing {
    connection: Arc<Connection>,
    /// Why it has to go, where it has to.
    end: Option<Reason>,
    /// What it heard and may hear no longer.
    lost: Vec<Topic>,
    /// What stands between its person and others, where it stays.
    dealings: Option<Dealings>,
}

/// Starts a new life of the database: nothing held so far goes on, and everybody reads afresh. No event tells who lost a
/// topic or a log-in between the two lives, or what stands between people, so the gate is asked again: before it has
/// answered for everybody nothing is published, and afterwards nobody holds what they may not hear.
pub async fn begin(hub: &Hub, stream: Stream) {
    hub.audiences().clear();
    let people = Mutex::new(hub.state().registry.doubt().into_iter());
    let judges = (0..at_once(hub)).map(|_| judge_all(hub, &people));
    let standings: Vec<_> = join_all(judges).await.into_iter().flatten().collect();
    let mut state = hub.state();
    state.published = stream.last;
    state.dropped = stream.dropped;
    state.recent = Recent::after(stream.last);
    hub.editions().end();
    for Standing { connection, end, lost, dealings } in standings {
        if let Some(dealings) = dealings {
            state.registry.set_dealings(connection.viewer.account, dealings);
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

/// About how many people the gate is asked at once: the other half of the connections to the database is for who comes in.
fn at_once(hub: &Hub) -> u32 {
    (hub.pool().connections().options().get_max_connections() / 2).max(1)
}

/// Judges one person after the other, as long as there are any that nobody else judges.
async fn judge_all(hub: &Hub, people: &Mutex<IntoIter<Vec<Hearing>>>) -> Vec<Standing> {
    let next = || people.lock().unwrap_or_else(PoisonError::into_inner).next();
    let mut standings = Vec::new();
    while let Some(hearing) = next() {
        standings.extend(judge(hub, &hearing).await);
    }
    standings
}

/// Asks until the database answers: nothing can be read from it before. Who cannot be judged has to come in anew.
async fn judge(hub: &Hub, hearing: &[Hearing]) -> Vec<Standing> {
    loop {
        match hub.pool().while_there(ask(hub, hearing)).await {
            Ok(standings) => return standings,
            Err(Error::Offline) => sleep(AGAIN).await,
            Err(error) => {
                tracing::warn!(%error, "what somebody may hear after a new epoch began could not be found out");
                return hearing.iter().map(|(connection, _)| ended(connection, Reason::Offline)).collect();
            }
        }
    }
}

/// Asks about each log-in of somebody, and once about them and all that they hear.
async fn ask(hub: &Hub, hearing: &[Hearing]) -> Result<Vec<Standing>> {
    let log_ins: HashMap<_, _> =
        hearing.iter().map(|(connection, _)| (connection.viewer.session, connection.viewer)).collect();
    let mut revoked = HashSet::new();
    for (session, viewer) in log_ins {
        if !hub.gate().still_valid(viewer).await? {
            revoked.insert(session);
        }
    }
    let stays = |connection: &Arc<Connection>| !revoked.contains(&connection.viewer.session);
    let staying: Vec<_> = hearing.iter().filter(|(connection, _)| stays(connection)).collect();
    let topics: HashSet<_> = staying.iter().flat_map(|(_, topics)| topics).copied().collect();
    let topics: Vec<_> = topics.into_iter().collect();
    let (mut admitted, mut dealings) = (HashSet::<Topic>::new(), None);
    if let Some((connection, _)) = staying.first() {
        let viewer = connection.viewer;
        admitted.extend(hub.gate().admit(viewer, &topics).await?);
        dealings = Some(hub.gate().dealings(viewer.account).await?);
    }
    let standing = |(connection, topics): &Hearing| {
        if !stays(connection) {
            return ended(connection, Reason::Revoked);
        }
        let lost = topics.iter().copied().filter(|topic| !admitted.contains(topic)).collect();
        Standing { connection: Arc::clone(connection), end: None, lost, dealings: dealings.clone() }
    };
    Ok(hearing.iter().map(standing).collect())
}

/// That of a connection that has to go.
fn ended(connection: &Arc<Connection>, reason: Reason) -> Standing {
    Standing { connection: Arc::clone(connection), end: Some(reason), lost: Vec::new(), dealings: None }
}
