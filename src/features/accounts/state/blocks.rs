//! Whom somebody blocked: as the events say, and with what they did since.

use serde::Deserialize;
use serde_json::Value;

use super::read;
use crate::{
    features::accounts::model::{Account, Block, BlockChange, Me},
    realtime::Event,
    shared::id::{AccountId, OperationId},
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
    }
}

/// Brings what is confirmed up to an event.
pub(super) fn apply(me: &mut Me, event: &Event) {
    if let Ok(account) = Account::deserialize(&event.body["account"]) {
        BlockChange { account, blocked: true }.over(&mut me.blocked);
    } else if let Ok(who) = AccountId::deserialize(&event.body["account_id"]) {
        me.blocked.retain(|account| account.id != who);
    }
}

/// Takes what the server confirmed of a pending block, whose event may still be to come.
pub fn settle_block(me: &mut Me, pending: &Operation, confirmed: &Value) {
    let change = BlockChange::deserialize(&pending.body);
    if let (Ok(BlockChange { account, .. }), Ok(Block { blocked, .. })) = (change, Block::deserialize(confirmed)) {
        BlockChange { account, blocked }.over(&mut me.blocked);
    }
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
        features::accounts::{
            model::{Appearance, MessagesFrom, Settings},
            state,
        },
        realtime::Topic,
        shared::{Error, role::Role, time::Time},
        sync::PendingState,
    };

    fn account(handle: &str) -> Account {
        let (handle, display_name) = (handle.to_owned(), handle.to_uppercase());
        Account { id: AccountId::new(), handle, display_name, role: Role::Member, deleted: false }
    }

    fn event(kind: &str, body: Value) -> Event {
        let position = "1.2.3".parse().expect("a position");
        Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body }
    }

    #[test]
    fn whoever_is_blocked_is_so_at_once_and_from_then_on_as_the_events_say() {
        let bob = account("bob");
        let settings = Settings {
            appearance: Appearance::System,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from: MessagesFrom::Everyone,
            version: 1,
        };
        let mut me = Me { account: account("ann"), settings, blocked: Vec::new() };
        let act = |blocked, state| {
            let change = BlockChange { account: bob.clone(), blocked };
            Pending { operation: block_operation(OperationId::new(), &change), state }
        };
        let waiting = act(true, PendingState::Waiting);
        assert!(state::overlaid(&me, std::slice::from_ref(&waiting)).blocks(bob.id));
        assert!(!state::overlaid(&me, &[act(true, PendingState::Failed(Error::Missing))]).blocks(bob.id));
        let answer = json!({"account_id": bob.id, "blocked": true, "version": 7});
        assert!(waiting.operation.is_answered(&answer) && waiting.operation.outlasts(&answer));
        settle_block(&mut me, &waiting.operation, &answer);
        state::apply(&mut me, &event("person.blocked", json!({"account_id": bob.id, "account": bob})));
        assert_eq!(me.blocked, std::slice::from_ref(&bob));
        assert!(!state::overlaid(&me, &[act(false, PendingState::Waiting)]).blocks(bob.id));
        state::apply(&mut me, &event("person.unblocked", json!({"account_id": bob.id})));
        assert_eq!(me.blocked, []);
    }
}
