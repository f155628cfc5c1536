//! How the frames of a connection travel.

use serde::{Deserialize, Serialize};

/// How the frames of a connection travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transport {
    /// Over a WebSocket.
    WebSocket,
    /// As events of a stream, and calls beside it: for where no WebSocket gets through.
    EventStream,
}

impl Transport {
    /// As it is called on the screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::WebSocket => "WebSocket",
            Self::EventStream => "Event stream",
        }
    }
}
