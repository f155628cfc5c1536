//! The registry: which connections there are, and which of them hears what.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::connection::Connection;
use crate::realtime::{
    Topic,
    envelope::MAX_CONNECTIONS,
    gate::Dealings,
    line::{Effect, Line},
};
use crate::server::Viewer;
use crate::shared::id::{AccountId, SessionId};

/// Connections by account and by topic.
#[derive(Debug, Default)]
pub struct Registry {
    people: HashMap<AccountId, Person>,
    listeners: HashMap<Topic, Vec<Arc<Connection>>>,
    connections: usize,
}

/// Somebody with connections, or whose last one ended a moment ago.
#[derive(Debug, Default)]
struct Person {
    held: Vec<Held>,
    /// How often they lost a topic, or may have; who was admitted before may not be afterwards.
    losses: u64,
    /// What stands between them and others; nothing while nobody asked.
    dealings: Option<Dealings>,
}

/// A connection, and what it hears now.
pub type Hearing = (Arc<Connection>, Vec<Topic>);

/// A connection and what it hears.
#[derive(Debug)]
struct Held {
    connection: Arc<Connection>,
    topics: Vec<Topic>,
    away: bool,
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// At one of their screens.
    Online,
    /// Connected, at none of their screens.
    Away,
    /// Not connected.
    Offline,
}

impl Registry {
    /// Takes a connection in; whether there was room for it.
    pub fn join(&mut self, connection: &Arc<Connection>) -> bool {
        let person = self.people.entry(connection.viewer.account).or_default();
        if person.held.len() >= MAX_CONNECTIONS {
            return false;
        }
        person.held.push(Held { connection: Arc::clone(connection), topics: Vec::new(), away: false });
        self.connections += 1;
        true
    }

    /// Forgets a connection and everything that it heard.
    pub fn leave(&mut self, connection: &Connection) {
        let Some(person) = self.people.get_mut(&connection.viewer.account) else { return };
        let Some(place) = person.held.iter().position(|held| held.connection.number == connection.number) else {
            return;
        };
        let held = person.held.swap_remove(place);
        self.connections -= 1;
        for topic in held.topics {
            self.unlist(topic, connection);
        }
    }

    /// Forgets somebody who has no connection.
    pub fn forget(&mut self, account: AccountId) {
        if self.is_leaving(account) {
            self.people.remove(&account);
        }
    }

    /// How many connections there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.connections
    }

    /// Every connection.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Connection>> {
        self.people.values().flat_map(|person| person.held.iter().map(|held| &held.connection))
    }

    /// Everybody who is here, or whose last connection ended a moment ago.
    #[must_use]
    pub fn people(&self) -> Vec<AccountId> {
        self.people.keys().copied().collect()
    }

    /// Lets a connection hear a topic.
    pub fn listen(&mut self, connection: &Arc<Connection>, topic: Topic) {
        let Some(held) = self.held(connection) else { return };
        if held.topics.contains(&topic) {
            return;
        }
        held.topics.push(topic);
        if topic != Topic::Me {
            self.listeners.entry(topic).or_default().push(Arc::clone(connection));
        }
    }

    /// Lets a connection hear a topic no longer.
    pub fn unlisten(&mut self, connection: &Connection, topic: Topic) {
        if let Some(held) = self.held(connection) {
            held.topics.retain(|held| *held != topic);
        }
        self.unlist(topic, connection);
    }

    /// Takes a topic from all connections of an account; those that heard it by its own name.
    pub fn lose(&mut self, account: AccountId, topic: Topic) -> Vec<Arc<Connection>> {
        let Some(person) = self.people.get_mut(&account) else { return Vec::new() };
        person.losses += 1;
        let losing: Vec<_> = person
            .held
            .iter()
            .filter(|held| held.topics.contains(&topic))
            .map(|held| Arc::clone(&held.connection))
            .collect();
        for connection in &losing {
            self.unlisten(connection, topic);
        }
        losing
    }

    /// What each connection of everybody hears, none of which may hold any longer: whoever is being admitted now is asked
    /// about again, as after a loss, and what stands between people is not known any more.
    pub fn doubt(&mut self) -> Vec<Vec<Hearing>> {
        let mut heard = Vec::with_capacity(self.people.len());
        for person in self.people.values_mut() {
            person.losses += 1;
            person.dealings = None;
            let hearing = person.held.iter().map(|held| (Arc::clone(&held.connection), held.topics.clone()));
            heard.push(hearing.collect());
        }
        heard
    }

    /// How often the account lost a topic, or may have, while it was here.
    #[must_use]
    pub fn losses(&self, account: AccountId) -> u64 {
        self.people.get(&account).map_or(0, |person| person.losses)
    }

    /// Whether it is known what stands between somebody and others.
    #[must_use]
    pub fn knows(&self, account: AccountId) -> bool {
        self.people.get(&account).is_some_and(|person| person.dealings.is_some())
    }

    /// Notes what stands between somebody who is here and others.
    pub fn set_dealings(&mut self, account: AccountId, dealings: Dealings) {
        if let Some(person) = self.people.get_mut(&account) {
            person.dealings = Some(dealings);
        }
    }

    /// Notes that somebody who is here lets others know what they read, or does not.
    pub fn set_receipts(&mut self, account: AccountId, receipts: bool) {
        self.change(account, |dealings| dealings.receipts = receipts);
    }

    /// Notes that one person blocks another one, or does so no longer.
    pub fn set_block(&mut self, by: AccountId, whom: AccountId, on: bool) {
        let change = |people: &mut HashSet<AccountId>, one| {
            if on {
                people.insert(one);
            } else {
                people.remove(&one);
            }
        };
        self.change(by, |dealings| change(&mut dealings.blocked, whom));
        self.change(whom, |dealings| change(&mut dealings.blocked_by, by));
    }

    /// Who is being asked about now is asked about again: the answer may be older.
    fn change(&mut self, account: AccountId, change: impl FnOnce(&mut Dealings)) {
        let Some(person) = self.people.get_mut(&account) else { return };
        person.losses += 1;
        if let Some(dealings) = &mut person.dealings {
            change(dealings);
        }
    }

    /// Whether a connection may be told a line of what it hears: of what others have read only who lets others know it, and
    /// nothing that somebody wrote who is gone for them.
    #[must_use]
    pub fn may_be_told(&self, connection: &Connection, line: &Line) -> bool {
        let mut authors = line.authors.iter().flatten().peekable();
        if line.effect != Effect::Seen && authors.peek().is_none() {
            return true;
        }
        let person = self.people.get(&connection.viewer.account);
        person.and_then(|person| person.dealings.as_ref()).is_some_and(|dealings| {
            (line.effect != Effect::Seen || dealings.receipts) && !authors.any(|author| dealings.are_apart(*author))
        })
    }

    /// The threads that somebody hears, and as whom; who is being admitted to one now is asked about again.
    pub fn reconsider_threads(&mut self, account: AccountId) -> Option<(Viewer, Vec<Topic>)> {
        let person = self.people.get_mut(&account)?;
        person.losses += 1;
        let topics = person.held.iter().flat_map(|held| &held.topics);
        let threads: HashSet<_> = topics.filter(|topic| matches!(topic, Topic::Post(_))).copied().collect();
        let viewer = person.held.first()?.connection.viewer;
        (!threads.is_empty()).then(|| (viewer, threads.into_iter().collect()))
    }

    /// What a connection hears.
    pub fn topics(&mut self, connection: &Connection) -> Vec<Topic> {
        self.held(connection).map(|held| held.topics.clone()).unwrap_or_default()
    }

    /// Those who hear a topic by its own name.
    pub fn listeners(&self, topic: Topic) -> impl Iterator<Item = &Arc<Connection>> {
        self.listeners.get(&topic).into_iter().flatten()
    }

    /// The connections of an account that hear its `me`.
    pub fn inboxes(&self, account: AccountId) -> impl Iterator<Item = &Arc<Connection>> {
        self.people
            .get(&account)
            .into_iter()
            .flat_map(|person| person.held.iter().filter(|held| held.topics.contains(&Topic::Me)))
            .map(|held| &held.connection)
    }

    /// The connections that came with a log-in.
    pub fn of_session(&self, account: AccountId, session: SessionId) -> impl Iterator<Item = &Arc<Connection>> {
        let held = self.people.get(&account).into_iter().flat_map(|person| person.held.iter());
        held.map(|held| &held.connection).filter(move |connection| connection.viewer.session == session)
    }

    /// Notes whether the person is at this screen.
    pub fn set_away(&mut self, connection: &Connection, away: bool) {
        if let Some(held) = self.held(connection) {
            held.away = away;
        }
    }

    /// Whether somebody is there.
    #[must_use]
    pub fn presence(&self, account: AccountId) -> Presence {
        let held = self.people.get(&account).map_or(&[][..], |person| &person.held);
        match (held.is_empty(), held.iter().all(|held| held.away)) {
            (true, _) => Presence::Offline,
            (false, true) => Presence::Away,
            (false, false) => Presence::Online,
        }
    }

    /// Whether somebody's last connection ended so lately that they may be back in a moment.
    #[must_use]
    pub fn is_leaving(&self, account: AccountId) -> bool {
        self.people.get(&account).is_some_and(|person| person.held.is_empty())
    }

    fn held(&mut self, connection: &Connection) -> Option<&mut Held> {
        let person = self.people.get_mut(&connection.viewer.account)?;
        person.held.iter_mut().find(|held| held.connection.number == connection.number)
    }

    fn unlist(&mut self, topic: Topic, connection: &Connection) {
        if let Some(listeners) = self.listeners.get_mut(&topic) {
            listeners.retain(|listener| listener.number != connection.number);
            if listeners.is_empty() {
                self.listeners.remove(&topic);
            }
        }
    }
}
