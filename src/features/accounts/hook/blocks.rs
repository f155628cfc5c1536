//! Keeping people away, on every screen of whoever does.

use leptos::prelude::*;

use super::me::use_me;
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
    sync::PendingState,
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

/// Takes what the server answered to pending blocks: what holds now, or why it was refused.
pub(super) fn settle_blocks(me: RwSignal<Option<Me>>, client: Client) {
    let toasts = use_context::<Toasts>();
    let pending = client.pending();
    Effect::new(move |_| {
        let answered = pending.with(|pending| {
            let answered = pending.iter().filter(|act| act.operation.kind == BLOCK && !act.state.waits());
            answered.cloned().collect::<Vec<_>>()
        });
        for act in answered {
            match act.state {
                PendingState::Acknowledged(answer) => {
                    me.update(|me| {
                        if let Some(me) = me {
                            state::settle_block(me, &act.operation, &answer);
                        }
                    });
                    client.settle(act.operation.id);
                }
                PendingState::Failed(error) => {
                    if let Some(toasts) = toasts {
                        toasts.warn(format!("Nobody was blocked or unblocked. {error}"));
                    }
                    client.discard(act.operation.id);
                }
                PendingState::Waiting | PendingState::Slowed => {}
            }
        }
    });
}
