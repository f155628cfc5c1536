//! What the signed-in person chose, changed on every screen of theirs.

use leptos::prelude::*;

use crate::{
    client::{Client, use_client},
    features::accounts::{
        model::{Me, SettingsChange},
        state::{self, SETTINGS_CHANGE},
    },
    kit::Toasts,
    shared::{effect::Effect, id::OperationId},
    sync::{Operation, PendingState},
};

/// Changes settings at once; the server follows.
#[must_use]
pub fn use_change_settings() -> Callback<SettingsChange> {
    let client = use_client();
    Callback::new(move |change: SettingsChange| {
        client.perform(Operation {
            v: 1,
            kind: SETTINGS_CHANGE.to_owned(),
            id: OperationId(client.new_id()),
            object: "settings".to_owned(),
            expected_version: None,
            body: serde_json::json!(change),
            instead_of: Vec::new(),
            postponed_until: None,
        });
    })
}

/// Takes what the server answered to pending changes: what holds now, or why it was refused.
pub(super) fn settle_settings(me: RwSignal<Option<Me>>, client: Client) {
    let toasts = use_context::<Toasts>();
    let pending = client.pending();
    Effect::new(move |_| {
        for (id, answer) in pending.with(|pending| state::answered(pending, SETTINGS_CHANGE)) {
            match answer {
                PendingState::Acknowledged(settings) => {
                    me.update(|me| {
                        if let Some(me) = me {
                            state::settle(me, &settings);
                        }
                    });
                    client.settle(id);
                }
                PendingState::Failed(error) => {
                    if let Some(toasts) = toasts {
                        toasts.warn(format!("The setting was not changed. {error}"));
                    }
                    client.discard(id);
                }
                PendingState::Waiting | PendingState::Slowed => {}
            }
        }
    });
}
