//! What the server says: server-sent events, as the body of the answer that stays open.
//!
//! Not more than two pieces wait between the talk and the socket, so who reads too slowly is noticed as on a WebSocket.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use futures::stream;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::realtime::wire::Broken;

/// Bytes that are gathered before they are written.
const PIECE: usize = 8 * 1024;

/// The talk's end of the answer; dropped, the answer is complete.
pub struct Outgoing {
    pieces: mpsc::Sender<Bytes>,
    gathered: String,
}

impl Outgoing {
    /// A body that begins with the name of the connection, and the way to write more of it.
    pub fn open(name: Uuid) -> (Self, Body) {
        let (pieces, mut taken) = mpsc::channel(1);
        let first = event(Some("connection"), &name.to_string());
        pieces.try_send(first.into()).expect("nothing is in it yet");
        let body = stream::poll_fn(move |cx| taken.poll_recv(cx).map(|piece| piece.map(Ok::<Bytes, Infallible>)));
        (Self { pieces, gathered: String::new() }, Body::from_stream(body))
    }

    /// Takes what is to be written.
    pub async fn feed(&mut self, event: String) -> Result<(), Broken> {
        if self.gathered.is_empty() {
            self.gathered = event;
        } else {
            self.gathered.push_str(&event);
        }
        if self.gathered.len() < PIECE { Ok(()) } else { self.flush().await }
    }

    /// Hands over what was taken, as soon as what was handed over before is on its way.
    pub async fn flush(&mut self) -> Result<(), Broken> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let place = self.pieces.reserve().await.map_err(|_| Broken)?;
        place.send(std::mem::take(&mut self.gathered).into());
        Ok(())
    }

    /// Returns when nobody reads the answer any more.
    pub async fn closed(&self) {
        self.pieces.closed().await;
    }
}

/// An event of the stream. A line break can stand only between the parts of a JSON text, where it means nothing; each
/// line of the text is a line of the event's data.
pub fn event(kind: Option<&str>, data: &str) -> String {
    let mut text = String::with_capacity(data.len() + 32);
    if let Some(kind) = kind {
        text.extend(["event: ", kind, "\n"]);
    }
    for line in data.split(['\n', '\r']) {
        text.extend(["data: ", line, "\n"]);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_an_event_whatever_line_breaks_it_has() {
        assert_eq!(event(None, r#"{"a":1}"#), "data: {\"a\":1}\n\n");
        assert_eq!(event(Some("ping"), "{}"), "event: ping\ndata: {}\n\n");
        assert_eq!(event(None, "{\n}"), "data: {\ndata: }\n\n");
        assert_eq!(event(None, "{\r}"), "data: {\ndata: }\n\n");
    }

    #[tokio::test]
    async fn what_nobody_takes_waits() {
        let (mut outgoing, _body) = Outgoing::open(Uuid::nil());
        outgoing.feed("small".into()).await.expect("it is gathered");
        let stuck = futures::poll!(std::pin::pin!(outgoing.flush()));
        assert!(stuck.is_pending(), "the name of the connection was not taken yet");
    }

    #[tokio::test]
    async fn an_answer_that_nobody_reads_any_more_is_noticed() {
        let (mut outgoing, body) = Outgoing::open(Uuid::nil());
        drop(body);
        outgoing.closed().await;
        outgoing.feed("more".into()).await.expect("it is gathered");
        assert!(outgoing.flush().await.is_err());
    }
}
