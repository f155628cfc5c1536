//! How much of a long list is drawn: what is at hand is there at once, however much that is.

use leptos::prelude::*;

use crate::kit::{keep, kept};

/// As many as fill a tall screen, and more than a page holds.
const STEP: usize = 60;

const NAME: &str = "conversations drawn";

/// How many rows are drawn of those at hand. Whoever comes back finds as many as they left.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    rows: RwSignal<usize>,
    at_hand: Memo<usize>,
}

impl Drawn {
    pub(super) fn of(at_hand: Memo<usize>) -> Self {
        let rows = RwSignal::new(kept(NAME).unwrap_or(STEP));
        keep(NAME, move || rows.try_get_untracked());
        Self { rows, at_hand }
    }

    /// How many rows to draw at most.
    pub(super) fn get(self) -> usize {
        self.rows.get()
    }

    /// Whether there are more at hand than are drawn.
    pub(super) fn leaves_out(self) -> bool {
        self.at_hand.get() > self.rows.get()
    }

    /// Draws more of those at hand; where all are drawn, further ones are to be had otherwise.
    pub(super) fn more_or(self, further: impl FnOnce()) {
        if untrack(|| self.leaves_out()) {
            self.rows.update(|rows| *rows += STEP);
        } else {
            // Drawn as soon as they are here: whoever stands at the end asks once, and sees nothing move until then.
            self.rows.set(untrack(|| self.at_hand.get()) + STEP);
            further();
        }
    }
}
