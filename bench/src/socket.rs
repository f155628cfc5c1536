//! The load's own listeners: one socket a person, as small as it can be held.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, handshake::client::Request, protocol::WebSocketConfig},
};

/// A connection that was welcomed.
pub struct Socket(WebSocketStream<TcpStream>);

/// What the server said; as much of it as a listener needs.
#[derive(Deserialize)]
pub struct Frame {
    /// `event`, `batch`, …
    pub r#type: String,
    /// Why something was refused.
    #[serde(default)]
    pub code: Option<String>,
    #[serde(flatten)]
    one: One,
    #[serde(default)]
    events: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    body: Value,
}

impl Frame {
    /// The words of the messages that the frame tells of.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        let all = std::iter::once(&self.one).chain(&self.events);
        all.filter(|one| one.kind == "message.sent").filter_map(|one| one.body["body"].as_str())
    }
}

impl Socket {
    /// Connects as the holder of a token and returns once welcomed.
    pub async fn open(address: SocketAddr, token: &str, topics: &[String]) -> Result<Self> {
        let mut request = format!("ws://{address}/ws").into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse()?);
        request.headers_mut().insert("sec-websocket-protocol", "tertulia.v1".parse()?);
        let mut socket = Self(connect(address, request).await?);
        let topics: Vec<Value> = topics.iter().map(|topic| json!({"topic": topic, "since": null})).collect();
        let hello = json!({"type": "hello", "topics": topics, "client": "bench/1"});
        socket.0.send(Message::text(hello.to_string())).await?;
        while socket.next().await?.r#type != "welcome" {}
        Ok(socket)
    }

    /// Asks for a topic; what the server says next.
    pub async fn subscribe(&mut self, topic: &str) -> Result<Frame> {
        let frame = json!({"type": "subscribe", "topic": topic, "since": null});
        self.0.send(Message::text(frame.to_string())).await?;
        self.next().await
    }

    /// The next frame.
    ///
    /// # Errors
    /// Where the server ended the connection.
    pub async fn next(&mut self) -> Result<Frame> {
        loop {
            match self.0.next().await.context("the server hung up")?? {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Close(reason) => bail!("the server closed the socket: {reason:?}"),
                _ => {}
            }
        }
    }
}

/// A WebSocket with small buffers.
pub async fn connect(address: SocketAddr, request: Request) -> Result<WebSocketStream<TcpStream>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let small = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
    let (socket, _) = client_async_with_config(request, stream, Some(small)).await?;
    Ok(socket)
}
