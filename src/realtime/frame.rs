//! Frames that the server says, made into text.

use axum::extract::ws::Utf8Bytes;

use super::{ServerFrame, Topic};
use crate::shared::Error;

impl ServerFrame {
    /// The frame as it goes out.
    pub(super) fn text(&self) -> Utf8Bytes {
        serde_json::to_string(self).expect("a frame has only string keys").into()
    }

    /// There is no such topic, or not for this listener: the two cannot be told apart.
    #[must_use]
    pub fn missing(topic: Topic) -> Self {
        Self::refused(&Error::Missing, Some(topic))
    }

    /// A frame was refused, in the words of the error.
    #[must_use]
    pub fn refused(error: &Error, topic: Option<Topic>) -> Self {
        Self::Error { code: error.code().into(), words: error.to_string(), topic }
    }

    /// A frame could not be understood, and why.
    #[must_use]
    pub fn invalid(words: impl Into<String>, topic: Option<Topic>) -> Self {
        Self::Error { code: "invalid".into(), words: words.into(), topic }
    }
}
