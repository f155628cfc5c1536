//! How a list stands in a browser.

use std::sync::Arc;

use super::{
    Item, Shown,
    layout::{Hold, Layout, View},
    pace::{Pace, Step},
};

/// Rows that stand in the document at most.
const MOST: usize = 120;
/// How far beyond what is seen rows are drawn, in pixels.
const MARGIN: f64 = 700.0;

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
    /// How long its rows take.
    pub pace: Pace,
}

impl<T: Item> Standing<T> {
    /// At the end, and nothing is there yet.
    pub fn new() -> Self {
        let (layout, rows) = (Layout::new(), Arc::default());
        Self {
            layout,
            rows,
            hold: None,
            from_end: 0.0,
            width: 0.0,
            asked: false,
            stuck: true,
            measured: false,
            pace: Pace::new(),
        }
    }
    /// What shall stand in the document of a view that is so high, where these rows stand there now.
    pub fn next(&self, height: f64, there: &[T::Key], new: New) -> Next<T> {
        let held = self.hold.as_ref().and_then(|hold| self.layout.held(hold, self.from_end));
        let view = View { from_end: held.unwrap_or(self.from_end), height };
        let [seen, wanted] = [0.0, MARGIN].map(|margin| self.layout.range(view, margin, MOST));
        let present = self.layout.stretch(there);
        // Whoever follows the end sees what comes there at once.
        let is_at_once = self.stuck || !self.measured;
        let most = match new {
            New::None if !is_at_once && !present.is_empty() => 0,
            New::None | New::Timely if !is_at_once => self.pace.rows(),
            _ => usize::MAX,
        };
        let range = Step { present: present.clone(), seen, wanted: wanted.clone() }.by(most);
        let come = range.clone().filter(|place| !present.contains(place)).count();
        let is_all = range == wanted;
        let (before, after) = self.layout.around(&range);
        Next { shown: Shown { rows: Arc::clone(&self.rows), range, before, after }, come, is_all }
    }
}

/// How many rows may come into the document.
#[derive(Clone, Copy)]
pub enum New {
    /// None outside of a frame, or in one that has its rows already; but something has to stand there.
    None,
    /// As many as the device draws before the next frame.
    Timely,
    /// As many as are wanted, for who is led there.
    All,
}

/// What comes next.
pub struct Next<T> {
    /// What stands in the document then.
    pub shown: Shown<T>,
    /// How many rows come into it.
    pub come: usize,
    /// Whether nothing is missing of what shall be there in the end.
    pub is_all: bool,
}
