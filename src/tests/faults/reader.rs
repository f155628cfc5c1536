//! The people who listen, as their devices would: from the last position that they hold, and read
//! afresh where they are told to.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{net::TcpStream, sync::watch, time::Instant};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message as Frame, client::IntoClientRequest},
};

use super::{Said, heard::Heard, people::People};
use crate::{
    features::messages::model::Message,
    realtime::{
        ClientFrame, Event, Position, ServerFrame, Topic,
        envelope::{SUBPROTOCOL, Subscription},
    },
    shared::{id::ConversationId, page::Page},
};

/// How long a reader may take to hear of everything once nothing more is said.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between one connection and the next.
const AGAIN: Duration = Duration::from_millis(50);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
/// How many messages each conversation has in the end, once that is known.
type Goal = watch::Receiver<Option<BTreeMap<ConversationId, usize>>>;

/// Which topics a reader holds.
#[derive(Clone, Copy, Debug)]
pub enum Hears {
    /// `me` alone, which carries every conversation.
    Inbox,
    /// Each conversation by itself.
    Conversations,
}

/// Somebody's device.
#[derive(Clone)]
pub struct Reader {
    people: Arc<People>,
    person: usize,
    hears: Hears,
    since: BTreeMap<Topic, Position>,
    /// What has to be read afresh before anything that is heard of it counts.
    stale: BTreeSet<Topic>,
    heard: Heard,
    connections: u32,
    by_events: u32,
    refetches: u32,
}

/// The connection is over, or the program did not answer.
#[derive(Debug)]
struct Gone;

impl Reader {
    /// Reads everything for the first time; listens to nothing yet.
    pub async fn open(people: &Arc<People>, person: usize, hears: Hears) -> Self {
        let conversations = people.conversations(person);
        let topics = match hears {
            Hears::Inbox => vec![Topic::Me],
            Hears::Conversations => conversations.iter().copied().map(Topic::Conversation).collect(),
        };
        let mut reader = Self {
            people: Arc::clone(people),
            person,
            hears,
            since: BTreeMap::new(),
            stale: topics.into_iter().collect(),
            heard: Heard::of(conversations),
            connections: 0,
            by_events: 0,
            refetches: 0,
        };
        reader.read_stale().await.expect("the program is there");
        reader
    }

    /// Listens over as many connections as it takes, until everything was heard or nothing more comes.
    pub async fn listen(mut self, mut goal: Goal) -> Self {
        let mut deadline = None;
        while !self.has_reached(&goal) {
            goal.mark_unchanged();
            if goal.borrow().is_some() && Instant::now() > *deadline.get_or_insert_with(|| Instant::now() + PATIENCE) {
                break;
            }
            let end = deadline.unwrap_or_else(|| Instant::now() + Duration::from_hours(1));
            let _ = tokio::time::timeout_at(end, self.hear(&mut goal)).await;
            tokio::time::sleep(AGAIN).await;
        }
        self
    }

    /// Who listened to what.
    pub fn name(&self) -> String {
        format!("{} ({:?})", People::name(self.person), self.hears)
    }

    /// What the reader holds, in the order of `seq`.
    pub fn heard(&self) -> &Said {
        self.heard.said()
    }

    /// How often it was told to read afresh.
    pub fn refetches(&self) -> u32 {
        self.refetches
    }

    /// For a person to read.
    pub fn account(&self) -> String {
        let Self { connections, by_events, refetches, .. } = self;
        let (all, repeated) = (self.heard.count(), self.heard.repeated());
        format!(
            "{all} messages, {by_events} by events, {repeated} repeated, {connections} connections, {refetches} refetches"
        )
    }

    fn has_reached(&self, goal: &Goal) -> bool {
        let goal = goal.borrow();
        let Some(goal) = &*goal else { return false };
        self.heard.said().iter().all(|(id, messages)| messages.len() >= goal.get(id).copied().unwrap_or(0))
    }

    /// One connection, until it ends.
    async fn hear(&mut self, goal: &mut Goal) -> Result<(), Gone> {
        self.read_stale().await?;
        let mut socket = self.connect().await?;
        self.connections += 1;
        while !self.has_reached(goal) {
            let frame = tokio::select! {
                frame = socket.next() => frame.ok_or(Gone)?.map_err(|_| Gone)?,
                _ = goal.changed() => return Ok(()),
            };
            let Frame::Text(text) = frame else { continue };
            match ServerFrame::read(&text).expect("a frame of the protocol") {
                ServerFrame::Event(event) => self.apply(event),
                ServerFrame::Batch { events } => events.into_iter().for_each(|event| self.apply(event)),
                ServerFrame::Refetch { topic, .. } => {
                    self.refetches += 1;
                    self.stale.insert(topic);
                    self.read_stale().await?;
                    let again = Subscription { topic, since: self.since.get(&topic).copied() };
                    say(&mut socket, &ClientFrame::Subscribe(again)).await?;
                }
                ServerFrame::Error { code, words, .. } => panic!("{} is told {code}: {words}", self.name()),
                ServerFrame::Bye { .. } => return Err(Gone),
                ServerFrame::Welcome { .. } | ServerFrame::Signal { .. } | ServerFrame::Pong { .. } => {}
            }
        }
        Ok(())
    }

    async fn connect(&self) -> Result<Socket, Gone> {
        let url = format!("{}/ws", self.people.url.replace("http", "ws"));
        let mut request = url.into_client_request().expect("an address");
        let headers = request.headers_mut();
        let bearer = format!("Bearer {}", self.people.token(self.person));
        headers.insert("authorization", bearer.parse().expect("a header"));
        headers.insert("sec-websocket-protocol", SUBPROTOCOL.parse().expect("a header"));
        let (mut socket, _) = connect_async(request).await.map_err(|_| Gone)?;
        let topics = self.since.iter().map(|(topic, since)| Subscription { topic: *topic, since: Some(*since) });
        say(&mut socket, &ClientFrame::Hello { topics: topics.collect(), client: "faults/1".into(), account: None })
            .await?;
        Ok(socket)
    }

    fn apply(&mut self, event: Event) {
        let topic = if self.since.contains_key(&event.topic) { event.topic } else { Topic::Me };
        if let Some(since) = self.since.get_mut(&topic).filter(|since| event.position.is_after(**since)) {
            *since = event.position;
        }
        if event.kind == "message.sent" {
            self.by_events += 1;
            self.heard.take(serde_json::from_value(event.body).expect("the body of a message"));
        }
    }

    /// Reads what cannot be brought up to date by events: the position first, then what it is about.
    async fn read_stale(&mut self) -> Result<(), Gone> {
        while let Some(topic) = self.stale.first().copied() {
            let (position, _) = self.get::<Value>("/api/conversations").await?;
            let conversations = match topic {
                Topic::Conversation(id) => vec![id],
                _ => self.heard.said().keys().copied().collect(),
            };
            for id in conversations {
                self.read(id).await?;
            }
            self.since.insert(topic, position);
            self.stale.remove(&topic);
        }
        Ok(())
    }

    async fn read(&mut self, id: ConversationId) -> Result<(), Gone> {
        loop {
            let held = self.heard.said()[&id].len();
            let path = format!("/api/conversations/{id}/messages?after={held}&limit=100");
            let (_, page) = self.get::<Page<Message>>(&path).await?;
            if page.items.is_empty() {
                return Ok(());
            }
            page.items.into_iter().rev().for_each(|message| self.heard.take(message));
            assert!(
                self.heard.said()[&id].len() > held,
                "{} reads a stretch that does not go on from {held}",
                self.name()
            );
        }
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<(Position, T), Gone> {
        let request = self.people.client.get(format!("{}{path}", self.people.url));
        let answer = request.bearer_auth(self.people.token(self.person)).send().await.map_err(|_| Gone)?;
        let position = answer.headers().get("tertulia-position").and_then(|text| text.to_str().ok()?.parse().ok());
        match answer.status().as_u16() {
            200 => Ok((position.expect("a read names its position"), answer.json().await.map_err(|_| Gone)?)),
            503 => Err(Gone),
            status => panic!("{path} answers {status}"),
        }
    }
}

async fn say(socket: &mut Socket, frame: &ClientFrame) -> Result<(), Gone> {
    let text = serde_json::to_string(frame).expect("a frame is JSON");
    socket.send(Frame::text(text)).await.map_err(|_| Gone)
}
