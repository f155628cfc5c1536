//! A listener of Socket.IO: Engine.IO 4 over a plain WebSocket, as little of it as a listener needs.
//!
//! `0{…}` opens, `40{…}` says who one is, `42[name, body]` is an event, and `2` is answered by `3`.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use async_trait::async_trait;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::{load::Listener, socket::connect};

/// A connection that was welcomed.
pub struct Engine(WebSocketStream<TcpStream>);

impl Engine {
    /// Connects as the holder of a token and returns once welcomed.
    ///
    /// # Errors
    /// Where the server refuses.
    pub async fn open(address: SocketAddr, token: &str) -> Result<Self> {
        let request = format!("ws://{address}/socket.io/?EIO=4&transport=websocket").into_client_request()?;
        let mut engine = Self(connect(address, request).await?);
        let hello = engine.packet().await?;
        ensure!(hello.starts_with('0'), "Engine.IO opens with {hello}");
        engine.say(format!("40{}", json!({"token": token}))).await?;
        while engine.event().await?.0 != "welcome" {}
        Ok(engine)
    }

    /// The next event: its name and what it carries.
    async fn event(&mut self) -> Result<(String, Value)> {
        loop {
            let packet = self.packet().await?;
            if let Some(event) = packet.strip_prefix("42") {
                return Ok(serde_json::from_str(event)?);
            }
            ensure!(!packet.starts_with("44"), "Socket.IO refuses: {packet}");
            if packet == "2" {
                self.say("3".into()).await?;
            }
        }
    }

    async fn packet(&mut self) -> Result<String> {
        loop {
            match self.0.next().await.context("the server hung up")?? {
                Message::Text(text) => return Ok(text.as_str().to_owned()),
                Message::Close(reason) => bail!("the server closed the socket: {reason:?}"),
                _ => {}
            }
        }
    }

    async fn say(&mut self, packet: String) -> Result<()> {
        Ok(self.0.send(Message::text(packet)).await?)
    }
}

#[async_trait]
impl Listener for Engine {
    async fn hear(&mut self) -> Result<Vec<String>> {
        let (name, body) = self.event().await?;
        let words = body["body"].as_str().filter(|_| name == "message");
        Ok(words.map(str::to_owned).into_iter().collect())
    }
}
