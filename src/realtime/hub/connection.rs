//! One live connection as the hub sees it: who it is, and a bounded queue of frames to them.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;

use crate::server::Viewer;

/// Frames that may wait for one connection.
const MAX_WAITING: usize = 1_024;
/// Bytes that may wait for one connection before the last frame.
const MAX_WAITING_BYTES: usize = 512 * 1024;

/// Why the server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The program stops; another will be there soon.
    Stopping,
    /// The database cannot be reached.
    Offline,
    /// More waited for the connection than it may; it resumes where it stands.
    Slow,
    /// The log-in counts no longer.
    Revoked,
    /// A frame was longer than 64 KiB.
    TooLarge,
    /// More than 20 frames came within a second.
    TooFast,
    /// The member holds 10 connections already.
    TooMany,
    /// What came is not the protocol.
    Protocol,
}

impl Reason {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stopping => "stopping",
            Self::Offline => "offline",
            Self::Slow => "slow",
            Self::Revoked => "revoked",
            Self::TooLarge => "too_large",
            Self::TooFast => "too_fast",
            Self::TooMany => "too_many",
            Self::Protocol => "protocol",
        }
    }

    /// The close code that follows.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Stopping => 1012,
            Self::Offline => 1013,
            Self::TooLarge => 1009,
            Self::Protocol => 1002,
            Self::Revoked => 4401,
            Self::Slow => 4408,
            Self::TooMany => 4409,
            Self::TooFast => 4429,
        }
    }

    /// Seconds to wait before connecting anew; nothing where that is of no use. `spread` keeps those
    /// who were told at once from coming back at once.
    #[must_use]
    pub fn retry_after(self, spread: u64) -> Option<f64> {
        match self {
            Self::Stopping => Some(0.25 + 0.05 * f64::from(u8::try_from(spread % 16).unwrap_or_default())),
            Self::Offline => Some(1.0),
            Self::Slow => Some(0.5),
            Self::TooFast => Some(5.0),
            Self::TooMany => Some(30.0),
            Self::Revoked | Self::TooLarge | Self::Protocol => None,
        }
    }
}

/// The hub's half of a connection; the socket's task holds the other.
#[derive(Debug)]
pub struct Connection {
    /// Counts the connections of this node.
    pub number: u64,
    /// Who listens.
    pub viewer: Viewer,
    queue: Mutex<Queue>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Utf8Bytes>,
    bytes: usize,
    end: Option<Reason>,
}

impl Connection {
    /// A connection to which nothing was said yet.
    #[must_use]
    pub fn new(number: u64, viewer: Viewer) -> Self {
        Self { number, viewer, queue: Mutex::default(), wake: Notify::new() }
    }

    /// Puts a frame at the end of the queue. Where too much waits before it the connection is cut
    /// instead: it resumes, and nobody else waits for it.
    pub fn push(&self, frame: Utf8Bytes) {
        let mut queue = self.queue();
        if queue.end.is_some() {
            return;
        }
        if queue.frames.len() >= MAX_WAITING || queue.bytes >= MAX_WAITING_BYTES {
            metrics::counter!("tertulia_connections_cut_total").increment(1);
            *queue = Queue { end: Some(Reason::Slow), ..Queue::default() };
        } else {
            queue.bytes += frame.len();
            queue.frames.push_back(frame);
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// Ends the connection once what waits before was sent, or at once where that is stuck.
    pub fn end(&self, reason: Reason) {
        let mut queue = self.queue();
        queue.end.get_or_insert(reason);
        if reason == Reason::Revoked {
            queue.frames = VecDeque::new();
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// What waits, and whether the connection ends after it.
    pub fn take(&self) -> (VecDeque<Utf8Bytes>, Option<Reason>) {
        let mut queue = self.queue();
        queue.bytes = 0;
        (std::mem::take(&mut queue.frames), queue.end)
    }

    /// Why the connection is to end, if it is.
    pub fn ending(&self) -> Option<Reason> {
        self.queue().end
    }

    /// Returns when something waits that was not yet taken.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Wakes the connection's task where something waits.
    pub fn stir(&self) {
        let queue = self.queue();
        if !queue.frames.is_empty() || queue.end.is_some() {
            self.wake.notify_one();
        }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
