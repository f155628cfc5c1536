//! Lines: events as the server holds them, already in the words of the wire.
//!
//! The body is never taken apart and put together again: what the trigger wrote goes out as it
//! stands, in a frame that is made once and shared by all who hear it. `meaning` says what of it is the hub's business.

mod meaning;

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use self::meaning::{authors, effect};
use super::{Position, Topic, envelope::MAX_FRAME};
use crate::shared::{
    id::{AccountId, SessionId},
    time::Time,
};

/// A topic as it is stored, where an inbox names its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// What only one person hears, as `me`.
    Inbox(AccountId),
    /// What everybody hears under the same name.
    Open(Topic),
}

impl Channel {
    /// Reads the stored form; nothing where it is of no topic that this program knows.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix("inbox:") {
            Some(owner) => owner.parse().ok().map(Self::Inbox),
            None => text.parse().ok().map(Self::Open),
        }
    }

    /// The stored form.
    #[must_use]
    pub fn stored(self) -> String {
        match self {
            Self::Inbox(owner) => format!("inbox:{owner}"),
            Self::Open(topic) => topic.to_string(),
        }
    }

    /// The name that the wire uses.
    #[must_use]
    pub fn topic(self) -> Topic {
        match self {
            Self::Inbox(_) => Topic::Me,
            Self::Open(topic) => topic,
        }
    }
}

/// What an event means to the hub itself, besides being passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing.
    None,
    /// From now on the account hears the event's topic in its `me`.
    Joined(AccountId),
    /// The account hears the event's topic no longer.
    Left(AccountId),
    /// The log-in counts no longer.
    Revoked(SessionId),
    /// The owner of the inbox may have changed who sees that they are there, and whether they let others
    /// know what they read.
    Settings {
        /// Whether they do now.
        receipts: bool,
    },
    /// The thing is gone: what was told of it before is told as this from now on.
    Gone,
    /// The owner of the inbox blocked this account: neither is there for the other any more.
    Blocked(AccountId),
    /// The owner of the inbox blocks this account no longer.
    Unblocked(AccountId),
    /// Numbers beside a thing changed: they say nothing of its words.
    Numbers,
    /// Somebody read something: only for those who let others know what they read.
    Seen,
    /// How somebody is called from then on: what they were called before is nobody's business.
    Named,
    /// What somebody says of themselves from then on: what they said before is nobody's business.
    Described,
}

/// A committed event, ready to be sent.
#[derive(Debug)]
pub struct Line {
    /// Its place among all events.
    pub position: Position,
    /// What it belongs to.
    pub channel: Channel,
    /// The thing that it happened to.
    pub entity: Uuid,
    /// What it does to the hub.
    pub effect: Effect,
    /// Of what was published, who wrote it, and who wrote the answer on which it stands: for whom one of them is gone it is
    /// not told.
    pub authors: [Option<AccountId>; 2],
    /// When its transaction began.
    pub at: Time,
    frame: Utf8Bytes,
}

/// A row of `events`.
#[derive(Debug)]
pub struct Row {
    /// The transaction.
    pub xid: i64,
    /// The number within all.
    pub id: i64,
    /// When the transaction began.
    pub at: Time,
    /// The stored topic.
    pub topic: String,
    /// What happened.
    pub kind: String,
    /// The thing that it happened to.
    pub entity: Uuid,
    /// JSON.
    pub body: String,
}

const HEAD: &str = r#"{"type":"event","#;

#[derive(Serialize)]
#[serde(tag = "type", rename = "event")]
struct Frame<'a> {
    position: Position,
    topic: Topic,
    kind: &'a str,
    at: Time,
    body: &'a RawValue,
}

/// What a frame says, whatever it is of.
#[derive(Deserialize)]
struct Said<'a> {
    kind: &'a str,
    #[serde(borrow)]
    body: &'a RawValue,
}

impl Line {
    /// Takes over a row; nothing where its topic or body are of no use to this program.
    #[must_use]
    pub fn of(row: &Row, epoch: u32) -> Option<Self> {
        let position = Position { epoch, xid: row.xid.cast_unsigned(), id: row.id };
        let channel = Channel::read(&row.topic)?;
        let body: &RawValue = serde_json::from_str(&row.body).ok()?;
        let frame = Frame { position, topic: channel.topic(), kind: &row.kind, at: row.at, body };
        let text = serde_json::to_string(&frame).ok()?;
        let (effect, authors) = (effect(row), authors(channel, &row.body));
        Some(Self { position, channel, entity: row.entity, effect, authors, at: row.at, frame: text.into() })
    }

    /// The same event with what another one says of the thing; nothing where either cannot be read.
    #[must_use]
    pub fn told_as(&self, other: &Self) -> Option<Self> {
        let own: Said<'_> = serde_json::from_str(self.frame.as_str()).ok()?;
        let other: Said<'_> = serde_json::from_str(other.frame.as_str()).ok()?;
        let (position, topic, kind, at) = (self.position, self.channel.topic(), own.kind, self.at);
        let text = serde_json::to_string(&Frame { position, topic, kind, at, body: other.body }).ok()?;
        Some(Self { frame: text.into(), ..*self })
    }

    /// Bytes that it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        size_of::<Self>() + self.frame.len()
    }

    /// Bytes that it takes to be sent.
    #[must_use]
    pub fn length(&self) -> usize {
        self.frame.len()
    }

    /// The event as one member of a batch.
    fn object(&self) -> impl Iterator<Item = &str> {
        ["{", &self.frame.as_str()[HEAD.len()..]].into_iter()
    }
}

/// The frames that carry these lines, in their order: one where they fit into one, else cut between
/// transactions, never inside one.
pub fn frames<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<Utf8Bytes> {
    let mut frames = Vec::new();
    let mut held: Vec<&Line> = Vec::new();
    let mut size = 0;
    for line in lines {
        let next = held.last().is_some_and(|last| last.position.xid != line.position.xid);
        if next && size + line.frame.len() > MAX_FRAME {
            frames.push(frame(&held));
            held.clear();
            size = 0;
        }
        size += line.frame.len();
        held.push(line);
    }
    if !held.is_empty() {
        frames.push(frame(&held));
    }
    frames
}

fn frame(lines: &[&Line]) -> Utf8Bytes {
    if let [line] = lines {
        return line.frame.clone();
    }
    let mut text = String::with_capacity(32 + lines.iter().map(|line| line.frame.len()).sum::<usize>());
    text.push_str(r#"{"type":"batch","events":["#);
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.extend(line.object());
    }
    text.push_str("]}");
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::realtime::{Event, ServerFrame};

    fn line(xid: i64, id: i64, body: &str) -> Line {
        let row = Row {
            xid,
            id,
            at: Time::from_millis(1),
            topic: format!("account:{}", Uuid::nil()),
            kind: "account.changed".into(),
            entity: Uuid::nil(),
            body: body.into(),
        };
        Line::of(&row, 0x7f).expect("a row as the triggers write it")
    }

    fn read(frame: &Utf8Bytes) -> Vec<Event> {
        match ServerFrame::read(frame.as_str()).expect("a frame") {
            ServerFrame::Event(event) => vec![event],
            ServerFrame::Batch { events } => events,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_written_by_hand_reads_as_the_documented_frames() {
        let lines = [line(1, 1, r#"{"a": 1}"#), line(1, 2, "{}")];
        let single = frames(&lines[..1]);
        assert_eq!(read(&single[0])[0].body, serde_json::json!({"a": 1}));
        let both = frames(&lines);
        assert_eq!(both.len(), 1);
        assert_eq!(read(&both[0]).iter().map(|event| event.position.id).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_long_batch_is_cut_between_transactions_only() {
        let body = format!(r#"{{"text":"{}"}}"#, "x".repeat(MAX_FRAME / 2));
        let lines = [line(1, 1, &body), line(1, 2, &body), line(1, 3, &body), line(2, 4, &body)];
        let cut: Vec<_> = frames(&lines).iter().map(|frame| read(frame).len()).collect();
        assert_eq!(cut, [3, 1]);
    }
}
