//! Operations on their way: what the screen shows as done, or offers again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Operation, Stored, stored::lasts};
use crate::shared::{Error, id::OperationId};

/// An operation that the confirmed state does not hold yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// What the person did.
    pub operation: Operation,
    /// How far it came.
    pub state: PendingState,
}

/// How far an operation came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PendingState {
    /// Kept on this device; it goes out by itself.
    Waiting,
    /// The same, later: the server has said that it is too much at once.
    Slowed,
    /// The server has stored it and answered this; its event is on the way.
    Acknowledged(Value),
    /// The server refused it. It stays until the person tries again or discards it.
    Failed(Error),
}

impl PendingState {
    /// Whether the server has not answered for good: it goes out by itself.
    #[must_use]
    pub fn waits(&self) -> bool {
        matches!(self, Self::Waiting | Self::Slowed)
    }
}

impl Pending {
    /// Whether the person has to decide what becomes of it.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.state, PendingState::Failed(_))
    }

    /// Why no page brings it to the server by itself, if none does.
    pub(super) fn refusal(&self) -> Option<&Error> {
        match &self.state {
            PendingState::Failed(error) if lasts(error) => Some(error),
            _ => None,
        }
    }

    /// As a store would hold it.
    pub(super) fn to_stored(&self) -> Stored {
        Stored { operation: self.operation.clone(), refused: self.refusal().cloned() }
    }

    /// Nobody leads who has it: what was refused stays so, and all else waits.
    pub(super) fn set_back(&mut self) {
        if self.refusal().is_none() {
            self.state = PendingState::Waiting;
        }
    }

    /// Whether something that the person did would be lost with this page.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        !matches!(self.state, PendingState::Acknowledged(_)) && !self.operation.is_mark()
    }
}

/// All that these were done in the place of.
pub(super) fn replaced_by<'a>(pending: impl Iterator<Item = &'a Pending>) -> BTreeSet<OperationId> {
    pending.flat_map(|one| one.operation.instead_of.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn pending(kind: &str, state: PendingState) -> Pending {
        let operation = Operation {
            v: 1,
            kind: kind.into(),
            id: OperationId(Uuid::from_u128(1)),
            object: "conversation:1".into(),
            expected_version: None,
            body: json!({"body": "hi"}),
            instead_of: Vec::new(),
            postponed_until: None,
        };
        Pending { operation, state }
    }

    #[test]
    fn words_that_wait_are_unsaved_and_marks_and_what_the_server_has_are_not() {
        assert!(pending("message.send", PendingState::Waiting).is_unsaved());
        assert!(pending("message.send", PendingState::Slowed).is_unsaved());
        assert!(pending("message.send", PendingState::Failed(Error::SignIn)).is_unsaved());
        assert!(!pending("message.send", PendingState::Acknowledged(json!({}))).is_unsaved());
        assert!(!pending("conversation.mark", PendingState::Waiting).is_unsaved());
    }
}
