//! Whether a stranger can tell by the clock which conversations there are: medians of 1,000 calls to
//! conversations of others and of 1,000 to ids that never were, in turn, on one connection.

use std::time::Instant;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use hyper::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::{Measure, Stand};
use crate::{
    database::DATABASE,
    figure::{Figure, quantile},
    http::{Call, Connection},
    world,
};

const CALLS: u32 = 1000;
const CONVERSATIONS: u32 = 100;
const FIRST: u32 = 5000;
const STRANGER: u32 = FIRST + 2;

/// Ready to guess.
pub struct Neutral;

/// What a stranger may try.
#[derive(Clone, Copy)]
enum Attempt {
    ReadConversation,
    ReadMessages,
    Send,
}

impl Neutral {
    /// Makes groups of two people, and a stranger.
    pub async fn prepare(stand: &Stand) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..STRANGER + 2).await?;
        let groups: Vec<_> = (0..CONVERSATIONS).map(|n| (FIRST + n, vec![FIRST, FIRST + 1, STRANGER + 1])).collect();
        world::conversations(&database, &groups).await?;
        for n in 0..CONVERSATIONS {
            world::messages(&database, FIRST + n, FIRST, 5).await?;
        }
        Ok(Self)
    }
}

#[async_trait]
impl Measure for Neutral {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let mut connection = Connection::open(stand.server.address()).await?;
        let mut figures = Vec::new();
        for (name, attempt) in [
            ("GET a conversation", Attempt::ReadConversation),
            ("GET its messages", Attempt::ReadMessages),
            ("POST a message", Attempt::Send),
        ] {
            let (mut others, mut never) = (Vec::new(), Vec::new());
            for number in 0..CALLS {
                let there = world::conversation(FIRST + number % CONVERSATIONS);
                others.push(attempt.make(&mut connection, there).await?);
                never.push(attempt.make(&mut connection, Uuid::now_v7()).await?);
            }
            let (others, never) = (quantile(&mut others, 0.5), quantile(&mut never, 0.5));
            let between = Figure::new(format!("{name}: between the medians"), (others - never).abs(), "ms");
            figures.push(Figure::new(format!("{name}: median"), others, "ms"));
            figures.push(between.at_most(0.5));
        }
        Ok(figures)
    }
}

impl Attempt {
    /// Milliseconds until the stranger is told that there is no such thing.
    async fn make(self, connection: &mut Connection, id: Uuid) -> Result<f64> {
        let path = match self {
            Self::ReadConversation => format!("/api/conversations/{id}"),
            Self::ReadMessages => format!("/api/conversations/{id}/messages"),
            Self::Send => "/api/messages".into(),
        };
        let token = world::token(STRANGER);
        let call = match self {
            Self::ReadConversation | Self::ReadMessages => Call::get(&path, &token),
            Self::Send => {
                let message = json!({"id": Uuid::now_v7(), "conversation_id": id, "body": "Let me in."});
                Call::post(&path, &token, message.to_string())
            }
        };
        let start = Instant::now();
        let (status, _) = connection.call(call).await?;
        ensure!(status == StatusCode::NOT_FOUND, "a stranger at {path} gets {status}");
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    }
}
