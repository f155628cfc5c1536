//! What the screen shows: the confirmed state with the pending operations laid over it (SYN-9).
//!
//! Nobody rolls back: an operation that is refused or confirmed leaves the pending ones, and the next
//! overlay is without it.

use super::Pending;

/// A confirmed state that knows what it would look like if an operation had been done already.
pub trait Overlay: Clone {
    /// Lays one pending operation over the state. Those of other kinds and objects change nothing, nor
    /// does one whose result the state holds already.
    fn lay(&mut self, pending: &Pending);
}

/// The state as the person shall see it; the confirmed one stays as it is.
#[must_use]
pub fn overlaid<S: Overlay>(confirmed: &S, pending: &[Pending]) -> S {
    let mut shown = confirmed.clone();
    for operation in pending {
        shown.lay(operation);
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{
        shared::id::OperationId,
        sync::{Operation, PendingState},
    };

    #[derive(Clone, Debug, PartialEq)]
    struct Words(Vec<String>);

    impl Overlay for Words {
        fn lay(&mut self, pending: &Pending) {
            self.0.push(pending.operation.body["body"].as_str().unwrap_or_default().to_owned());
        }
    }

    #[test]
    fn pending_words_stand_after_confirmed_ones_and_change_nothing_below() {
        let operation = Operation {
            v: 1,
            kind: "message.send".into(),
            id: OperationId(Uuid::from_u128(1)),
            object: "conversation:1".into(),
            expected_version: None,
            body: json!({"body": "there"}),
            instead_of: Vec::new(),
            postponed_until: None,
        };
        let confirmed = Words(vec!["hi".into()]);
        let pending = [Pending { operation, state: PendingState::Waiting }];
        assert_eq!(overlaid(&confirmed, &pending).0, ["hi", "there"]);
        assert_eq!(overlaid(&confirmed, &[]), confirmed);
    }
}
