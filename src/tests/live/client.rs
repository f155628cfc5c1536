//! The end of a live connection that somebody holds.

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

use super::LONG;
use crate::realtime::{Event, Position, ServerFrame, Topic};

/// One end of a live connection.
pub(super) struct Client {
    pub(super) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The welcome's.
    pub(super) position: Option<Position>,
}

impl Client {
    pub(super) async fn say(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.expect("it is open");
    }

    pub(super) async fn subscribe(&mut self, topic: Topic, since: Option<Position>) {
        self.say(json!({"type": "subscribe", "topic": topic, "since": since})).await;
    }

    /// The next frame that is no ping.
    pub(super) async fn next(&mut self) -> ServerFrame {
        match self.message().await {
            Message::Text(text) => ServerFrame::read(&text).expect("a frame as documented"),
            other => panic!("no frame but {other:?}"),
        }
    }

    pub(super) async fn message(&mut self) -> Message {
        loop {
            let message = timeout(LONG, self.socket.next()).await.expect("something comes").expect("it is open");
            match message.expect("it is understood") {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    /// The next events, at least so many.
    pub(super) async fn events(&mut self, number: usize) -> Vec<Event> {
        let mut events = Vec::new();
        while events.len() < number {
            match self.next().await {
                ServerFrame::Event(event) => events.push(event),
                ServerFrame::Batch { events: more } => events.extend(more),
                other => panic!("no event but {other:?}"),
            }
        }
        events
    }

    /// The bodies of the next messages, at least so many; other events are left out.
    pub(super) async fn messages(&mut self, number: usize) -> Vec<String> {
        let mut bodies = Vec::new();
        while bodies.len() < number {
            bodies.extend(self.events(1).await.iter().filter_map(body));
        }
        bodies
    }

    /// Everything that was said before the answer to a ping.
    pub(super) async fn said(&mut self) -> Vec<ServerFrame> {
        self.say(json!({"type": "ping", "t": 7})).await;
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                ServerFrame::Pong { t: 7.0, .. } => return frames,
                frame => frames.push(frame),
            }
        }
    }

    /// The reason of the farewell and the close code, whatever comes before.
    pub(super) async fn farewell(&mut self) -> (String, u16) {
        let mut said = None;
        loop {
            match self.message().await {
                Message::Close(Some(close)) => return (said.expect("a bye before the close"), close.code.into()),
                Message::Text(text) => {
                    if let Some(ServerFrame::Bye { reason, .. }) = ServerFrame::read(&text) {
                        said = Some(reason);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The body of a message, where the event is one.
pub(super) fn body(event: &Event) -> Option<String> {
    (event.kind == "message.sent").then(|| event.body["body"].as_str().expect("a text").to_owned())
}
