//! Keeping people away, on every screen of whoever does.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::me::{use_confirmed, use_me};
use crate::{
    client::{Client, use_client},
    features::accounts::{
        model::{Account, Away, AwayChange, Me},
        state::{self, BLOCK, MUTE, away_operation},
    },
    kit::Toasts,
    shared::{
        effect::Effect,
        id::{AccountId, OperationId},
    },
    sync::PendingState,
};

/// Keeps somebody away, or ends that, at once; the server follows.
#[must_use]
pub fn use_change_away(how: Away) -> Callback<(Account, bool)> {
    let client = use_client();
    Callback::new(move |(account, on)| {
        let change = AwayChange { account, how, on };
        client.perform(away_operation(OperationId(client.new_id()), &change));
    })
}

/// Whether the signed-in person keeps somebody away so.
#[must_use]
pub fn use_is_away(how: Away, account: AccountId) -> Memo<bool> {
    let me = use_me();
    Memo::new(move |_| me.read().as_ref().is_some_and(|me| me.keeps_away(how, account)))
}

/// Whether the signed-in person blocked somebody.
#[must_use]
pub fn use_blocks(account: AccountId) -> Memo<bool> {
    use_is_away(Away::Blocked, account)
}

/// Whom somebody keeps away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptAway {
    /// As the server last said.
    pub stored: BTreeSet<AccountId>,
    /// As the screen shows it: with what is still on its way there.
    pub shown: BTreeSet<AccountId>,
}

/// Whom the signed-in person keeps away so; nobody for visitors.
#[must_use]
pub fn use_kept_away(how: Away) -> Memo<KeptAway> {
    let (confirmed, shown) = (use_confirmed(), use_me());
    let kept = move |me: Signal<Option<Me>>| {
        let me = me.read();
        me.iter().flat_map(|me| me.kept_away(how)).map(|account| account.id).collect()
    };
    Memo::new(move |_| KeptAway { stored: kept(confirmed), shown: kept(shown) })
}

/// Ends what is pending of such acts: once it shows in what is confirmed, or where it was refused, of which it is said
/// what that means.
pub(super) fn settle_away(me: RwSignal<Option<Me>>, client: Client) {
    let toasts = use_context::<Toasts>();
    let pending = client.pending();
    Effect::new(move |_| {
        let over = me.with(|me| {
            let settled = |me: &Me| pending.with(|pending| state::settled_away(me, pending));
            me.as_ref().map(settled).unwrap_or_default()
        });
        for id in over {
            client.settle(id);
        }
        for (kind, refused) in [(BLOCK, "Nobody was blocked or unblocked."), (MUTE, "Nobody was muted or unmuted.")] {
            for (id, answer) in pending.with(|pending| state::answered(pending, kind)) {
                if let PendingState::Failed(error) = answer {
                    if let Some(toasts) = toasts {
                        toasts.warn(format!("{refused} {error}"));
                    }
                    client.discard(id);
                }
            }
        }
    });
}
