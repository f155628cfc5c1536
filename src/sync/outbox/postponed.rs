//! What is held back for a while, so that it can be undone: the store holds it and the screen shows it as done, and nothing of
//! it leaves.
//!
//! Invariant: whatever becomes of the clock, nothing is held back for longer than [`LONGEST`] in one page. What is found in the
//! store is held back for what is left of its time, and has left before where that is over.

use super::Outbox;
use crate::{shared::id::OperationId, sync::effect::Effect};

/// For how long anything is held back at most, in milliseconds.
pub const LONGEST: i64 = 10_000;

impl Outbox {
    /// Holds nothing back any longer whose time is over.
    pub(super) fn end_delays(&mut self, now: i64) {
        for entry in &mut self.entries {
            let Some(until) = entry.operation.postponed_until else { continue };
            // The clock may have been set back since.
            entry.operation.postponed_until = (until > now).then(|| until.min(now + LONGEST));
            self.changed |= !entry.operation.is_postponed();
        }
    }

    /// Holds it back no longer, over the end of the page too: it leaves in its turn.
    pub fn hasten(&mut self, id: OperationId) -> Option<Effect> {
        let index = self.position(id)?;
        let entry = &mut self.entries[index];
        entry.operation.postponed_until.take()?;
        self.changed = true;
        Some(entry.keep())
    }
}
