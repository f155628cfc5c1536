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

/// How long what arrives after that waits: who is written to much tells it of many messages at once.
const PACE: Duration = Duration::from_secs(1);

/// Of how many conversations it is told at once: who was away for long stays far from what an account may ask in a minute.
const AT_ONCE: usize = 10;

/// Up to where the server was told that messages reached this device, whatever page it shows.
#[derive(Clone, Copy)]
pub struct Deliveries {
    state: StoredValue<State>,
    client: Client,
}

#[derive(Default)]
struct State {
    told: HashMap<ConversationId, i64>,
    /// Up to where conversations have come of which the server is to be told.
    waiting: HashMap<ConversationId, i64>,
    /// Whether somebody will come for what waits.
    expected: bool,
}

impl Deliveries {
    /// Nothing was told yet.
    pub fn new(client: Client) -> Self {
        Self { state: StoredValue::default(), client }
    }

    /// Tells up to where conversations have `reached` this device, in a moment: what is looked at by then is marked read
    /// anyway. What was told before is not told again.
    pub fn tell_soon(self, reached: impl IntoIterator<Item = (ConversationId, i64)>) {
        let begins = self.state.try_update_value(|state| {
            for (id, seq) in reached {
                let before = state.waiting.entry(id).or_default();
                *before = seq.max(*before);
            }
            let begins = !state.expected && !state.waiting.is_empty();
            state.expected |= begins;
            begins
        });
        if begins.unwrap_or_default() {
            set_timeout(move || self.tell(), SOON);
        }
    }

    /// The server is told up to here; whether it was not before.
    pub fn note(self, id: ConversationId, seq: i64) -> bool {
        let is_news = self.state.try_update_value(|state| {
            let before = state.told.entry(id).or_default();
            let is_news = *before < seq;
            *before = seq.max(*before);
            is_news
        });
        is_news.unwrap_or_default()
    }

    /// Tells what waits, and comes again after a while as long as there is something.
    fn tell(self) {
        let reached = self.state.try_update_value(|state| {
            state.expected = !state.waiting.is_empty();
            let next: Vec<_> = state.waiting.keys().copied().take(AT_ONCE).collect();
            next.into_iter().filter_map(|id| state.waiting.remove_entry(&id)).collect::<Vec<_>>()
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
