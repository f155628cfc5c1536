//! Whom somebody blocked: as the events say, and with what they did since.

use super::{read, settled};
use crate::{
    features::accounts::model::{Account, BlockChange, Me},
    realtime::Event,
    shared::{
        id::{AccountId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending},
};

/// The kind of operation that blocks somebody, or ends that.
pub const BLOCK: &str = "person.block";

/// The operation that blocks somebody, or ends that.
#[must_use]
pub fn block_operation(id: OperationId, change: &BlockChange) -> Operation {
    Operation {
        v: 1,
        kind: BLOCK.to_owned(),
        id,
        object: format!("block:{}", change.account.id),
        expected_version: None,
        body: serde_json::json!(change),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// Brings what is confirmed up to an event.
pub(super) fn apply(me: &mut Me, event: &Event) {
    if let Ok(account) = typed::<Account>(&event.body["account"]) {
        BlockChange { account, blocked: true }.over(&mut me.blocked);
    } else if let Ok(who) = typed::<AccountId>(&event.body["account_id"]) {
        me.blocked.retain(|account| account.id != who);
    }
}

/// Those of the pending blocks that need not lie over what is confirmed any more ([`settled`]).
#[must_use]
pub fn settled_blocks(me: &Me, pending: &[Pending]) -> Vec<OperationId> {
    settled(pending, BLOCK, |change: BlockChange| me.blocks(change.account.id) == change.blocked)
}

/// Whom the screen shows as blocked: the confirmed, with what was done since, in order.
pub(super) fn overlaid(me: &Me, pending: &[Pending]) -> Vec<Account> {
    let mut blocked = me.blocked.clone();
    let changes = pending.iter().filter(|pending| !pending.has_failed());
    for change in changes.filter_map(|pending| read::<BlockChange>(pending, BLOCK)) {
        change.over(&mut blocked);
    }
    blocked
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::accounts::state::{
            self,
            world::{account, ann, blocked, unblocked},
        },
        shared::Error,
        sync::PendingState,
    };

    fn act(who: &Account, blocked: bool, state: PendingState) -> Pending {
        let change = BlockChange { account: who.clone(), blocked };
        Pending { operation: block_operation(OperationId::new(), &change), state }
    }

    fn answered(who: &Account, blocked: bool) -> PendingState {
        PendingState::Acknowledged(json!({"account_id": who.id, "blocked": blocked, "version": 7}))
    }

    #[test]
    fn whoever_is_blocked_is_so_at_once_and_from_then_on_as_the_events_say() {
        let bob = account("bob");
        let mut me = ann();
        let waiting = act(&bob, true, PendingState::Waiting);
        assert!(state::overlaid(&me, std::slice::from_ref(&waiting)).blocks(bob.id));
        assert!(!state::overlaid(&me, &[act(&bob, true, PendingState::Failed(Error::Missing))]).blocks(bob.id));
        let answer = json!({"account_id": bob.id, "blocked": true, "version": 7});
        assert!(waiting.operation.is_answered(&answer) && waiting.operation.outlasts(&answer));
        state::apply(&mut me, &blocked(&bob));
        assert_eq!(me.blocked, std::slice::from_ref(&bob));
        assert!(!state::overlaid(&me, &[act(&bob, false, PendingState::Waiting)]).blocks(bob.id));
        state::apply(&mut me, &unblocked(&bob));
        assert_eq!(me.blocked, []);
    }

    #[test]
    fn a_stored_block_lies_over_what_is_confirmed_until_that_says_the_same_or_a_later_one_is_stored() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut me = ann();
        let [first, second] = [true, false].map(|on| act(&bob, on, answered(&bob, on)));
        let of_another = act(&cleo, false, PendingState::Waiting);
        assert_eq!(settled_blocks(&me, &[first.clone(), of_another.clone()]), []);
        let both = [first.operation.id, second.operation.id];
        assert_eq!(settled_blocks(&me, &[first.clone(), of_another, second]), both);
        state::apply(&mut me, &blocked(&bob));
        assert_eq!(settled_blocks(&me, &[first]), both[..1]);
    }

    #[test]
    fn an_answer_that_comes_late_does_not_undo_what_another_device_did_since() {
        let bob = account("bob");
        let mut me = ann();
        for event in [blocked(&bob), unblocked(&bob)] {
            state::apply(&mut me, &event);
        }
        let late = act(&bob, true, answered(&bob, true));
        assert_eq!(settled_blocks(&me, &[late]), [], "the outbox drops it");
        assert!(!me.blocks(bob.id));
    }
}
