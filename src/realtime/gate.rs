//! What the hub must be told about the world, because it knows no feature itself.

use std::collections::HashSet;

use async_trait::async_trait;

use super::Topic;
use crate::{
    server::Viewer,
    shared::{Result, id::AccountId, time::Time},
};

/// What others may know of somebody's presence besides the connections that exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Whether they let others see that they are there.
    pub shown: bool,
    /// When their last connection ended.
    pub last_seen: Option<Time>,
}

/// What stands between somebody and others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dealings {
    /// Whether they let others know what they have read; who does not is not told it of others.
    pub receipts: bool,
    /// Whom they blocked.
    pub blocked: HashSet<AccountId>,
    /// Who blocked them.
    pub blocked_by: HashSet<AccountId>,
}

impl Dealings {
    /// Whether they and somebody are gone for each other.
    #[must_use]
    pub fn are_apart(&self, other: AccountId) -> bool {
        self.blocked.contains(&other) || self.blocked_by.contains(&other)
    }
}

/// Decides who may hear what, and keeps what the hub wants remembered. `app/gate.rs` implements it.
#[async_trait]
pub trait Gate: Send + Sync + 'static {
    /// Those of the topics that the viewer may hear, by the predicates under which they may read the
    /// rows. A topic that never was and one that is not theirs are the same: both are left out.
    async fn admit(&self, viewer: Viewer, topics: &[Topic]) -> Result<Vec<Topic>>;

    /// Whether nothing that is only passing is told there: of two people one has blocked the other.
    async fn is_closed(&self, topic: Topic) -> Result<bool>;

    /// Everyone whose `me` carries the topic: the participants of each conversation.
    async fn audience(&self, topics: &[Topic]) -> Result<Vec<(Topic, AccountId)>>;

    /// The topics that an account's `me` carries besides its inbox.
    async fn inbox(&self, account: AccountId) -> Result<Vec<Topic>>;

    /// Whether the log-in still counts.
    async fn still_valid(&self, viewer: Viewer) -> Result<bool>;

    /// What others may know of the presence of these accounts.
    async fn visibility(&self, accounts: &[AccountId]) -> Result<Vec<(AccountId, Visibility)>>;

    /// What stands between the account and others.
    async fn dealings(&self, account: AccountId) -> Result<Dealings>;

    /// Remembers that the last connection of each of these accounts ended now; at most once a minute it
    /// changes what is stored.
    async fn ended(&self, accounts: &[AccountId]) -> Result<()>;
}
