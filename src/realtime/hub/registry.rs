//! The registry: which connections there are, and which of them hears what.

use std::{collections::HashMap, sync::Arc};

use super::connection::Connection;
use crate::realtime::{Topic, envelope::MAX_CONNECTIONS};
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
    /// Whether they let others know what they read, and so may know it of others; nothing while nobody asked.
    receipts: Option<bool>,
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
    /// about again, as after a loss, and what people let others know is not known any more.
    pub fn doubt(&mut self) -> Vec<Vec<Hearing>> {
        let mut heard = Vec::with_capacity(self.people.len());
        for person in self.people.values_mut() {
            person.losses += 1;
            person.receipts = None;
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

    /// Whether somebody lets others know what they read; nothing while that is not known.
    #[must_use]
    pub fn receipts(&self, account: AccountId) -> Option<bool> {
        self.people.get(&account)?.receipts
    }

    /// Notes that somebody who is here lets others know what they read, or does not.
    pub fn set_receipts(&mut self, account: AccountId, receipts: bool) {
        if let Some(person) = self.people.get_mut(&account) {
            person.receipts = Some(receipts);
        }
    }

    /// Whether a connection may be told what others have read.
    #[must_use]
    pub fn sees_receipts(&self, connection: &Connection) -> bool {
        self.receipts(connection.viewer.account) == Some(true)
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
