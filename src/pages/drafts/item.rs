//! Something that was begun, whatever it is.

use crate::{
    features::{messages::hook::Unsent, posts::hook::Begun},
    shared::{markdown::plain, time::Time},
};

/// Bytes of what is written of which the beginning is shown.
const READ: usize = 2_000;

/// Something that was begun.
#[derive(Clone, PartialEq)]
pub(super) enum Item {
    /// To be published.
    Post(Begun),
    /// To be sent.
    Message(Unsent),
}

impl Item {
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Post(begun) => &begun.key,
            Self::Message(unsent) => &unsent.key,
        }
    }

    /// What it is, and about what or to whom, as far as that is known.
    pub(super) fn name(&self, place: Option<(String, String)>) -> String {
        match (self, place) {
            (Self::Post(begun), _) => begun.name.clone(),
            (Self::Message(_), Some((name, _))) => format!("Message to {name}"),
            (Self::Message(_), None) => "Message".to_owned(),
        }
    }

    pub(super) fn address(&self, place: Option<(String, String)>) -> String {
        match (self, place) {
            (Self::Post(begun), _) => begun.address.clone(),
            (Self::Message(_), Some((_, address))) => address,
            (Self::Message(unsent), None) => format!("/messages/{}", unsent.conversation),
        }
    }

    /// What it says, as it was typed.
    pub(super) fn words(&self) -> &str {
        let (Self::Post(Begun { words, .. }) | Self::Message(Unsent { words, .. })) = self;
        words
    }

    /// When it last changed; of messages that is not told.
    pub(super) fn touched_at(&self) -> Option<Time> {
        match self {
            Self::Post(begun) => begun.touched_at(),
            Self::Message(_) => None,
        }
    }

    pub(super) fn refusal(&self) -> Option<String> {
        let (Self::Post(Begun { refusal, .. }) | Self::Message(Unsent { refusal, .. })) = self;
        refusal.clone()
    }
}

/// The beginning of what is written, without its signs.
pub(super) fn beginning(words: &str) -> String {
    plain(&words[..words.floor_char_boundary(READ)])
}
