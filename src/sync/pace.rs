//! Frames leave no faster than the server lets them: past its limit it closes the connection.

use std::collections::VecDeque;

use crate::realtime::ClientFrame;

/// Half of what the server takes within a second, as frames may bunch on the way.
const PER_SECOND: usize = 10;
const SECOND: i64 = 1_000;

/// Frames that wait for their turn, in order.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    waiting: VecDeque<ClientFrame>,
    sent: VecDeque<i64>,
}

impl Pace {
    /// Puts a frame at the end.
    pub fn push(&mut self, frame: ClientFrame) {
        self.waiting.push_back(frame);
    }

    /// Whether what is sent now would have to wait.
    pub fn is_busy(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Forgets everything: the connection is another one.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.sent.clear();
    }

    /// The next frame that may leave now.
    pub fn pop(&mut self, now: i64) -> Option<ClientFrame> {
        while self.sent.front().is_some_and(|sent| now - sent >= SECOND) {
            self.sent.pop_front();
        }
        if self.sent.len() >= PER_SECOND {
            return None;
        }
        let frame = self.waiting.pop_front()?;
        self.sent.push_back(now);
        Some(frame)
    }

    /// When the next waiting frame may leave.
    pub fn deadline(&self) -> Option<i64> {
        if self.waiting.is_empty() { None } else { self.sent.front().map(|sent| sent + SECOND) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_spread_over_seconds() {
        let mut pace = Pace::default();
        for t in 0..25 {
            pace.push(ClientFrame::Ping { t: f64::from(t) });
        }
        let mut sent = 0;
        for now in [0, 500, 1_000, 2_000] {
            while pace.pop(now).is_some() {
                sent += 1;
            }
            assert!(sent <= 10 * (1 + now / 1_000));
        }
        assert_eq!(sent, 25);
        assert_eq!(pace.deadline(), None);
    }
}
