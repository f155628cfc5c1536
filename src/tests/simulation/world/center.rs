//! The server's side of each connection, call and page.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Number, Step, Tab, World, network::Connection};
use crate::{
    features::messages::model::Scheduled,
    realtime::{ClientFrame, Event, Position, ServerFrame, Topic, envelope::Subscription},
    shared::{
        Error,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
    sync::Operation,
    tests::{
        operations::KINDS,
        simulation::{
            Fault,
            page::{Reading, What},
            room::{EDIT, SEND},
            server::{Missed, Stored},
            square::Seen,
        },
    },
};

impl World {
    pub(super) fn hear(&mut self, number: Number, frame: ClientFrame) {
        let Some(connection) = self.connections.get_mut(&number).filter(|one| !one.dead) else { return };
        match frame {
            ClientFrame::Hello { topics, .. } => {
                assert!(!connection.greeted, "one hello a connection");
                connection.greeted = true;
                let welcome = ServerFrame::Welcome {
                    position: self.server.position(),
                    server_time: Time::from_millis(self.now + 700),
                    node: "a".into(),
                };
                self.reply(number, welcome);
                for subscription in topics {
                    self.subscribe(number, subscription);
                }
            }
            ClientFrame::Subscribe(subscription) => self.subscribe(number, subscription),
            ClientFrame::Unsubscribe { topic } => drop(connection.topics.remove(&topic)),
            ClientFrame::Ping { t } => {
                let server_time = Time::from_millis(self.now + 700);
                self.reply(number, ServerFrame::Pong { t, server_time });
            }
            ClientFrame::Signal { .. } => {}
        }
    }

    pub(super) fn subscribe(&mut self, number: Number, Subscription { topic, since }: Subscription) {
        let Some(connection) = self.connections.get_mut(&number) else { return };
        let account = self.devices[connection.tab.0].account;
        if let Topic::Conversation(id) = topic
            && !self.server.is_in(id, account)
        {
            self.count("topic refused");
            return self.reply(number, ServerFrame::missing(topic));
        }
        connection.topics.insert(topic);
        match self.server.missed(account, topic, since) {
            Missed::Events(events) if events.is_empty() => {}
            Missed::Events(events) => {
                self.count("resumed");
                self.tell_events(number, events);
            }
            Missed::Afresh(why) => self.reply(number, ServerFrame::Refetch { topic, why: why.into() }),
        }
    }

    pub(super) fn publish(&mut self) {
        let fresh = self.server.publish();
        for &(id, account) in &fresh.left {
            self.end_topic(Topic::Conversation(id), account);
        }
        let numbers: Vec<_> = self.connections.keys().copied().collect();
        for number in numbers {
            let connection = &self.connections[&number];
            let account = self.devices[connection.tab.0].account;
            let mut events = self.server.heard(&fresh, account, &connection.topics);
            if self.fault == Some(Fault::SkippedPosition) && self.chance(0.05) {
                events.pop();
            }
            if self.chance(self.weather.duplication) && !connection_is_new(&self.connections[&number]) {
                self.count("repeated event");
                let sent = &self.connections[&number].sent;
                let place = self.number % u64::try_from(sent.len()).expect("few");
                events.insert(0, sent[usize::try_from(place).expect("less than before")].clone());
            }
            if !events.is_empty() {
                self.tell_events(number, events);
            }
        }
    }

    /// Who was sent out of a conversation hears nothing more of it.
    fn end_topic(&mut self, topic: Topic, account: AccountId) {
        let numbers: Vec<_> = self.connections.keys().copied().collect();
        for number in numbers {
            let connection = self.connections.get_mut(&number).expect("it is there");
            if self.devices[connection.tab.0].account == account && connection.topics.remove(&topic) {
                self.count("topic ended");
                self.reply(number, ServerFrame::missing(topic));
            }
        }
    }

    pub(super) fn tell_events(&mut self, number: Number, mut events: Vec<Event>) {
        if let Some(connection) = self.connections.get_mut(&number) {
            connection.sent.extend(events.iter().cloned());
        }
        let frame = if self.chance(0.05) {
            self.count("unknown topic");
            beside_the_unknown(&events)
        } else if events.len() == 1 {
            ServerFrame::Event(events.remove(0))
        } else {
            ServerFrame::Batch { events }
        };
        self.reply(number, frame);
    }

    pub(super) fn arrive(&mut self, tab: Tab, operation: Operation, attempt: u32) {
        if !self.server.up {
            return self.answer(tab, operation.id, attempt, Err(Error::Offline));
        }
        if self.chance(self.weather.refusal) {
            let slow = self.chance(0.7);
            self.count(if slow { "slow" } else { "fault" });
            let error = if slow { Error::Slow { retry_after: 1_000 } } else { Error::Fault { id: Uuid::nil() } };
            return self.answer(tab, operation.id, attempt, Err(error));
        }
        self.after(60, Step::Commit(tab, operation, attempt, self.server.life));
    }

    pub(super) fn commit(&mut self, tab: Tab, operation: &Operation, attempt: u32, life: u32) {
        if self.server.life != life {
            self.count("lost in crash");
            return self.answer(tab, operation.id, attempt, Err(Error::Offline));
        }
        if self.fault == Some(Fault::LostAcknowledgement) && self.chance(0.05) {
            return self.answer(tab, operation.id, attempt, Ok(json!({"id": operation.id})));
        }
        if self.server.knows(operation.id) {
            self.count("applied before");
        }
        if self.server.applied.contains_key(&operation.id) {
            self.count("change applied before");
        }
        let is_new = !self.server.applied.contains_key(&operation.id);
        let result = self.server.apply(self.devices[tab.0].account, operation, self.now);
        if let Some(kind) = KINDS.get(&operation.kind).filter(|_| result.is_ok()) {
            self.count(kind);
        }
        self.after(5, Step::Publish);
        if let Ok(answer) = &result {
            self.follow_up(operation, answer, is_new);
        }
        if self.chance(self.weather.loss) {
            return self.count("lost answer");
        }
        self.answer(tab, operation.id, attempt, result);
    }

    /// What the server does by itself after what it has stored.
    fn follow_up(&mut self, operation: &Operation, answer: &Value, is_new: bool) {
        if operation.kind == SEND || operation.kind == EDIT {
            let id = MessageId::deserialize(&answer["id"]).expect("ours");
            self.look_behind(id);
        } else if is_new && let Ok(one) = Scheduled::deserialize(answer) {
            self.plan_job(&one);
        }
    }

    pub(super) fn ask(&mut self, tab: Tab, what: What, number: u32) {
        if self.is_out_of_reach(tab) {
            return self.at(self.now + 700, Step::Ask(tab, what, number));
        }
        let (position, life) = (self.server.position(), self.server.life);
        self.after(30, Step::Read(tab, what, number, position, life));
    }

    pub(super) fn look(&mut self, tab: Tab, id: ConversationId) {
        if self.is_out_of_reach(tab) {
            return self.at(self.now + 700, Step::Look(tab, id));
        }
        let draft = self.server.own[&self.devices[tab.0].account].draft(id);
        self.after(self.weather.delay, Step::Looked(tab, draft));
    }

    fn is_out_of_reach(&mut self, tab: Tab) -> bool {
        !self.server.up || self.browser(tab.0).offline || self.chance(self.weather.loss)
    }

    pub(super) fn read(&mut self, tab: Tab, what: What, number: u32, position: Position, life: u32) {
        if self.server.life != life {
            return self.at(self.now + 700, Step::Ask(tab, what, number));
        }
        let account = self.devices[tab.0].account;
        let wanted = |id: &ConversationId, stored: &Stored| {
            stored.about.people.contains_key(&account) && (what == What::Inbox || what == What::Room(*id))
        };
        let found = self.server.conversations.iter().filter(|(id, stored)| wanted(id, stored));
        let rooms = found.map(|(id, stored)| (*id, stored.clone())).collect();
        let own = (what == What::Inbox).then(|| Box::new(self.server.own[&account].clone()));
        let seen = match what {
            What::Thread(id) => self.server.square.thread(id, account).map(|thread| Seen::Thread(Box::new(thread))),
            What::Person(who) => Some(Seen::Standing(self.server.square.standing(who, account))),
            What::Inbox | What::Room(_) => None,
        };
        self.after(self.weather.delay, Step::Snapshot(tab, what, Reading { number, position, rooms, own, seen }));
    }
}

/// What a tab reads of a batch in which a newer server also tells of something that no tab knows.
fn beside_the_unknown(events: &[Event]) -> ServerFrame {
    let mut events: Vec<_> = events.iter().map(|event| json!(event)).collect();
    let mut stranger = events[0].clone();
    stranger["topic"] = json!("planet:7");
    events.insert(events.len() / 2, stranger);
    ServerFrame::read(&json!({"type": "batch", "events": events}).to_string()).expect("what is known is read")
}

fn connection_is_new(connection: &Connection) -> bool {
    connection.sent.is_empty()
}
