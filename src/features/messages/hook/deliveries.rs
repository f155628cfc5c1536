//! Letting the server know what has reached this device.

use std::{collections::HashMap, mem, time::Duration};

use leptos::prelude::*;

use crate::{
    client::Client,
    features::messages::state::operation,
    shared::id::{ConversationId, OperationId},
};

/// How long what arrived may wait to be looked at before the server is told that it arrived.
const SOON: Duration = Duration::from_millis(60);

/// How long what arrives after that waits: who is written to much tells it of many messages at once.
const PACE: Duration = Duration::from_secs(1);

/// Up to where the server was told that messages reached this device, whatever page it shows.
#[derive(Clone, Copy)]
pub struct Deliveries {
    told: StoredValue<HashMap<ConversationId, i64>>,
    waiting: StoredValue<Waiting>,
    client: Client,
}

/// What the server is to be told.
#[derive(Default)]
struct Waiting {
    /// Up to where it has come.
    reached: HashMap<ConversationId, i64>,
    /// Whether somebody will come for it.
    expected: bool,
}

impl Deliveries {
    /// Nothing was told yet.
    pub fn new(client: Client) -> Self {
        Self { told: StoredValue::default(), waiting: StoredValue::default(), client }
    }

    /// Tells up to where conversations have `reached` this device, in a moment: what is looked at by then is marked read
    /// anyway. What was told before is not told again.
    pub fn tell_soon(self, reached: impl IntoIterator<Item = (ConversationId, i64)>) {
        let begins = self.waiting.try_update_value(|waiting| {
            for (id, seq) in reached {
                let before = waiting.reached.entry(id).or_default();
                *before = seq.max(*before);
            }
            let begins = !waiting.expected && !waiting.reached.is_empty();
            waiting.expected |= begins;
            begins
        });
        if begins.unwrap_or_default() {
            set_timeout(move || self.tell(), SOON);
        }
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

    /// Tells what waits, and comes again after a while as long as there is something.
    fn tell(self) {
        let reached = self.waiting.try_update_value(|waiting| {
            waiting.expected = !waiting.reached.is_empty();
            mem::take(&mut waiting.reached)
        });
        let reached = reached.unwrap_or_default();
        if !reached.is_empty() {
            set_timeout(move || self.tell(), PACE);
        }
        for (id, seq) in reached {
            if self.note(id, seq) {
                self.client.perform(operation::mark(OperationId(self.client.new_id()), id, seq, None));
            }
        }
    }
}
