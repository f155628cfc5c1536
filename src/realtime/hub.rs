//! The hub: topics to connections.

use std::sync::Arc;

use super::{Position, Topic, gate::Gate};
use crate::{
    server::Pool,
    shared::{Result, id::AccountId},
};

/// The node's end of every live connection, cheap to clone.
#[derive(Clone)]
pub struct Hub {
    node: Arc<str>,
}

impl Hub {
    /// Starts the reader of events and everything that hangs on it.
    ///
    /// # Errors
    /// Where the database cannot be reached now; later absences are survived.
    pub async fn start(pool: Pool, gate: Arc<dyn Gate>, node: String) -> Result<Self> {
        let _ = (pool, gate);
        Ok(Self { node: node.into() })
    }

    /// The last event that the reader of this node has published.
    #[must_use]
    pub fn published(&self) -> Position {
        Position { epoch: 0, xid: 0, id: 0 }
    }

    /// Tells who listens to the topic something passing, from an account.
    pub fn signal(&self, topic: Topic, kind: &str, from: AccountId, body: serde_json::Value) {
        let _ = (topic, kind, from, body);
    }

    /// Says goodbye to every connection and waits until they are gone, at most a few seconds.
    pub async fn stop(&self) {
        let _ = &self.node;
    }
}
