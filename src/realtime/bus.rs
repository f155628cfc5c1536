//! The bus: how hubs tell each other what is not stored.
//!
//! It carries signals only; what is stored reaches every node through the database.

use serde_json::Value;
use tokio::sync::broadcast;

use super::Topic;
use crate::shared::id::AccountId;

/// Words that may wait for a hub before it misses some; all of them are passing things.
const WAITING: usize = 4_096;

/// Something passing.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Where.
    pub topic: Topic,
    /// `typing`, `presence`, …
    pub kind: String,
    /// Who.
    pub from: AccountId,
    /// Small.
    pub body: Value,
}

/// Carries signals to every hub, the teller's own included, each hub in the teller's order.
pub trait Bus: Send + Sync + 'static {
    /// Tells every hub.
    fn tell(&self, signal: Signal);

    /// Hears everything told from now on.
    fn listen(&self) -> broadcast::Receiver<Signal>;
}

/// The bus of a single node.
#[derive(Debug)]
pub struct Local(broadcast::Sender<Signal>);

impl Default for Local {
    fn default() -> Self {
        Self(broadcast::Sender::new(WAITING))
    }
}

impl Bus for Local {
    fn tell(&self, signal: Signal) {
        // Without a listener there is nobody to tell.
        drop(self.0.send(signal));
    }

    fn listen(&self) -> broadcast::Receiver<Signal> {
        self.0.subscribe()
    }
}
