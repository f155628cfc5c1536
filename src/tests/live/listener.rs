//! Somebody who listens to a stream of events and speaks by calls.

use serde_json::{Value, json};
use tokio::time::timeout;

use super::{LONG, Live, Position, ServerFrame, SessionId, Topic, body};
use crate::shared::id::AccountId;

/// One end of a live connection without a WebSocket.
pub struct Listener {
    pub answer: reqwest::Response,
    pub name: String,
    pub session: SessionId,
    /// The welcome's.
    pub position: Option<Position>,
    calls: reqwest::Client,
    url: String,
    read: Vec<u8>,
}

impl Live {
    pub fn events(&self) -> String {
        format!("http://{}/events", self.address)
    }

    /// Connects somebody without a WebSocket, with a log-in of their own.
    pub async fn listen(&self, account: AccountId, topics: Value) -> Listener {
        let mut listener = self.tap(self.log_in(account).await).await;
        let hello = json!({"type": "hello", "topics": topics, "client": "test"});
        assert_eq!(listener.say(&[hello]).await, 204);
        listener.position = match listener.next().await {
            ServerFrame::Welcome { position, .. } => Some(position),
            other => panic!("no welcome but {other:?}"),
        };
        listener
    }

    /// Opens a stream and says nothing.
    pub async fn tap(&self, session: SessionId) -> Listener {
        self.tap_at(session, "?protocol=tertulia.v1").await
    }

    /// Opens the stream of an address that says this.
    pub async fn tap_at(&self, session: SessionId, query: &str) -> Listener {
        let calls = reqwest::Client::new();
        let request = calls.get(format!("{}{query}", self.events())).bearer_auth(session);
        let answer = request.send().await.expect("it listens");
        assert_eq!(answer.status(), 200);
        let (name, url) = (String::new(), self.events());
        let mut listener = Listener { answer, name, session, position: None, calls, url, read: Vec::new() };
        let (kind, name) = listener.event().await.expect("a first event");
        assert_eq!(kind, "connection");
        listener.name = name;
        listener
    }
}

impl Listener {
    /// Posts frames, one a line; the status of the answer.
    pub async fn say(&self, frames: &[Value]) -> u16 {
        let lines: Vec<_> = frames.iter().map(Value::to_string).collect();
        self.post(lines.join("\n"), self.session).await
    }

    /// Posts a body in the name of any session.
    pub async fn post(&self, body: impl Into<reqwest::Body>, session: SessionId) -> u16 {
        let request = self.calls.post(format!("{}/{}", self.url, self.name)).bearer_auth(session);
        request.body(body).send().await.expect("it listens").status().as_u16()
    }

    pub async fn subscribe(&self, topic: Topic, since: Option<Position>) {
        assert_eq!(self.say(&[json!({"type": "subscribe", "topic": topic, "since": since})]).await, 204);
    }

    /// The next event of the stream, by its name and data; nothing where the stream has ended.
    pub async fn event(&mut self) -> Option<(String, String)> {
        loop {
            if let Some(end) = self.read.windows(2).position(|two| two == b"\n\n") {
                let text: Vec<u8> = self.read.drain(..end + 2).collect();
                return Some(parts(std::str::from_utf8(&text).expect("a text")));
            }
            let more = timeout(LONG, self.answer.chunk()).await.expect("something comes");
            match more {
                Ok(Some(more)) => self.read.extend_from_slice(&more),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// The next frame.
    pub async fn next(&mut self) -> ServerFrame {
        loop {
            let (kind, data) = self.event().await.expect("the stream goes on");
            if kind == "message" {
                return ServerFrame::read(&data).expect("a frame as documented");
            }
        }
    }

    /// The bodies of the next messages, at least so many; other events are left out.
    pub async fn messages(&mut self, number: usize) -> Vec<String> {
        let mut bodies = Vec::new();
        while bodies.len() < number {
            match self.next().await {
                ServerFrame::Event(event) => bodies.extend(body(&event)),
                ServerFrame::Batch { events } => bodies.extend(events.iter().filter_map(body)),
                other => panic!("no event but {other:?}"),
            }
        }
        bodies
    }

    /// Everything that was said before the answer to a ping.
    pub async fn said(&mut self) -> Vec<ServerFrame> {
        assert_eq!(self.say(&[json!({"type": "ping", "t": 7})]).await, 204);
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                ServerFrame::Pong { t: 7.0, .. } => return frames,
                frame => frames.push(frame),
            }
        }
    }

    /// The reason of the farewell, after which the stream ends; whatever comes before.
    pub async fn farewell(&mut self) -> Option<String> {
        let mut said = None;
        while let Some((_, data)) = self.event().await {
            assert_eq!(said, None, "a farewell is the last word");
            if let Some(ServerFrame::Bye { reason, .. }) = ServerFrame::read(&data) {
                said = Some(reason);
            }
        }
        said
    }
}

/// The name and the data of an event.
fn parts(text: &str) -> (String, String) {
    let (mut kind, mut data) = ("message", Vec::new());
    for line in text.trim_end().lines() {
        match line.split_once(": ") {
            Some(("event", name)) => kind = name,
            Some(("data", line)) => data.push(line),
            _ => panic!("no line of an event: {line}"),
        }
    }
    (kind.to_owned(), data.join("\n"))
}
