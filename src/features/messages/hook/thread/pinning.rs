//! What is pinned in a conversation for all its people, and the way to it.

use leptos::prelude::*;

use super::Thread;
use crate::{
    client::Client,
    features::messages::{
        model::{Pin, Quote},
        state::{
            Line, Timeline,
            pinning::{self, Refused},
        },
    },
    kit::use_toasts,
    shared::{effect::Effect, id::MessageId},
};

/// What is pinned as it shall be seen, what was pinned last first.
pub(super) fn pins(client: Client, state: RwSignal<Timeline>) -> Memo<Vec<Pin>> {
    let pending = client.pending();
    Memo::new(move |_| {
        let state = state.read();
        pinning::shown(state.conversation(), state.viewer(), &pending.read())
    })
}

impl Thread {
    /// Pins a message that stands here for everybody, or unpins it.
    pub fn pin(self, id: MessageId, on: bool) {
        if let Some(Line { message, .. }) = self.line(id) {
            self.perform_pin(id, message.seq, on);
        }
    }

    /// Unpins a message, wherever it stands.
    pub fn unpin(self, pin: &Pin) {
        self.perform_pin(pin.id, pin.seq, false);
    }

    fn perform_pin(self, id: MessageId, seq: i64, on: bool) {
        let message = pinning::Pinnable { conversation_id: self.id, id, seq };
        self.perform_change(pinning::pin(self.name(), message, on));
    }

    /// Whether a message is pinned.
    #[must_use]
    pub fn is_pinned(self, id: MessageId) -> bool {
        self.pins.read().iter().any(|pin| pin.id == id)
    }

    /// The beginning of a pinned message as it is now, as far as it is known.
    #[must_use]
    pub fn pinned_quote(self, pin: &Pin) -> Option<Quote> {
        self.rows.track();
        let quote = self.line(pin.id).map(|line| Quote::of(&line.message));
        quote.or_else(|| self.state.with(|state| state.far_quote(pin.id).cloned()))
    }

    /// Goes to a pinned message, and reads what stands around it where that is not here.
    pub fn go_to_pin(self, pin: &Pin) {
        self.go_to_place(pin.id, pin.seq);
    }

    /// Says what the server refused to pin or to unpin of messages that are not here, as no row can.
    pub(super) fn tell_refused_pins(self) {
        let (client, toasts) = (self.inbox().client(), use_toasts());
        let pending = client.pending();
        Effect::new(move || {
            let refused = pending.with(|pending| pinning::refused(self.id, pending));
            for Refused { operation, message, on, error } in refused {
                if self.line(message).is_none() {
                    let what = if on { "Not pinned." } else { "Still pinned." };
                    toasts.warn(format!("{what} {error}"));
                    client.discard(operation);
                }
            }
        });
    }

    /// What the server has answered to what was pinned holds from then on, whether or not its event has come.
    pub(super) fn settle_pins(self) {
        let client = self.inbox().client();
        let pending = client.pending();
        Effect::new(move || {
            let stored = pending.with(|pending| pinning::stored(self.id, pending));
            for (id, pins) in stored {
                // In a tab that follows it stays listed for a while: what is known is no news.
                self.state.maybe_update(|state| state.pin(&pins));
                client.settle(id);
            }
        });
    }
}
