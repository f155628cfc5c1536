//! Audiences: whose `me` carries a conversation. Held for conversations in which something happens.

use std::{collections::HashMap, sync::Arc};

use moka::sync::Cache;

use crate::realtime::{Topic, gate::Gate};
use crate::shared::{Result, id::AccountId};

/// Accounts held over all topics: some 40 MB.
const ACCOUNTS: u64 = 2_000_000;

/// Who is in what, as of the last event published. The reader of events is the only one that changes
/// it, in the order of the events.
pub struct Audiences {
    known: Cache<Topic, Arc<[AccountId]>>,
}

impl Default for Audiences {
    fn default() -> Self {
        let known = Cache::builder()
            .max_capacity(ACCOUNTS)
            .weigher(|_, accounts: &Arc<[AccountId]>| u32::try_from(accounts.len() + 8).unwrap_or(u32::MAX))
            .build();
        Self { known }
    }
}

impl Audiences {
    /// The audiences of these topics, kept from now on; the gate is asked once for those not known. Only
    /// for the reader of events: anybody else might keep what an event has just changed.
    ///
    /// # Errors
    /// As the gate says.
    pub async fn keep(&self, topics: &[Topic], gate: &dyn Gate) -> Result<HashMap<Topic, Arc<[AccountId]>>> {
        let mut found: HashMap<Topic, Arc<[AccountId]>> = HashMap::with_capacity(topics.len());
        let mut unknown: HashMap<Topic, Vec<AccountId>> = HashMap::new();
        for topic in topics {
            if let Some(accounts) = self.known.get(topic) {
                found.insert(*topic, accounts);
            } else {
                unknown.insert(*topic, Vec::new());
            }
        }
        if unknown.is_empty() {
            return Ok(found);
        }
        let asked: Vec<_> = unknown.keys().copied().collect();
        for (topic, account) in gate.audience(&asked).await? {
            unknown.entry(topic).or_default().push(account);
        }
        for (topic, accounts) in unknown {
            let accounts: Arc<[AccountId]> = accounts.into();
            self.known.insert(topic, Arc::clone(&accounts));
            found.insert(topic, accounts);
        }
        Ok(found)
    }

    /// The audience of one topic, not kept.
    ///
    /// # Errors
    /// As the gate says.
    pub async fn look_up(&self, topic: Topic, gate: &dyn Gate) -> Result<Arc<[AccountId]>> {
        match self.known.get(&topic) {
            Some(accounts) => Ok(accounts),
            None => Ok(gate.audience(&[topic]).await?.into_iter().map(|(_, account)| account).collect()),
        }
    }

    /// Takes over who is in a topic now.
    pub fn set(&self, topic: Topic, accounts: Arc<[AccountId]>) {
        self.known.insert(topic, accounts);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.known.invalidate_all();
    }
}
