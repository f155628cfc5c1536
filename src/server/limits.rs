//! Rate limits: how often one person or one address may do what costs something (SEC-4).
//!
//! Each limit lets a burst of its whole quota through and then refills evenly. A key that has been
//! quiet for its period is forgotten, so memory follows those who are active.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock};
use moka::sync::Cache;

use crate::shared::{Error, Result};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// 10 a minute; the key is the network and the login that was typed.
    LogIn,
    /// 30 a minute; the key is the network, whatever logins it tries.
    LogInAddress,
    /// 10 an hour; the key is the network and the login that was typed, where it was not known before: what one
    /// network may use up of the next.
    LogInShare,
    /// 100 an hour; the key is the login that was typed, from wherever it was not known before.
    LogInAnywhere,
    /// 10 an hour; the key is the network.
    SignUp,
    /// 100 a minute; the key is the account.
    Messages,
    /// 60 a minute; the key is the account that keeps what it writes.
    Drafts,
    /// 60 an hour; the key is the account that begins a conversation. To find one there is costs nothing.
    Openings,
    /// 256 an hour, as many as a group holds; the key is the account that brings people into groups, one by one.
    Invitations,
    /// 60 a minute; the key is the account.
    Search,
    /// 1,200 a minute; the key is the account: every call that is not plain reading, and every subscription.
    Calls,
    /// 60 a minute; the key is the network: live connections that nobody's log-in came with.
    Strangers,
}

impl Limit {
    const ALL: [Self; 12] = [
        Self::LogIn,
        Self::LogInAddress,
        Self::LogInShare,
        Self::LogInAnywhere,
        Self::SignUp,
        Self::Messages,
        Self::Drafts,
        Self::Openings,
        Self::Invitations,
        Self::Search,
        Self::Calls,
        Self::Strangers,
    ];

    fn quota(self) -> Quota {
        let number = |n| NonZeroU32::new(n).expect("quotas are above zero");
        match self {
            Self::LogIn => Quota::per_minute(number(10)),
            Self::LogInAddress => Quota::per_minute(number(30)),
            Self::LogInAnywhere => Quota::per_hour(number(100)),
            Self::SignUp | Self::LogInShare => Quota::per_hour(number(10)),
            Self::Messages => Quota::per_minute(number(100)),
            Self::Openings => Quota::per_hour(number(60)),
            Self::Invitations => Quota::per_hour(number(256)),
            Self::Drafts | Self::Search | Self::Strangers => Quota::per_minute(number(60)),
            Self::Calls => Quota::per_minute(number(1_200)),
        }
    }
}

/// Whom an address stands for: itself, or in IPv6 its /64, of which one household or one rented
/// machine has every address.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let prefix = Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX));
            format!("{prefix}/64")
        }
    }
}

/// The counts of one node, cheap to clone.
#[derive(Clone)]
pub struct Limits(Option<Arc<Counts>>);

struct Counts {
    limiters: [DefaultKeyedRateLimiter<String>; Limit::ALL.len()],
    /// From where which login was right.
    familiar: Cache<String, ()>,
    checks: AtomicU32,
}

/// After so many checks whoever has been quiet is forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 4096;
/// How long a place from which somebody logged in is remembered, and how many at most.
const FAMILIAR: (Duration, u64) = (Duration::from_hours(90 * 24), 100_000);

impl Limits {
    /// The limits as [`Limit`] says them.
    #[must_use]
    pub fn on() -> Self {
        Self::counting(Limit::quota)
    }

    fn counting(quota: impl Fn(Limit) -> Quota) -> Self {
        let limiters = Limit::ALL.map(|limit| DefaultKeyedRateLimiter::keyed(quota(limit)));
        let familiar = Cache::builder().time_to_idle(FAMILIAR.0).max_capacity(FAMILIAR.1).build();
        Self(Some(Arc::new(Counts { limiters, familiar, checks: AtomicU32::new(0) })))
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

    /// Counts one attempt to log in, before anybody looks whether there is such an account: what is
    /// typed is the key, so a login that never was is answered alike, and two logins of one account
    /// do not give each other away. Who is past the limit learns from a 401 that somebody of that login is logged in at
    /// the same address: whoever shares it with them.
    ///
    /// Guesses that come from a thousand addresses are slowed by what they share, the login. That must
    /// not shut its owner out: one network uses up a tenth of it at most, and from where the login is familiar only
    /// the counts of that network hold. Familiar is where [`Limits::log_in_succeeded`] was called, and where `homes`
    /// says that its owner is logged in; that is asked only of who would have to wait.
    ///
    /// # Errors
    /// [`Error::Slow`] with the time to wait, or as `homes` says.
    pub async fn check_log_in(
        &self,
        address: IpAddr,
        login: &str,
        homes: impl Future<Output = Result<Vec<IpAddr>>>,
    ) -> Result<()> {
        let from = network(address);
        self.check(Limit::LogInAddress, &from)?;
        let place = place(&from, login);
        self.check(Limit::LogIn, &place)?;
        if self.0.as_ref().is_some_and(|counts| counts.familiar.contains_key(&place)) {
            return Ok(());
        }
        let shared = self.check(Limit::LogInShare, &place).and_then(|()| self.check(Limit::LogInAnywhere, login));
        if shared.is_err() && homes.await?.into_iter().any(|home| network(home) == from) {
            self.log_in_succeeded(address, login);
            return Ok(());
        }
        shared
    }

    /// Remembers that the login is familiar there.
    pub fn log_in_succeeded(&self, address: IpAddr, login: &str) {
        if let Some(counts) = &self.0 {
            counts.familiar.insert(place(&network(address), login), ());
        }
    }

    /// Forgets who has been quiet for long enough to have the whole quota again.
    pub fn sweep(&self) {
        for limiter in self.0.iter().flat_map(|counts| &counts.limiters) {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn place(network: &str, login: &str) -> String {
    format!("{network} {login}")
}

#[cfg(test)]
mod tests;
