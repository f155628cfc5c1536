//! The health of the live connection, as measured by the engine (SYN-5).

use serde::{Deserialize, Serialize};

use super::Transport;
use crate::{realtime::Position, shared::time::Time};

/// How long nobody is told that there is no connection, in milliseconds.
pub const QUIET: i64 = 3_000;

/// What the status panel shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// How the connection stands.
    pub state: State,
    /// What to tell the person; nothing on a short cut.
    pub notice: Option<Notice>,
    /// Since when the state holds, by the clock of this device.
    pub since: Option<Time>,
    /// How frames travel, while there is a connection.
    pub transport: Option<Transport>,
    /// Milliseconds to the server and back, as they were measured last.
    pub rtt: Option<f64>,
    /// How often a connection was lost and another one opened.
    pub reconnects: u32,
    /// Milliseconds that the server's clock is ahead of this device's.
    pub clock_offset: f64,
    /// The last event that arrived.
    pub position: Option<Position>,
    /// When an event last arrived, by the clock of this device.
    pub heard: Option<Time>,
    /// How many operations wait for the server.
    pub queue: usize,
}

impl Status {
    /// The session has ended.
    pub fn end(&mut self) {
        (self.state, self.notice) = (State::SignedOut, Some(Notice::SignIn));
    }

    /// The same by a clock that is behind by so many milliseconds; ahead, where they are negative.
    #[expect(clippy::cast_precision_loss, reason = "clocks of one device differ by little")]
    #[must_use]
    pub fn by_clock_behind(mut self, behind: i64) -> Self {
        self.clock_offset += behind as f64;
        let here = |time: Time| Time::from_millis(time.millis() - behind);
        (self.since, self.heard) = (self.since.map(here), self.heard.map(here));
        self
    }
}

/// How the connection stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Events arrive.
    Online,
    /// On the way there, or between two tries.
    #[default]
    Connecting,
    /// The browser has no network.
    Offline,
    /// The server has ended the session: nothing more comes without logging in.
    SignedOut,
}

/// What to tell a person about the connection, quietly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// Nothing has come for three seconds; the engine keeps trying, and what is written goes out later.
    Reconnecting,
    /// There is no network; what is written goes out later.
    Offline,
    /// The member's other tabs hold all the connections that the server admits; the engine keeps trying.
    Crowded,
    /// The session has ended.
    SignIn,
}

impl Notice {
    /// The words on the screen, also for screen readers.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Reconnecting => "Reconnecting… What you do will be sent",
            Self::Offline => "Offline: what you do will be sent",
            Self::Crowded => "Too many tabs are open. Close one to go on here.",
            Self::SignIn => "You have been logged out.",
        }
    }
}
