//! How much of a long list is drawn: what is at hand is there at once, however much that is.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    kit::{keep, kept, rows_of_window},
    shared::{effect::Effect, hydration::is_served},
};

/// As many as fill a tall screen, and more than a page holds.
const STEP: usize = 60;

/// How high a row is at least, in pixels. A list that is drawn here begins with those that fill its window: nobody waits for
/// rows that they do not see.
const LOW: f64 = 64.0;

const NAME: &str = "conversations drawn";

/// How many rows are drawn of those at hand. Whoever comes back finds as many as they left.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    rows: RwSignal<usize>,
    at_hand: Memo<usize>,
}

impl Drawn {
    pub(super) fn of(at_hand: Memo<usize>) -> Self {
        let first = if is_served() { STEP } else { rows_of_window(LOW).map_or(STEP, |rows| rows.min(STEP)) };
        let rows = RwSignal::new(kept(NAME).unwrap_or(first));
        keep(NAME, move || rows.try_get_untracked());
        // The others come after the frame in which these are seen.
        let fill = move || {
            if rows.try_get_untracked().is_some_and(|rows| rows < STEP) {
                rows.set(STEP);
            }
        };
        Effect::new(move || request_animation_frame(move || set_timeout(fill, Duration::ZERO)));
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
