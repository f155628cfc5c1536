//! Subscriptions to conversations of others: 1,000 to those and 1,000 to ids that never were.
//!
//! A connection says at most 20 frames in any second, also where rate limits are lifted: so there are as many as a
//! member may have, in turn, and each says two frames every 120 ms.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::{CONVERSATIONS, FIRST, STRANGER, Took};
use crate::{figure::Figure, socket::Socket, world};

const SUBSCRIPTIONS: u32 = 1000;
const SOCKETS: usize = 10;
const BETWEEN: Duration = Duration::from_millis(12);

/// Asks for all of them.
pub async fn round(address: SocketAddr) -> Result<[Figure; 2]> {
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        sockets.push(Socket::open(address, &world::token(STRANGER), &["me".to_owned()]).await?);
    }
    let mut pace = interval(BETWEEN);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut took = Took::default();
    for number in 0..SUBSCRIPTIONS {
        pace.tick().await;
        let socket = &mut sockets[number as usize % SOCKETS];
        took.there.push(refused(socket, world::conversation(FIRST + number % CONVERSATIONS)).await?);
        took.never.push(refused(socket, Uuid::now_v7()).await?);
    }
    Ok(took.figures("subscribe to a conversation", 0.5))
}

/// Milliseconds until the stranger is told that there is no such topic.
async fn refused(socket: &mut Socket, id: Uuid) -> Result<f64> {
    let topic = format!("conversation:{id}");
    let start = Instant::now();
    let answer = socket.subscribe(&topic).await?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    ensure!(answer.code.as_deref() == Some("missing"), "a stranger to {topic} gets {}", answer.r#type);
    Ok(took)
}
