//! Following somebody as an operation that is kept until the server has it.

use crate::{
    features::follows::model::FollowChange,
    shared::{id::OperationId, json::typed},
    sync::{Operation, Pending, PendingState},
};

/// The kind of operation that follows somebody, or ends that.
pub const FOLLOW: &str = "person.follow";

/// The operation that follows somebody, or ends that.
#[must_use]
pub fn follow_operation(id: OperationId, change: &FollowChange) -> Operation {
    Operation {
        v: 1,
        kind: FOLLOW.to_owned(),
        id,
        object: format!("follow:{}", change.account.id),
        expected_version: None,
        body: serde_json::json!(change),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// What was to be followed, or not any more, and the server has answered: with what holds now, or with why not.
#[must_use]
pub fn answered(pending: &[Pending]) -> Vec<(OperationId, Option<FollowChange>, PendingState)> {
    let ours = pending.iter().filter(|one| one.operation.kind == FOLLOW && !one.state.waits());
    ours.map(|one| (one.operation.id, change_of(one), one.state.clone())).collect()
}

/// What a pending operation of this kind is to do.
pub(super) fn change_of(pending: &Pending) -> Option<FollowChange> {
    let is_ours = pending.operation.kind == FOLLOW;
    is_ours.then(|| typed::<FollowChange>(&pending.operation.body).ok()).flatten()
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
    fn the_later_of_two_that_wait_is_enough_and_an_answer_without_a_version_is_none() {
        let change = |follows| FollowChange { account: account(BOB), follows };
        let (older, newer) =
            (follow_operation(OperationId::new(), &change(true)), follow_operation(OperationId::new(), &change(false)));
        assert_eq!(newer.absorb(&older).map(|both| both.body), Some(newer.body.clone()));
        assert!(newer.is_answered(&json!({"account_id": BOB, "follows": false, "version": 4, "stats": []})));
        assert!(!newer.is_answered(&json!({"account_id": BOB, "follows": false})));
    }

    #[test]
    fn what_waits_has_no_answer_yet() {
        let operation = follow_operation(OperationId::new(), &FollowChange { account: account(BOB), follows: true });
        let id = operation.id;
        let pending = |state| Pending { operation: operation.clone(), state };
        let waits = [pending(PendingState::Waiting), pending(PendingState::Slowed)];
        assert_eq!(answered(&waits), []);
        let refused = answered(&[pending(PendingState::Failed(Error::Missing))]);
        let change = FollowChange { account: account(BOB), follows: true };
        assert_eq!(refused, [(id, Some(change), PendingState::Failed(Error::Missing))]);
    }
}
