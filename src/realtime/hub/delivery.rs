//! Delivery: one read of events, handed to everybody who hears any of them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Instant,
};

use axum::extract::ws::Utf8Bytes;

use super::{
    Hub, State,
    connection::{Connection, Reason},
    presence,
};
use crate::realtime::{
    Position, ServerFrame, Topic,
    line::{Channel, Effect, Line, frames},
};
use crate::shared::{Result, id::AccountId};

type Audiences = HashMap<Topic, Arc<[AccountId]>>;

/// Publishes a batch. Who lost a topic or whose log-in ended in it hears nothing of that topic, or
/// nothing at all; then everybody gets their share of the batch as one.
///
/// # Errors
/// Where the gate could not tell who listens; then nothing was published.
pub async fn publish(hub: &Hub, lines: Vec<Line>, reached: Position) -> Result<()> {
    let topics: HashSet<_> = lines.iter().filter_map(|line| conversation(line.channel)).collect();
    let topics: Vec<_> = topics.into_iter().collect();
    let mut audiences = hub.audiences().keep(&topics, hub.gate()).await?;
    let threads = threads_lost(hub, &lines).await?;
    let lines: Vec<_> = lines.into_iter().map(Arc::new).collect();
    let now = Instant::now();

    let mut guard = hub.state();
    let state = &mut *guard;
    let joined = membership(hub, state, &lines, &mut audiences);
    revoke(state, &lines);
    choose(state, &lines);
    part(state, &lines);
    for (listener, thread) in threads {
        lose(state, listener, thread);
    }
    let mut shares = Shares::default();
    let mut cut: HashMap<(u64, Topic), Arc<Connection>> = HashMap::new();
    for (place, line) in lines.iter().enumerate() {
        let topic = line.channel.topic();
        share(state, &audiences, line, |connection| {
            let since = joined.get(&(topic, connection.viewer.account));
            if since.is_some_and(|since| line.position.xid < *since) {
                // Who followed a thread and came to take part in it by this batch misses what was told right before.
                if state.registry.listeners(topic).any(|listening| listening.number == connection.number) {
                    cut.insert((connection.number, topic), Arc::clone(connection));
                }
            } else if state.registry.may_be_told(connection, line) {
                shares.give(connection, place);
            }
        });
        state.recent.push(Arc::clone(line), now);
    }
    state.published = reached;
    hub.editions().note(&lines);
    shares.send(&lines);
    for ((_, topic), connection) in cut {
        connection.push(ServerFrame::Refetch { topic, why: "joined".into() }.text());
    }
    drop(guard);

    for line in &lines {
        if let (Effect::Settings { .. }, Channel::Inbox(owner)) = (line.effect, line.channel) {
            presence::shown_or_hidden(hub, owner);
        }
    }
    metrics::counter!("tertulia_events_published_total").increment(lines.len() as u64);
    Ok(())
}

fn conversation(channel: Channel) -> Option<Topic> {
    match channel {
        Channel::Open(topic @ Topic::Conversation(_)) => Some(topic),
        _ => None,
    }
}

/// Applies who joined and who left. Returns from which transaction on those who joined hear the topic.
fn membership(
    hub: &Hub,
    state: &mut State,
    lines: &[Arc<Line>],
    audiences: &mut Audiences,
) -> HashMap<(Topic, AccountId), u64> {
    let mut joined = HashMap::new();
    for line in lines {
        let topic = line.channel.topic();
        let Some(audience) = audiences.get(&topic) else { continue };
        let changed: Arc<[AccountId]> = match line.effect {
            Effect::Joined(account) => {
                joined.insert((topic, account), line.position.xid);
                let others = audience.iter().copied().filter(|other| *other != account);
                others.chain([account]).collect()
            }
            Effect::Left(account) => {
                joined.remove(&(topic, account));
                lose(state, account, topic);
                audience.iter().copied().filter(|other| *other != account).collect()
            }
            _ => continue,
        };
        hub.audiences().set(topic, Arc::clone(&changed));
        audiences.insert(topic, changed);
    }
    joined
}

fn revoke(state: &State, lines: &[Arc<Line>]) {
    for line in lines {
        if let (Effect::Revoked(session), Channel::Inbox(owner)) = (line.effect, line.channel) {
            for connection in state.registry.of_session(owner, session) {
                connection.end(Reason::Revoked);
            }
        }
    }
}

/// Takes over who lets others know what they read.
fn choose(state: &mut State, lines: &[Arc<Line>]) {
    for line in lines {
        if let (Effect::Settings { receipts }, Channel::Inbox(owner)) = (line.effect, line.channel) {
            state.registry.set_receipts(owner, receipts);
        }
    }
}

/// The threads that people hear and may hear no longer, of whom one has blocked the other: what one of them asked. The gate
/// is asked, as nothing here knows who asked what.
async fn threads_lost(hub: &Hub, lines: &[Line]) -> Result<Vec<(AccountId, Topic)>> {
    let mut parted = HashSet::new();
    for line in lines {
        if let (Effect::Blocked(other), Channel::Inbox(owner)) = (line.effect, line.channel) {
            parted.extend([owner, other]);
        }
    }
    let mut lost = Vec::new();
    for listener in parted {
        let heard = hub.state().registry.reconsider_threads(listener);
        let Some((viewer, threads)) = heard else { continue };
        let admitted = hub.gate().admit(viewer, &threads).await?;
        let gone = threads.into_iter().filter(|thread| !admitted.contains(thread));
        lost.extend(gone.map(|thread| (listener, thread)));
    }
    Ok(lost)
}

/// Ends what people hear of each other where one of them has blocked the other, and takes over that it is so. Presence is
/// told as of who hides it; of the profile each is told what they are told who ask for it now.
fn part(state: &mut State, lines: &[Arc<Line>]) {
    for line in lines {
        let Channel::Inbox(owner) = line.channel else { continue };
        let other = match line.effect {
            Effect::Blocked(other) => other,
            Effect::Unblocked(other) => {
                state.registry.set_block(owner, other, false);
                continue;
            }
            _ => continue,
        };
        state.registry.set_block(owner, other, true);
        for (listener, gone) in [(owner, other), (other, owner)] {
            for connection in state.registry.lose(listener, Topic::Presence(gone)) {
                connection.push(presence::hidden(gone).text());
            }
            lose(state, listener, Topic::Account(gone));
        }
    }
}

/// Takes a topic from all connections of somebody, and tells those that heard it.
fn lose(state: &mut State, listener: AccountId, topic: Topic) {
    for connection in state.registry.lose(listener, topic) {
        connection.push(ServerFrame::missing(topic).text());
    }
}

/// Calls `hear` for each connection that hears the line; for some of them more than once.
fn share(state: &State, audiences: &Audiences, line: &Line, mut hear: impl FnMut(&Arc<Connection>)) {
    let registry = &state.registry;
    match line.channel {
        Channel::Inbox(owner) => registry.inboxes(owner).for_each(&mut hear),
        Channel::Open(topic) => {
            registry.listeners(topic).for_each(&mut hear);
            if let Topic::Account(account) = topic {
                registry.inboxes(account).for_each(&mut hear);
            }
            for account in audiences.get(&topic).into_iter().flat_map(|accounts| accounts.iter()) {
                registry.inboxes(*account).for_each(&mut hear);
            }
        }
    }
}

/// Who gets which lines of a batch.
#[derive(Default)]
struct Shares(HashMap<u64, (Arc<Connection>, Vec<usize>)>);

impl Shares {
    /// Gives a line to a connection, once.
    fn give(&mut self, connection: &Arc<Connection>, place: usize) {
        let (_, places) =
            self.0.entry(connection.number).or_insert_with(|| (Arc::clone(connection), Vec::with_capacity(1)));
        if places.last() != Some(&place) {
            places.push(place);
        }
    }

    /// Sends everybody their share; those who hear the same get the same bytes.
    fn send(self, lines: &[Arc<Line>]) {
        let mut made: HashMap<Vec<usize>, Vec<Utf8Bytes>> = HashMap::new();
        for (connection, places) in self.0.into_values() {
            let texts =
                made.entry(places).or_insert_with_key(|places| frames(places.iter().map(|place| &*lines[*place])));
            for text in texts {
                connection.push(text.clone());
            }
        }
    }
}
