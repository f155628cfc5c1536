//! Sessions this process has seen of late, so that hot paths do not ask the database who is asking.
//!
//! An entry lives 45 seconds: a session revoked on another node, and a role given from the command
//! line, count here that much later at most. What this process revokes is refused at once, also by
//! an entry that a request in flight writes afterwards: the revoked are remembered for longer than any entry lives.

use std::{sync::LazyLock, time::Duration};

use moka::{policy::EvictionPolicy, sync::Cache};

use super::token::TokenHash;
use crate::{server::Viewer, shared::id::SessionId};

static VIEWERS: LazyLock<Cache<TokenHash, Viewer>> = LazyLock::new(|| cache(100_000, 45));
static REVOKED: LazyLock<Cache<SessionId, ()>> = LazyLock::new(|| cache(100_000, 120));

fn cache<K, V>(entries: u64, seconds: u64) -> Cache<K, V>
where
    K: std::hash::Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder()
        .max_capacity(entries)
        .time_to_live(Duration::from_secs(seconds))
        .eviction_policy(EvictionPolicy::lru())
        .build()
}

/// Who holds the token, if that was asked a moment ago.
pub fn recall(token: &TokenHash) -> Option<Viewer> {
    VIEWERS.get(token).filter(is_good)
}

/// Keeps who holds a token; gives them back unless their session was revoked meanwhile.
pub fn keep(token: TokenHash, viewer: Viewer) -> Option<Viewer> {
    VIEWERS.insert(token, viewer);
    Some(viewer).filter(is_good)
}

/// From now on the session's token is refused.
pub fn revoke(session: SessionId) {
    REVOKED.insert(session, ());
}

/// Forgets who has which role.
pub fn forget_roles() {
    VIEWERS.invalidate_all();
}

fn is_good(viewer: &Viewer) -> bool {
    !REVOKED.contains_key(&viewer.session)
}
