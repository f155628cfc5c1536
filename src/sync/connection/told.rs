//! What people are told of a connection, and from when on.

use super::{Connection, Farewell, Phase};
use crate::sync::status::{Notice, QUIET, State};

impl Connection {
    /// How it stands.
    pub fn state(&self) -> State {
        match self.phase {
            _ if self.farewell == Some(Farewell::Revoked) => State::SignedOut,
            _ if self.cut_off.is_some() => State::Offline,
            Phase::Online => State::Online,
            _ => State::Connecting,
        }
    }

    /// What to tell the person.
    pub fn notice(&self, now: i64) -> Option<Notice> {
        match self.state() {
            State::Online => None,
            State::SignedOut => Some(Notice::SignIn),
            _ if matches!(self.phase, Phase::Idle | Phase::Resting) => None,
            State::Connecting if self.farewell == Some(Farewell::Crowded) => Some(Notice::Crowded),
            _ if self.silent_since().is_none_or(|since| now < since + QUIET) => None,
            State::Offline => Some(Notice::Offline),
            State::Connecting => Some(Notice::Reconnecting),
        }
    }

    /// Since when the state holds.
    pub fn since(&self) -> i64 {
        self.cut_off.filter(|_| self.state() == State::Offline).unwrap_or(self.since)
    }

    /// Whether there is no network, as far as is known.
    pub fn is_cut_off(&self) -> bool {
        self.cut_off.is_some()
    }

    /// Since when nothing can come, by what happened or by what the browser says.
    pub(super) fn silent_since(&self) -> Option<i64> {
        let lost = (!self.is_online()).then_some(self.since);
        lost.into_iter().chain(self.cut_off).min()
    }
}
