//! QUA-1: how long a message takes from its sender's call to the frame at each of five receivers.
//!
//! At 200 messages a second there is one conversation of six; at 1,000 there are ten of them with sixty
//! people, 100 a second in each, as many deliveries a second as one conversation of five receivers would
//! have.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Result;
use async_trait::async_trait;
use hyper::StatusCode;
use serde_json::json;
use tokio_postgres::Client;
use uuid::Uuid;

use super::{Measure, Stand};
use crate::{
    Options,
    database::DATABASE,
    figure::Figure,
    http::{Call, Connections},
    load::{Listener, Load, Messenger, PEOPLE},
    socket::Socket,
    world,
};

const GROUPS: u32 = 10;
const FIRST: u32 = 0;

/// Ready to send.
pub struct Messages {
    lasting: Duration,
}

/// What a load is asked for.
struct Asked {
    per_second: f64,
    groups: u32,
    p50: f64,
    p99: f64,
}

impl Messages {
    /// Makes the people and their groups.
    pub async fn prepare(stand: &Stand, options: &Options) -> Result<Self> {
        populate(&stand.place.connect(DATABASE).await?).await?;
        Ok(Self { lasting: options.duration() })
    }
}

#[async_trait]
impl Measure for Messages {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let mut figures = Vec::new();
        for asked in [
            Asked { per_second: 200.0, groups: 1, p50: 5.0, p99: 20.0 },
            Asked { per_second: 1000.0, groups: GROUPS, p50: 8.0, p99: 30.0 },
        ] {
            let messenger: Arc<dyn Messenger> = Arc::new(Tertulia::at(stand.server.address()));
            let load = Load { per_second: asked.per_second, groups: asked.groups, lasting: self.lasting };
            let [p50, p99, slowest, p50_answer, p99_answer, delivered, failed] = load.run(&messenger).await?.figures();
            figures.extend([
                p50.at_most(asked.p50),
                p99.at_most(asked.p99),
                slowest,
                p50_answer,
                p99_answer,
                delivered.at_least(100.0),
                failed.at_most(0.1),
            ]);
        }
        Ok(figures)
    }
}

/// Tertulia as it carries the messages of the groups.
pub struct Tertulia {
    address: SocketAddr,
    connections: Connections,
}

impl Tertulia {
    /// The one that listens there, over a database that has the groups.
    pub fn at(address: SocketAddr) -> Self {
        Self { address, connections: Connections::new(address) }
    }
}

#[async_trait]
impl Messenger for Tertulia {
    async fn listen(&self, group: u32, member: u32) -> Result<Box<dyn Listener>> {
        let topics = ["me".to_owned(), format!("conversation:{}", world::conversation(FIRST + group))];
        Ok(Box::new(Socket::open(self.address, &token(group, member), &topics).await?))
    }

    async fn send(&self, group: u32, words: String) -> bool {
        let body = draft(group, &words);
        let answer = self.connections.call(Call::post("/api/messages", &token(group, 0), body)).await;
        matches!(answer, Ok((StatusCode::CREATED, _)))
    }
}

#[async_trait]
impl Listener for Socket {
    async fn hear(&mut self) -> Result<Vec<String>> {
        let frame = self.next().await?;
        Ok(frame.messages().map(str::to_owned).collect())
    }
}

/// Makes the people and their groups.
pub async fn populate(database: &Client) -> Result<()> {
    world::people(database, FIRST..FIRST + GROUPS * PEOPLE).await?;
    let groups: Vec<_> =
        (0..GROUPS).map(|group| (FIRST + group, (0..PEOPLE).map(|member| person(group, member)).collect())).collect();
    world::conversations(database, &groups).await
}

/// What a member of a group is known by.
pub fn token(group: u32, member: u32) -> String {
    world::token(person(group, member))
}

/// A new message to a group, as the API takes it.
pub fn draft(group: u32, words: &str) -> String {
    let place = world::conversation(FIRST + group);
    json!({"id": Uuid::now_v7(), "conversation_id": place, "body": words}).to_string()
}

fn person(group: u32, member: u32) -> u32 {
    FIRST + group * PEOPLE + member
}
