//! Whom somebody muted: as the events say, and with what they did since.

use super::{read, settled};
use crate::{
    features::accounts::model::{Account, Me, MuteChange},
    realtime::Event,
    shared::{
        id::{AccountId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending},
};

/// The kind of operation that mutes somebody, or ends that.
pub const MUTE: &str = "person.mute";

/// The operation that mutes somebody, or ends that.
#[must_use]
pub fn mute_operation(id: OperationId, change: &MuteChange) -> Operation {
    Operation {
        v: 1,
        kind: MUTE.to_owned(),
        id,
        object: format!("mute:{}", change.account.id),
        expected_version: None,
        body: serde_json::json!(change),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// Brings what is confirmed up to an event.
pub(super) fn apply(me: &mut Me, event: &Event) {
    if let Ok(account) = typed::<Account>(&event.body["account"]) {
        MuteChange { account, muted: true }.over(&mut me.muted);
    } else if let Ok(who) = typed::<AccountId>(&event.body["account_id"]) {
        me.muted.retain(|account| account.id != who);
    }
}

/// Those of the pending mutes that need not lie over what is confirmed any more ([`settled`]).
#[must_use]
pub fn settled_mutes(me: &Me, pending: &[Pending]) -> Vec<OperationId> {
    settled(pending, MUTE, |change: MuteChange| me.mutes(change.account.id) == change.muted)
}

/// Whom the screen shows as muted: the confirmed, with what was done since, in order.
pub(super) fn overlaid(me: &Me, pending: &[Pending]) -> Vec<Account> {
    let mut muted = me.muted.clone();
    let changes = pending.iter().filter(|pending| !pending.has_failed());
    for change in changes.filter_map(|pending| read::<MuteChange>(pending, MUTE)) {
        change.over(&mut muted);
    }
    muted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::accounts::state::{
            self,
            world::{account, ann, muted, unmuted},
        },
        shared::Error,
        sync::PendingState,
    };

    fn act(who: &Account, muted: bool, state: PendingState) -> Pending {
        let change = MuteChange { account: who.clone(), muted };
        Pending { operation: mute_operation(OperationId::new(), &change), state }
    }

    #[test]
    fn whoever_is_muted_is_so_at_once_and_from_then_on_as_the_events_say() {
        let bob = account("bob");
        let mut me = ann();
        let waiting = act(&bob, true, PendingState::Waiting);
        assert!(state::overlaid(&me, std::slice::from_ref(&waiting)).mutes(bob.id));
        assert!(!state::overlaid(&me, &[act(&bob, true, PendingState::Failed(Error::Missing))]).mutes(bob.id));
        let answer = json!({"account_id": bob.id, "muted": true, "version": 7});
        assert!(waiting.operation.is_answered(&answer) && waiting.operation.outlasts(&answer));
        state::apply(&mut me, &muted(&bob));
        assert!(me.mutes(bob.id) && !me.blocks(bob.id));
        assert!(!state::overlaid(&me, &[act(&bob, false, PendingState::Waiting)]).mutes(bob.id));
        state::apply(&mut me, &unmuted(&bob));
        assert_eq!(me.muted, []);
    }

    #[test]
    fn a_stored_mute_lies_over_what_is_confirmed_until_that_says_the_same() {
        let bob = account("bob");
        let mut me = ann();
        let answer = json!({"account_id": bob.id, "muted": true, "version": 7});
        let stored = act(&bob, true, PendingState::Acknowledged(answer));
        assert_eq!(settled_mutes(&me, std::slice::from_ref(&stored)), []);
        state::apply(&mut me, &muted(&bob));
        assert_eq!(settled_mutes(&me, std::slice::from_ref(&stored)), [stored.operation.id]);
    }

    #[test]
    fn of_two_that_wait_the_later_one_is_enough() {
        let bob = account("bob");
        let [older, newer] =
            [true, false].map(|muted| mute_operation(OperationId::new(), &MuteChange { account: bob.clone(), muted }));
        assert_eq!(newer.absorb(&older).map(|both| both.body), Some(newer.body.clone()));
    }
}
