//! The horizon: whether the reader goes on, and since when it does not.
//!
//! Everything below the oldest running transaction is delivered, so one that stays open holds up every
//! screen without an error anywhere. Here that is noticed.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long events may wait before the program says that it is not ready. Longer than the watchdog needs.
const PATIENCE: Duration = Duration::from_secs(8);

/// What the reader noted of itself.
#[derive(Debug)]
pub struct Horizon(Mutex<Noted>);

#[derive(Clone, Copy, Debug)]
struct Noted {
    looked: Instant,
    held: Option<Instant>,
}

/// Why events do not reach the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stall {
    /// The reader could not look for this long.
    Unread(Duration),
    /// What was committed has waited this long for an older transaction to end.
    Held(Duration),
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(since) => write!(f, "events could not be read for {} s", since.as_secs()),
            Self::Held(since) => {
                write!(f, "events have waited {} s for a transaction that is still open", since.as_secs())
            }
        }
    }
}

impl Horizon {
    /// The reader looks from now on.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self(Mutex::new(Noted { looked: now, held: None }))
    }

    /// The reader has looked and gone on as far as it could; `waits` where something is held back.
    pub fn looked(&self, waits: bool, now: Instant) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = if waits { noted.held.or(Some(now)) } else { None };
        *noted = Noted { looked: now, held };
    }

    /// The longer of how long nothing was read and how long something was held back.
    #[must_use]
    pub fn behind(&self, now: Instant) -> Stall {
        let noted = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unread = now.saturating_duration_since(noted.looked);
        match noted.held.map(|held| now.saturating_duration_since(held)) {
            Some(held) if held > unread => Stall::Held(held),
            _ => Stall::Unread(unread),
        }
    }

    /// Why the program is not ready, where events wait too long.
    #[must_use]
    pub fn stall(&self, now: Instant) -> Option<Stall> {
        Some(self.behind(now)).filter(|stall| stall.length() >= PATIENCE)
    }
}

impl Stall {
    /// For how long.
    #[must_use]
    pub fn length(self) -> Duration {
        match self {
            Self::Unread(length) | Self::Held(length) => length,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_back_counts_from_when_it_was_first_noticed_until_the_reader_goes_on() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let horizon = Horizon::new(start);
        for second in 1..=8 {
            horizon.looked(true, at(second));
        }
        assert_eq!(horizon.stall(at(8)), None);
        horizon.looked(true, at(9));
        assert_eq!(horizon.stall(at(9)), Some(Stall::Held(PATIENCE)));
        horizon.looked(false, at(10));
        assert_eq!(horizon.stall(at(10)), None);
        assert_eq!(horizon.stall(at(18)), Some(Stall::Unread(PATIENCE)));
    }
}
