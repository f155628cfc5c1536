//! Rate limits: how often one person or one address may do what costs something (SEC-4).
//!
//! The whole of a limit may be used at once, as by somebody whose messages waited in a tunnel; no minute, or hour, has
//! more of it, wherever it begins (`window`). A key that has been quiet for its period is forgotten, so memory follows
//! those who are active.

mod window;

use std::{
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use moka::sync::Cache;

use self::window::{Quota, Window};
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
    /// 60 a minute; the key is the account that keeps what it writes, be it to be sent later.
    Drafts,
    /// 60 an hour; the key is the account that begins a conversation. To find one there is costs nothing.
    Openings,
    /// 256 an hour, as many as a group holds; the key is the account that brings people into groups, those it makes
    /// included.
    Invitations,
    /// 300 an hour; the key is the account that follows somebody, ends that, or wants somebody suggested no more.
    Follows,
    /// 30 an hour; the key is the account that reports something.
    Reports,
    /// 30 a minute; the key is the account that publishes or rewrites posts, answers and comments, or wants to publish what was
    /// said.
    Posts,
    /// 100 a minute; the key is the account that votes, keeps posts, accepts answers or consents.
    Votes,
    /// 60 a minute; the key is the account.
    Search,
    /// 6,000 a minute; the key is the account that reads, or the network of a visitor: answers, comments and versions, each
    /// of which may be as long as a post.
    Reading,
    /// 20 a minute; the key is the account whose messages lead to pages, which are looked at.
    Previews,
    /// 1,200 a minute; the key is the account: every call that is not plain reading, and every subscription.
    Calls,
    /// 60 a minute; the key is the network: live connections that nobody's log-in came with.
    Strangers,
}

impl Limit {
    const ALL: [Self; 18] = [
        Self::LogIn,
        Self::LogInAddress,
        Self::LogInShare,
        Self::LogInAnywhere,
        Self::SignUp,
        Self::Messages,
        Self::Drafts,
        Self::Openings,
        Self::Invitations,
        Self::Follows,
        Self::Reports,
        Self::Posts,
        Self::Votes,
        Self::Search,
        Self::Reading,
        Self::Previews,
        Self::Calls,
        Self::Strangers,
    ];

    const fn quota(self) -> Quota {
        match self {
            Self::LogIn => Quota::per_minute(10),
            Self::LogInAddress | Self::Posts => Quota::per_minute(30),
            Self::LogInAnywhere => Quota::per_hour(100),
            Self::SignUp | Self::LogInShare => Quota::per_hour(10),
            Self::Messages | Self::Votes => Quota::per_minute(100),
            Self::Previews => Quota::per_minute(20),
            Self::Openings => Quota::per_hour(60),
            Self::Reports => Quota::per_hour(30),
            Self::Invitations => Quota::per_hour(256),
            Self::Follows => Quota::per_hour(300),
            Self::Drafts | Self::Search | Self::Strangers => Quota::per_minute(60),
            Self::Calls => Quota::per_minute(1_200),
            Self::Reading => Quota::per_minute(6_000),
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
    started: Instant,
    by_limit: [Count; Limit::ALL.len()],
    /// From where which login was right.
    familiar: Cache<String, ()>,
}

/// What is counted under one limit, by key.
struct Count {
    quota: Quota,
    windows: Cache<String, Arc<Mutex<Window>>>,
}

/// How long a place from which somebody logged in is remembered, and how many at most.
const FAMILIAR: (Duration, u64) = (Duration::from_hours(90 * 24), 100_000);

impl Limits {
    /// The limits as [`Limit`] says them.
    #[must_use]
    pub fn on() -> Self {
        Self::counting(Limit::quota)
    }

    fn counting(quota: impl Fn(Limit) -> Quota) -> Self {
        let by_limit = Limit::ALL.map(|limit| Count::up_to(quota(limit)));
        let familiar = Cache::builder().time_to_idle(FAMILIAR.0).max_capacity(FAMILIAR.1).build();
        Self(Some(Arc::new(Counts { started: Instant::now(), by_limit, familiar })))
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
        self.check_all(limit, key, 1)
    }

    /// Counts so many acts at once, all of them or none.
    ///
    /// # Errors
    /// [`Error::Slow`] with the time to wait where they are too many; none of them then counts.
    pub fn check_all(&self, limit: Limit, key: &str, acts: u32) -> Result<()> {
        let Some(counts) = &self.0 else { return Ok(()) };
        counts.by_limit[limit as usize].check(key, acts, counts.started).map_err(|wait| {
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
}

impl Count {
    fn up_to(quota: Quota) -> Self {
        Self { quota, windows: Cache::builder().time_to_idle(quota.memory()).build() }
    }

    fn check(&self, key: &str, acts: u32, started: Instant) -> Result<(), Duration> {
        let window = self.windows.get_with_by_ref(key, Arc::default);
        let mut window = window.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at under the lock: one act after the other, time never goes back.
        window.count(self.quota, acts, started.elapsed())
    }
}

fn place(network: &str, login: &str) -> String {
    format!("{network} {login}")
}

#[cfg(test)]
mod tests;
