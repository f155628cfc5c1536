//! Dismissing somebody who is suggested as an operation that is kept until the server has it.

use std::collections::BTreeSet;

use crate::{
    features::follows::model::Dismissal,
    shared::{
        id::{AccountId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending, PendingState},
};

/// The kind of operation that has somebody suggested no more.
pub const DISMISS: &str = "suggestion.dismiss";

/// The operation that has somebody suggested no more.
#[must_use]
pub fn dismiss_operation(id: OperationId, dismissal: &Dismissal) -> Operation {
    Operation {
        v: 1,
        kind: DISMISS.to_owned(),
        id,
        object: format!("suggestion:{}", dismissal.account.id),
        expected_version: None,
        body: serde_json::json!(dismissal),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// Whom the viewer dismissed, and the server has not refused it.
#[must_use]
pub fn dismissed(pending: &[Pending]) -> BTreeSet<AccountId> {
    let ours = pending.iter().filter(|one| !one.has_failed()).filter_map(dismissal_of);
    ours.map(|dismissal| dismissal.account.id).collect()
}

/// Whose dismissal the server has answered, and how.
#[must_use]
pub fn answered_dismissals(pending: &[Pending]) -> Vec<(OperationId, Dismissal, PendingState)> {
    let ours = pending.iter().filter(|one| !one.state.waits());
    ours.filter_map(|one| Some((one.operation.id, dismissal_of(one)?, one.state.clone()))).collect()
}

fn dismissal_of(pending: &Pending) -> Option<Dismissal> {
    let is_ours = pending.operation.kind == DISMISS;
    is_ours.then(|| typed::<Dismissal>(&pending.operation.body).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::follows::state::world::{BOB, account},
        shared::Error,
    };

    #[test]
    fn who_is_dismissed_is_gone_at_once_and_back_where_that_was_refused() {
        let dismissal = Dismissal { account: account(BOB) };
        let operation = dismiss_operation(OperationId::new(), &dismissal);
        assert!(operation.outlasts(&json!({"account_id": BOB})), "it is gone until a reading says so");
        let pending = |state| [Pending { operation: operation.clone(), state }];
        let waits = pending(PendingState::Waiting);
        assert_eq!((dismissed(&waits), answered_dismissals(&waits)), (BTreeSet::from([BOB]), Vec::new()));
        let refused = pending(PendingState::Failed(Error::Missing));
        let answers = vec![(operation.id, dismissal, PendingState::Failed(Error::Missing))];
        assert_eq!((dismissed(&refused), answered_dismissals(&refused)), (BTreeSet::new(), answers));
    }
}
