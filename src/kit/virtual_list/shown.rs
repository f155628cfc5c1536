//! Which rows stand in the document.

use std::{ops::Range, sync::Arc};

use super::Item;
use crate::{kit::rows_of_window, shared::hydration::is_served};

/// Rows that a browser draws before it has measured, where it does not say how high its window is.
const FIRST: usize = 60;
/// Pixels that a row is high at least, nearly always.
const LOW: f64 = 40.0;
/// So many rows more than fill the window: there has to be a way to scroll.
const MORE: usize = 10;

/// The rows in the document, and the space that the others take.
#[derive(Clone, PartialEq)]
pub(super) struct Shown<T> {
    pub(super) rows: Arc<Vec<T>>,
    pub(super) range: Range<usize>,
    pub(super) before: f64,
    pub(super) after: f64,
}

/// What is smaller is not seen, in pixels.
#[cfg(feature = "hydrate")]
const HAIR: f64 = 0.01;

impl<T: Item> Shown<T> {
    /// Whether the same places stand in the document, with the same space around them.
    #[cfg(feature = "hydrate")]
    pub(super) fn stands_as(&self, other: &Self) -> bool {
        let is_near = |one: f64, other: f64| (one - other).abs() < HAIR;
        self.range == other.range && is_near(self.before, other.before) && is_near(self.after, other.after)
    }

    /// The last rows; all of them in the server's page, where they are few and may be all that somebody gets.
    pub(super) fn last_of(rows: Arc<Vec<T>>) -> Self {
        let most = if is_served() { rows.len() } else { first_rows() };
        let range = rows.len().saturating_sub(most)..rows.len();
        Self { rows, range, before: 0.0, after: 0.0 }
    }

    pub(super) fn rows(&self) -> &[T] {
        self.rows.get(self.range.clone()).unwrap_or_default()
    }
}

/// Rows that a browser draws before it has measured: nobody waits for rows that they do not see.
fn first_rows() -> usize {
    rows_of_window(LOW).map_or(FIRST, |rows| rows + MORE)
}
