//! Calls of the HTTP API about conversations of others: 1,000 to those and 1,000 to ids that never were, on one
//! connection.

use std::{net::SocketAddr, time::Instant};

use anyhow::{Result, ensure};
use hyper::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::{CONVERSATIONS, FIRST, STRANGER, Took};
use crate::{
    figure::Figure,
    http::{Call, Connection},
    world,
};

const CALLS: u32 = 1000;

/// What a stranger may try.
#[derive(Clone, Copy)]
enum Attempt {
    ReadConversation,
    ReadMessages,
    Send,
    MarkAll,
    MarkMessage,
}

const ATTEMPTS: [(&str, Attempt); 5] = [
    ("GET a conversation", Attempt::ReadConversation),
    ("GET its messages", Attempt::ReadMessages),
    ("POST a message", Attempt::Send),
    ("PATCH all of it as read", Attempt::MarkAll),
    ("PATCH a message as read", Attempt::MarkMessage),
];

/// Makes every attempt; `messages` has one of each conversation.
pub async fn round(address: SocketAddr, messages: &[Uuid]) -> Result<Vec<Figure>> {
    let mut connection = Connection::open(address).await?;
    let mut figures = Vec::new();
    for (name, attempt) in ATTEMPTS {
        let mut took = Took::default();
        for number in 0..CALLS {
            let number = number % CONVERSATIONS;
            let there = match attempt {
                Attempt::MarkMessage => messages[number as usize],
                _ => world::conversation(FIRST + number),
            };
            took.there.push(attempt.make(&mut connection, there).await?);
            took.never.push(attempt.make(&mut connection, Uuid::now_v7()).await?);
        }
        figures.extend(took.figures(name, 0.5));
    }
    Ok(figures)
}

impl Attempt {
    /// Milliseconds until the stranger is told that there is no such thing.
    async fn make(self, connection: &mut Connection, id: Uuid) -> Result<f64> {
        let path = match self {
            Self::ReadConversation => format!("/api/conversations/{id}"),
            Self::ReadMessages => format!("/api/conversations/{id}/messages"),
            Self::Send => "/api/messages".into(),
            Self::MarkAll => format!("/api/conversations/{id}/read-all"),
            Self::MarkMessage => format!("/api/messages/{id}/read"),
        };
        let token = world::token(STRANGER);
        let call = match self {
            Self::ReadConversation | Self::ReadMessages => Call::get(&path, &token),
            Self::Send => {
                let message = json!({"id": Uuid::now_v7(), "conversation_id": id, "body": "Let me in."});
                Call::post(&path, &token, message.to_string())
            }
            Self::MarkAll | Self::MarkMessage => Call::patch(&path, &token),
        };
        let start = Instant::now();
        let (status, _) = connection.call(call).await?;
        ensure!(status == StatusCode::NOT_FOUND, "a stranger at {path} gets {status}");
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    }
}
