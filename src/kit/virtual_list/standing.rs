//! How a list stands in a browser.

use std::sync::Arc;

use super::{
    Item,
    layout::{Hold, Layout},
};

/// The rows as they are, and what of them is seen.
pub struct Standing<T: Item> {
    /// Where they stand.
    pub layout: Layout<T::Key>,
    /// All of them.
    pub rows: Arc<Vec<T>>,
    /// What has to stay where it is until the next frame.
    pub hold: Option<Hold<T::Key>>,
    /// Where it is scrolled to, in pixels from the end upwards.
    pub from_end: f64,
    /// How wide they were when they were measured.
    pub width: f64,
    /// Whether a frame was asked for.
    pub asked: bool,
    /// Whether it stays at the end.
    pub stuck: bool,
    /// Whether what stands there was measured; until then its heights are guesses.
    pub measured: bool,
}

impl<T: Item> Standing<T> {
    /// At the end, and nothing is there yet.
    pub fn new() -> Self {
        let (layout, rows) = (Layout::new(), Arc::default());
        Self { layout, rows, hold: None, from_end: 0.0, width: 0.0, asked: false, stuck: true, measured: false }
    }
}
