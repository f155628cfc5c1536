//! Letting the server know what has reached this device.

use std::{collections::HashMap, time::Duration};

use leptos::prelude::*;

use crate::{
    client::Client,
    features::messages::state::operation,
    shared::id::{ConversationId, OperationId},
};

/// How long what arrived may wait to be looked at before the server is told that it arrived.
const SOON: Duration = Duration::from_millis(60);

/// Up to where the server was told that messages reached this device, whatever page it shows.
#[derive(Clone, Copy)]
pub struct Deliveries {
    told: StoredValue<HashMap<ConversationId, i64>>,
    client: Client,
}

impl Deliveries {
    /// Nothing was told yet.
    pub fn new(client: Client) -> Self {
        Self { told: StoredValue::default(), client }
    }

    /// Tells up to where conversations will have `reached` this device, in a moment: what is looked at is marked read
    /// anyway. What was told before is not told again.
    pub fn tell_soon(self, reached: impl FnOnce() -> Vec<(ConversationId, i64)> + 'static) {
        let tell = move || {
            for (id, seq) in reached() {
                if self.note(id, seq) {
                    self.client.perform(operation::mark(OperationId(self.client.new_id()), id, seq, None));
                }
            }
        };
        set_timeout(tell, SOON);
    }

    /// The server is told up to here; whether it was not before.
    pub fn note(self, id: ConversationId, seq: i64) -> bool {
        let is_news = self.told.try_update_value(|told| {
            let before = told.entry(id).or_default();
            let is_news = *before < seq;
            *before = seq.max(*before);
            is_news
        });
        is_news.unwrap_or_default()
    }
}
