//! Positions: places in the stream of committed events, from which a client goes on without a gap.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The last event that was read: `epoch.xid.id`, the epoch in hexadecimal.
///
/// It names a committed event, never a bound from a snapshot: after a crash transaction ids beyond
/// the last committed one are handed out anew. Positions of different epochs cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Which life of the database this is a place in; a later one has a greater number.
    pub epoch: u32,
    /// The transaction that wrote the event.
    pub xid: u64,
    /// The event's number within all.
    pub id: i64,
}

impl Position {
    /// Whether this place lies after the other one, in the same life of the database.
    #[must_use]
    pub fn is_after(self, other: Self) -> bool {
        self.epoch == other.epoch && (self.xid, self.id) > (other.xid, other.id)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{}.{}", self.epoch, self.xid, self.id)
    }
}

/// What was read is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a position: expected epoch.xid.id")]
pub struct Unreadable;

impl FromStr for Position {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut parts = text.split('.');
        let (Some(epoch), Some(xid), Some(id), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(Unreadable);
        };
        Ok(Self {
            epoch: u32::from_str_radix(epoch, 16).map_err(|_| Unreadable)?,
            xid: xid.parse().map_err(|_| Unreadable)?,
            id: id.parse().map_err(|_| Unreadable)?,
        })
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Something read from the database, and the place in the stream of events from which it goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot<T> {
    /// Read before the data, so that nothing in between is missed.
    pub position: Position,
    /// The data.
    pub data: T,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_as_written() {
        let position = Position { epoch: 0x7f3a, xid: 1042, id: 88 };
        assert_eq!(position.to_string(), "7f3a.1042.88");
        assert_eq!("7f3a.1042.88".parse(), Ok(position));
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for text in ["", "1", "1.2", "1.2.3.4", "x.1.1", "1.-1.1", "1.1.y"] {
            assert_eq!(text.parse::<Position>(), Err(Unreadable), "{text}");
        }
    }
}
