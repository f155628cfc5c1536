//! Subscriptions: who begins to listen is registered first and brought up to date after, so that
//! nothing falls between.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use axum::extract::ws::Utf8Bytes;

use super::{Hub, connection::Connection, presence};
use crate::realtime::{
    Position, ServerFrame, Topic,
    envelope::{MAX_TOPICS, Subscription},
    gate::Dealings,
    line::{Channel, Effect, Line, frames},
    outbox,
};
use crate::shared::{Result, time::Time};

/// Events of one topic that are worth sending; beyond it reading afresh is cheaper.
const MAX_MISSED: usize = 1_000;
/// Their bytes.
const MAX_MISSED_BYTES: usize = 256 * 1024;
/// Events that one answer carries over all its topics.
const MAX_ANSWER: usize = 5_000;
/// Their bytes: what an answer holds in memory, and a slow line has to carry, is no more than may wait for a client.
const MAX_ANSWER_BYTES: usize = 512 * 1024;

/// What one subscription is to be brought up to date with.
struct Missed {
    topic: Topic,
    since: Position,
    channels: Vec<Channel>,
    lines: Vec<Arc<Line>>,
}

/// Registers the subscriptions that the gate admits and returns what to send before anything that
/// comes later: what waited before, the welcome where one is due, refusals, and what was missed.
///
/// # Errors
/// Where the database cannot be asked; then what waited may be lost, and the connection must end and resume.
pub async fn subscribe(
    hub: &Hub,
    connection: &Arc<Connection>,
    mut wanted: Vec<Subscription>,
    greet: bool,
) -> Result<Vec<Utf8Bytes>> {
    let mut said = Vec::new();
    // A topic that is named again costs nothing: the first mention counts.
    let mut named = HashSet::new();
    wanted.retain(|wanted| named.insert(wanted.topic));
    let mut held = hub.state().registry.topics(connection);
    wanted.retain(|Subscription { topic, .. }| {
        let fits = held.contains(topic) || held.len() < MAX_TOPICS;
        if fits {
            held.push(*topic);
        } else {
            said.push(ServerFrame::invalid(format!("at most {MAX_TOPICS} topics"), Some(*topic)));
        }
        fits
    });
    let (until, waiting, refused) = register(hub, connection, &mut wanted).await?;
    said.extend(refused.into_iter().map(ServerFrame::missing));
    if greet {
        said.insert(0, ServerFrame::Welcome { position: until, server_time: Time::now(), node: hub.node().into() });
    }
    let (missed, refetch) = catch_up(hub, connection, &wanted, until).await?;
    said.extend(refetch);
    let present: Vec<_> = wanted
        .iter()
        .filter_map(|wanted| if let Topic::Presence(who) = wanted.topic { Some(who) } else { None })
        .collect();
    let presence = presence::greet(hub, &present).await?;
    let mut answer: Vec<Utf8Bytes> = waiting;
    answer.extend(said.iter().map(ServerFrame::text));
    answer.extend(frames(missed.iter().map(|line| &**line)));
    answer.extend(presence.iter().map(ServerFrame::text));
    Ok(answer)
}

/// Leaves in `wanted` what the gate admits, and registers it at the position returned. Everything
/// after that position waits in the queue; what waited before comes back with it, then the refused.
async fn register(
    hub: &Hub,
    connection: &Arc<Connection>,
    wanted: &mut Vec<Subscription>,
) -> Result<(Position, Vec<Utf8Bytes>, Vec<Topic>)> {
    let asked: Vec<_> = wanted.iter().map(|wanted| wanted.topic).collect();
    loop {
        let losses = hub.state().registry.losses(connection.viewer.account);
        let admitted = hub.gate().admit(connection.viewer, &asked).await?;
        let dealings = dealings(hub, connection).await?;
        let mut state = hub.state();
        if state.registry.losses(connection.viewer.account) != losses {
            continue; // A topic was lost meanwhile, or somebody blocked: what the gate said may be older.
        }
        if let Some(dealings) = dealings {
            state.registry.set_dealings(connection.viewer.account, dealings);
        }
        wanted.retain(|wanted| admitted.contains(&wanted.topic));
        for Subscription { topic, .. } in &*wanted {
            state.registry.listen(connection, *topic);
        }
        let (waiting, _) = connection.take();
        let refused = asked.into_iter().filter(|topic| !admitted.contains(topic)).collect();
        return Ok((state.published, waiting.into(), refused));
    }
}

/// What stands between the viewer and others: asked once, then followed by the events of it.
async fn dealings(hub: &Hub, connection: &Connection) -> Result<Option<Dealings>> {
    let account = connection.viewer.account;
    let is_known = hub.state().registry.knows(account);
    Ok(if is_known { None } else { Some(hub.gate().dealings(account).await?) })
}

/// What the subscriptions missed up to the position, each event once and in order, and the topics that
/// must be read afresh instead.
async fn catch_up(
    hub: &Hub,
    connection: &Connection,
    wanted: &[Subscription],
    until: Position,
) -> Result<(Vec<Arc<Line>>, Vec<ServerFrame>)> {
    let mut refetch = Vec::new();
    let mut answer: Vec<Arc<Line>> = Vec::new();
    let mut bytes = 0;
    let dropped = hub.state().dropped;
    for Subscription { topic, since } in wanted {
        let Some(since) = *since else { continue };
        let why = if since.epoch != until.epoch {
            Some("epoch")
        } else if dropped.is_after(since) {
            Some("too_old")
        } else if !until.is_after(since) {
            continue;
        } else {
            let channels = channels(hub, connection, *topic).await?;
            let mut missed = Missed { topic: *topic, since, channels, lines: Vec::new() };
            let fits = missed.fill(hub, connection, until).await?;
            let why = if fits { missed.settle(hub, connection) } else { Some("too_many") };
            let grown = bytes + missed.bytes();
            if answer.len() + missed.lines.len() > MAX_ANSWER || grown > MAX_ANSWER_BYTES {
                why.or(Some("too_many"))
            } else {
                bytes = grown;
                answer.append(&mut missed.lines);
                why
            }
        };
        refetch.extend(why.map(|why| ServerFrame::Refetch { topic: *topic, why: why.into() }));
    }
    answer.sort_by_key(|line| (line.position.xid, line.position.id));
    answer.dedup_by_key(|line| line.position);
    Ok((answer, refetch))
}

/// What a topic is stored under.
async fn channels(hub: &Hub, connection: &Connection, topic: Topic) -> Result<Vec<Channel>> {
    Ok(match topic {
        Topic::Me => {
            let owner = connection.viewer.account;
            let carried = hub.gate().inbox(owner).await?;
            let own = [Channel::Inbox(owner), Channel::Open(Topic::Account(owner))];
            own.into_iter().chain(carried.into_iter().map(Channel::Open)).collect()
        }
        Topic::Presence(_) => Vec::new(),
        topic => vec![Channel::Open(topic)],
    })
}

impl Missed {
    /// Gathers the events, from memory or from the database. Whether there are no more than are worth sending: else none is
    /// gathered.
    async fn fill(&mut self, hub: &Hub, connection: &Connection, until: Position) -> Result<bool> {
        {
            let state = hub.state();
            if state.recent.reaches(self.since) {
                for channel in &self.channels {
                    let lines = state.recent.after_in(*channel, self.since, MAX_MISSED + 1);
                    self.lines.extend(lines.filter(|line| !line.position.is_after(until)).cloned());
                    if self.lines.len() > MAX_MISSED {
                        self.lines.clear();
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
        }
        let _turn = hub.older().turn(connection.viewer.account).await;
        let mut tx = hub.pool().as_jobs().await?;
        let most = i64::try_from(MAX_MISSED).unwrap_or(i64::MAX);
        // What they say is read only where it is sent.
        if outbox::count_missed(&mut tx, &self.channels, self.since, until, most + 1).await? > most {
            return Ok(false);
        }
        let lines = outbox::select_missed(&mut tx, &self.channels, self.since, until, most).await?;
        self.lines.extend(lines.into_iter().map(Arc::new));
        Ok(true)
    }

    /// Leaves what may be sent; says why the topic must be read afresh instead, where it must.
    fn settle(&mut self, hub: &Hub, connection: &Connection) -> Option<&'static str> {
        self.supersede();
        if self.bytes() > MAX_MISSED_BYTES {
            self.lines.clear();
            return Some("too_many");
        }
        self.lines.sort_by_key(|line| (line.position.xid, line.position.id));
        let viewer = connection.viewer.account;
        // Nobody hears what was said before they joined.
        let (starts, ends) = (self.places(Effect::Joined(viewer)), self.places(Effect::Left(viewer)));
        let missed = self.lines.len();
        self.lines.retain(|line| {
            !starts.iter().any(|(channel, start)| *channel == line.channel && line.position.xid < start.xid)
        });
        let is_cut = self.lines.len() < missed;
        let state = hub.state();
        self.lines.retain(|line| state.registry.may_be_told(connection, line));
        drop(state);
        // Who left and came back holds something with a hole in it; so does who followed a thread and then came to take part
        // in it.
        (self.topic != Topic::Me && (is_cut || !ends.is_empty())).then_some("joined")
    }

    /// Leaves of what people are called and say of themselves the last word, which says all. By its number, which a change
    /// takes while it holds the row: of two transactions the one that began later may have changed it first.
    fn supersede(&mut self) {
        let mut last = HashMap::new();
        for line in self.lines.iter().filter(|line| matches!(line.effect, Effect::Named | Effect::Described)) {
            let number = last.entry((line.channel, line.effect)).or_insert(line.position.id);
            *number = line.position.id.max(*number);
        }
        self.lines
            .retain(|line| last.get(&(line.channel, line.effect)).is_none_or(|number| line.position.id == *number));
    }

    fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.length()).sum()
    }

    fn places(&self, effect: Effect) -> Vec<(Channel, Position)> {
        self.lines.iter().filter(|line| line.effect == effect).map(|line| (line.channel, line.position)).collect()
    }
}
