//! Rate limits: how often one person or one address may do what costs something (SEC-4).
//!
//! Each limit lets a burst of its whole quota through and then refills evenly. A key that has been
//! quiet for its period is forgotten, so memory follows those who are active.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock};

use crate::shared::{Error, Result};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 10 a minute; the key is the address and the login that was typed.
    LogIn,
    /// 30 a minute; the key is the address, whatever logins it tries.
    LogInAddress,
    /// 10 an hour; the key is the address.
    SignUp,
    /// 100 a minute; the key is the account.
    Messages,
    /// 60 a minute; the key is the account, or the address of a visitor.
    Search,
}

impl Limit {
    const ALL: [Self; 5] = [Self::LogIn, Self::LogInAddress, Self::SignUp, Self::Messages, Self::Search];

    fn quota(self) -> Quota {
        let number = |n| NonZeroU32::new(n).expect("quotas are above zero");
        match self {
            Self::LogIn => Quota::per_minute(number(10)),
            Self::LogInAddress => Quota::per_minute(number(30)),
            Self::SignUp => Quota::per_hour(number(10)),
            Self::Messages => Quota::per_minute(number(100)),
            Self::Search => Quota::per_minute(number(60)),
        }
    }
}

/// The counts of one node, cheap to clone.
#[derive(Clone)]
pub struct Limits(Option<Arc<Counts>>);

struct Counts {
    limiters: [DefaultKeyedRateLimiter<String>; Limit::ALL.len()],
    checks: AtomicU32,
}

/// After so many checks whoever has been quiet is forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 4096;

impl Limits {
    /// The limits as [`Limit`] says them.
    #[must_use]
    pub fn on() -> Self {
        let limiters = Limit::ALL.map(|limit| DefaultKeyedRateLimiter::keyed(limit.quota()));
        Self(Some(Arc::new(Counts { limiters, checks: AtomicU32::new(0) })))
    }

    /// No limits: for load tests on loopback.
    #[must_use]
    pub fn off() -> Self {
        Self(None)
    }

    /// Counts one act of whoever the key names.
    ///
    /// # Errors
    /// [`Error::Slow`] with the time to wait where it is one too many; it then does not count.
    pub fn check(&self, limit: Limit, key: &str) -> Result<()> {
        let Some(counts) = &self.0 else { return Ok(()) };
        if counts.checks.fetch_add(1, Ordering::Relaxed) % CHECKS_BETWEEN_SWEEPS == CHECKS_BETWEEN_SWEEPS - 1 {
            self.sweep();
        }
        let limiter = &counts.limiters[limit as usize];
        limiter.check_key(&key.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(limiter.clock().now());
            metrics::counter!("tertulia_rate_limited_total", "limit" => format!("{limit:?}")).increment(1);
            Error::Slow { retry_after: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1) }
        })
    }

    /// Forgets who has been quiet for long enough to have the whole quota again.
    pub fn sweep(&self) {
        for limiter in self.0.iter().flat_map(|counts| &counts.limiters) {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_log_in_of_a_minute_waits() {
        let limits = Limits::on();
        for _ in 0..10 {
            assert_eq!(limits.check(Limit::LogIn, "192.0.2.1 ann"), Ok(()));
        }
        let refused = limits.check(Limit::LogIn, "192.0.2.1 ann");
        assert!(matches!(refused, Err(Error::Slow { retry_after: 1..=6_000 })), "{refused:?}");
        assert_eq!(limits.check(Limit::LogIn, "192.0.2.1 bob"), Ok(()));
        assert_eq!(limits.check(Limit::Messages, "192.0.2.1 ann"), Ok(()));
    }

    #[test]
    fn a_limit_that_is_lifted_refuses_nobody() {
        let limits = Limits::off();
        assert!((0..1_000).all(|_| limits.check(Limit::SignUp, "192.0.2.1").is_ok()));
    }

    #[test]
    fn every_limit_has_its_own_count() {
        for (place, limit) in Limit::ALL.into_iter().enumerate() {
            assert_eq!(limit as usize, place);
        }
    }
}
