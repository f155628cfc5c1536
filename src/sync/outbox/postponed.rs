//! What is held back for a while, so that it can be undone: the store holds it and the screen shows it as done, and nothing of
//! it leaves.
//!
//! Invariant: whatever becomes of the clock, nothing is held back for longer than [`LONGEST`]. What is found in the store is
//! held back for what is left of its time; where more is left of it than anything is held back for, the clock was set back,
//! and that is over.

use super::Outbox;
use crate::{
    shared::id::OperationId,
    sync::{effect::Effect, operation::HOLD},
};

/// For how long anything is held back at most, in milliseconds: the clocks of two tabs may differ by what is above [`HOLD`].
pub const LONGEST: i64 = HOLD + 2_000;

impl Outbox {
    /// Holds nothing back any longer whose time is over.
    pub(super) fn end_delays(&mut self, now: i64) -> Vec<Effect> {
        let mut effects = Vec::new();
        for entry in &mut self.entries {
            let Some(until) = entry.operation.postponed_until else { continue };
            let latest = now + LONGEST;
            if until > now && (until <= latest || !entry.was_stored()) {
                entry.operation.postponed_until = Some(until.min(latest));
            } else {
                effects.extend(entry.hasten());
                self.changed = true;
            }
        }
        effects
    }

    /// Holds it back no longer, over the end of the page too: it leaves in its turn.
    pub fn hasten(&mut self, id: OperationId) -> Option<Effect> {
        let index = self.position(id)?;
        let kept = self.entries[index].hasten()?;
        self.changed = true;
        Some(kept)
    }
}
