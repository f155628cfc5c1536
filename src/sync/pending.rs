//! Operations on their way: what the screen shows as done, or offers again.

use serde_json::Value;

use super::Operation;
use crate::shared::Error;

/// An operation that the confirmed state does not hold yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// What the person did.
    pub operation: Operation,
    /// How far it came.
    pub state: PendingState,
}

/// How far an operation came.
#[derive(Clone, Debug, PartialEq)]
pub enum PendingState {
    /// Kept on this device; it goes out by itself.
    Waiting,
    /// The server has stored it and answered this; its event is on the way.
    Acknowledged(Value),
    /// The server refused it. It stays until the person tries again or discards it.
    Failed(Error),
}

impl Pending {
    /// Whether the person has to decide what becomes of it.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.state, PendingState::Failed(_))
    }
}
