//! Places in lists: what a list is sorted by, and an id that decides between equals.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::shared::{Error, Result};

/// Where the page before ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The score; of lists by time the microseconds since 1970.
    pub key: i64,
    /// What else goes before the score: 1 for the accepted answer.
    pub first: u8,
    /// The microseconds since 1970, where the score does not decide.
    pub at: i64,
    /// Decides between equals.
    pub id: Uuid,
}

/// Something in a list, by its place.
pub type Listed = Spot;

/// Spots of one list: those of another are none of its.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor([u8; 8]);

impl Cursor {
    /// Of the list that goes by this name.
    #[must_use]
    pub fn of(list: &str) -> Self {
        let mut mark = [0; 8];
        mark.copy_from_slice(&Sha256::digest(list)[..8]);
        Self(mark)
    }

    /// A place as it crosses the wire; nobody there looks into it.
    #[must_use]
    pub fn encode(self, spot: &Spot) -> String {
        let mut bytes = self.0.to_vec();
        bytes.extend(spot.key.to_be_bytes());
        bytes.push(spot.first);
        bytes.extend(spot.at.to_be_bytes());
        bytes.extend(spot.id.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what [`Cursor::encode`] wrote of the same list.
    ///
    /// # Errors
    /// `cursor`: `unreadable`.
    pub fn decode(self, text: &str) -> Result<Spot> {
        self.parse(text).ok_or_else(|| Error::invalid("cursor", "unreadable"))
    }

    fn parse(self, text: &str) -> Option<Spot> {
        let bytes: [u8; 41] = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let number = |from: usize| bytes[from..from + 8].try_into().map(i64::from_be_bytes).ok();
        if bytes[..8] != self.0 || bytes[16] > 1 {
            return None;
        }
        Some(Spot { key: number(8)?, first: bytes[16], at: number(17)?, id: Uuid::from_slice(&bytes[25..]).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_only_in_its_own_list() {
        let spot = Spot { key: -7, first: 1, at: 1_795_226_700_000_000, id: Uuid::now_v7() };
        let (latest, top) = (Cursor::of("latest"), Cursor::of("top/week"));
        let text = latest.encode(&spot);
        assert_eq!(latest.decode(&text), Ok(spot));
        let none = Error::invalid("cursor", "unreadable");
        assert_eq!(top.decode(&text), Err(none.clone()));
        for text in ["", "7", "not base64!", &"A".repeat(55), &format!("{text}A")] {
            assert_eq!(latest.decode(text), Err(none.clone()), "{text}");
        }
    }
}
