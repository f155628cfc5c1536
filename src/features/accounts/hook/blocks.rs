//! Keeping people away, on every screen of whoever does.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::me::{use_confirmed, use_me};
use crate::{
    client::{Client, use_client},
    features::accounts::{
        model::{Account, BlockChange, Me},
        state::{self, BLOCK, block_operation},
    },
    kit::Toasts,
    shared::{
        effect::Effect,
        id::{AccountId, OperationId},
    },
    sync::{Pending, PendingState},
};

/// Blocks somebody, or ends that, at once; the server follows.
#[must_use]
pub fn use_block() -> Callback<(Account, bool)> {
    let client = use_client();
    Callback::new(move |(account, blocked)| {
        let change = BlockChange { account, blocked };
        client.perform(block_operation(OperationId(client.new_id()), &change));
    })
}

/// Whether the signed-in person blocked somebody.
#[must_use]
pub fn use_blocks(account: AccountId) -> Memo<bool> {
    let me = use_me();
    Memo::new(move |_| me.read().as_ref().is_some_and(|me| me.blocks(account)))
}

/// Whom somebody blocked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptAway {
    /// As the server last said.
    pub stored: BTreeSet<AccountId>,
    /// As the screen shows it: with what is still on its way there.
    pub shown: BTreeSet<AccountId>,
}

/// Whom the signed-in person blocked; nobody for visitors.
#[must_use]
pub fn use_kept_away() -> Memo<KeptAway> {
    let (confirmed, shown) = (use_confirmed(), use_me());
    let blocked = |me: Signal<Option<Me>>| {
        let me = me.read();
        me.iter().flat_map(|me| &me.blocked).map(|account| account.id).collect()
    };
    Memo::new(move |_| KeptAway { stored: blocked(confirmed), shown: blocked(shown) })
}

/// Ends what is pending of blocks: once it shows in what is confirmed, or where it was refused.
pub(super) fn settle_blocks(me: RwSignal<Option<Me>>, client: Client) {
    settle(me, client, BLOCK, state::settled_blocks, "Nobody was blocked or unblocked.");
}

/// Ends what is pending of a kind: what is `settled`, and what was refused, of which it is said what that means.
pub(super) fn settle(
    me: RwSignal<Option<Me>>,
    client: Client,
    kind: &'static str,
    settled: fn(&Me, &[Pending]) -> Vec<OperationId>,
    refused: &'static str,
) {
    let toasts = use_context::<Toasts>();
    let pending = client.pending();
    Effect::new(move |_| {
        let over = me.with(|me| {
            let settled = |me: &Me| pending.with(|pending| settled(me, pending));
            me.as_ref().map(settled).unwrap_or_default()
        });
        for id in over {
            client.settle(id);
        }
        for (id, answer) in pending.with(|pending| state::answered(pending, kind)) {
            if let PendingState::Failed(error) = answer {
                if let Some(toasts) = toasts {
                    toasts.warn(format!("{refused} {error}"));
                }
                client.discard(id);
            }
        }
    });
}
