//! The frames of the subprotocol `tertulia.v1`: JSON texts, tagged by `type`.
//!
//! Described for who writes a client in `PROTOCOL.md`. A frame is at most 64 KiB; a client sends at most 20 a
//! second and holds at most 200 topics.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Position, Topic};
use crate::shared::{
    id::{AccountId, OperationId},
    json::typed,
    time::Time,
};

/// The name and version of the protocol, as the WebSocket subprotocol.
pub const SUBPROTOCOL: &str = "tertulia.v1";
/// Bytes that a frame may have at most.
pub const MAX_FRAME: usize = 64 * 1024;
/// Frames that a client may send within a second.
pub const MAX_FRAMES_PER_SECOND: u32 = 20;
/// Topics that a connection may hold.
pub const MAX_TOPICS: usize = 200;
/// Connections that a member may hold at once.
pub const MAX_CONNECTIONS: usize = 10;

/// A topic and from where on to hear it; `None` is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// What to hear.
    pub topic: Topic,
    /// The last position that the client holds of it.
    pub since: Option<Position>,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// First frame of a connection.
    Hello {
        /// Everything to hear from the start.
        topics: Vec<Subscription>,
        /// Name and version of the program that speaks.
        client: String,
        /// Whom the client takes itself to be; another log-in is then refused with `revoked`, so that what one
        /// person has on the screen never goes on with another's events.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        account: Option<AccountId>,
    },
    /// Hear one more topic.
    Subscribe(Subscription),
    /// Hear a topic no longer.
    Unsubscribe {
        /// Which.
        topic: Topic,
    },
    /// Something passing, for who listens right now; never stored.
    Signal {
        /// Where.
        topic: Topic,
        /// `typing`, `away`, `active`, …
        kind: String,
        /// Small.
        #[serde(default)]
        body: Value,
    },
    /// Asks for a `pong` with the same `t`.
    Ping {
        /// The client's own milliseconds, given back unchanged.
        t: f64,
    },
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Answers `hello`: everything after `position` follows.
    Welcome {
        /// Where the reader of this node stands.
        position: Position,
        /// The server's clock.
        server_time: Time,
        /// Which node speaks.
        node: String,
    },
    /// One event.
    Event(Event),
    /// Events of one transaction or one read, to be applied and drawn as one.
    Batch {
        /// In order.
        events: Vec<Event>,
    },
    /// Something passing from another person.
    Signal {
        /// Where.
        topic: Topic,
        /// `typing`, `presence`, …
        kind: String,
        /// Who.
        from: AccountId,
        /// Small.
        #[serde(default)]
        body: Value,
    },
    /// What the client holds of the topic cannot be brought up to date by events: read it afresh.
    Refetch {
        /// Which.
        topic: Topic,
        /// `epoch`, `too_old`, `too_many` or `joined`.
        why: String,
    },
    /// Answers `ping`.
    Pong {
        /// As it was sent.
        t: f64,
        /// The server's clock.
        server_time: Time,
    },
    /// A frame was refused; the connection goes on.
    Error {
        /// A stable code of spec/api.md.
        code: String,
        /// For a developer to read.
        words: String,
        /// The topic it was about.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        topic: Option<Topic>,
    },
    /// The last frame of a connection.
    Bye {
        /// `stopping`, `offline`, `slow`, `revoked`, `too_large`, `too_fast`, `too_many`, `protocol`.
        reason: String,
        /// Seconds to wait before connecting anew; `None` where that is of no use.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        retry_after: Option<f64>,
    },
}

impl ServerFrame {
    /// Reads a text from a server that may be newer than this build: what it does not know is for nobody
    /// here and is left out, be it a whole frame or one event of a batch.
    ///
    /// By hand, as a derived reader of a tagged enum weighs ten times as much in the browser and gives up a batch
    /// for one event.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let frame: Value = serde_json::from_str(text).ok()?;
        Some(match frame.get("type")?.as_str()? {
            "welcome" => Self::Welcome {
                position: part(&frame, "position")?,
                server_time: part(&frame, "server_time")?,
                node: part(&frame, "node")?,
            },
            "event" => Self::Event(typed::<Event>(&frame).ok()?),
            "batch" => {
                let events = frame.get("events")?.as_array()?;
                Self::Batch { events: events.iter().filter_map(|event| typed::<Event>(event).ok()).collect() }
            }
            "signal" => Self::Signal {
                topic: part(&frame, "topic")?,
                kind: part(&frame, "kind")?,
                from: part(&frame, "from")?,
                body: part(&frame, "body").unwrap_or_default(),
            },
            "refetch" => Self::Refetch { topic: part(&frame, "topic")?, why: part(&frame, "why")? },
            "pong" => Self::Pong { t: part(&frame, "t")?, server_time: part(&frame, "server_time")? },
            "error" => {
                Self::Error { code: part(&frame, "code")?, words: part(&frame, "words")?, topic: part(&frame, "topic") }
            }
            "bye" => Self::Bye { reason: part(&frame, "reason")?, retry_after: part(&frame, "retry_after") },
            _ => return None,
        })
    }
}

fn part<T: DeserializeOwned>(frame: &Value, name: &str) -> Option<T> {
    typed(frame.get(name)?).ok()
}

/// Something that was committed.
///
/// The body carries absolute values and the version or `seq` of its object, never a delta, so that
/// applying an event twice, or an older one after a newer one, changes nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place among all events.
    pub position: Position,
    /// What it belongs to. A conversation's event also reaches the `me` of its people, under the
    /// conversation's own topic.
    pub topic: Topic,
    /// Thing and past tense: `message.sent`, `mark.moved`, …
    pub kind: String,
    /// When the transaction began.
    pub at: Time,
    /// What holds now.
    pub body: Value,
}

impl Event {
    /// What its body names as its `id`, where it tells a thing whole, which then has a `version`: for what an operation created,
    /// the operation's own. What tells a part of it may come to a listener before the rest.
    #[must_use]
    pub fn names(&self) -> Option<OperationId> {
        self.body.get("version")?;
        self.body.get("id")?.as_str()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn event(id: i64, topic: &str) -> Value {
        json!({"position": format!("1.1.{id}"), "topic": topic, "kind": "thing.done", "at": "2026-01-01T00:00:00Z", "body": {}})
    }

    fn read(frame: &Value) -> Option<ServerFrame> {
        ServerFrame::read(&frame.to_string())
    }

    #[test]
    fn what_tells_a_thing_whole_names_the_operation_that_made_it_and_what_tells_a_part_of_it_does_not() {
        let id = Uuid::from_u128(1);
        let names = |body: Value| Event { body, ..serde_json::from_value(event(1, "me")).expect("it is one") }.names();
        assert_eq!(names(json!({"id": id, "version": 1})), Some(OperationId(id)));
        assert_eq!(names(json!({"id": id, "reactions": {}})), None);
    }

    #[test]
    fn an_event_of_a_topic_that_is_not_known_takes_no_other_along() {
        let frame = json!({"type": "batch", "events": [event(1, "me"), event(2, "room:7"), event(3, "me")]});
        let Some(ServerFrame::Batch { events }) = read(&frame) else { panic!("a batch") };
        assert_eq!(events.iter().map(|event| event.position.id).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn every_frame_is_read_as_it_was_written() {
        let (position, topic, from) = (Position { epoch: 1, xid: 2, id: 3 }, Topic::Me, AccountId(Uuid::from_u128(5)));
        let (server_time, body) = (Time::from_millis(1_000), json!({"a": [1, null]}));
        let event = Event { position, topic, kind: "thing.done".into(), at: server_time, body: body.clone() };
        for frame in [
            ServerFrame::Welcome { position, server_time, node: "a".into() },
            ServerFrame::Event(event.clone()),
            ServerFrame::Batch { events: vec![event.clone(), event] },
            ServerFrame::Signal { topic, kind: "typing".into(), from, body },
            ServerFrame::Refetch { topic, why: "epoch".into() },
            ServerFrame::Pong { t: 7.5, server_time },
            ServerFrame::Error { code: "missing".into(), words: "No.".into(), topic: Some(topic) },
            ServerFrame::Error { code: "invalid".into(), words: "No.".into(), topic: None },
            ServerFrame::Bye { reason: "slow".into(), retry_after: Some(0.5) },
            ServerFrame::Bye { reason: "revoked".into(), retry_after: None },
        ] {
            assert_eq!(read(&json!(frame)), Some(frame));
        }
    }

    #[test]
    fn a_frame_of_a_kind_that_is_not_known_is_left_out() {
        assert_eq!(read(&json!({"type": "sing", "song": 7})), None);
        assert_eq!(read(&json!({"type": "refetch", "topic": "room:7", "why": "too_old"})), None);
    }
}
