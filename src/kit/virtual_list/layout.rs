//! Where rows stand in a list that rests on its end, by measured or estimated heights.
//!
//! Distances are pixels from the end of the list upwards, so that what happens above a row never moves it.

use std::{collections::HashMap, hash::Hash, ops::Range};

use super::Anchor;

/// How near the end counts as there.
pub const NEAR: f64 = 24.0;

/// Heights of rows that have gone which are kept beside those of the rows that are there.
const SPARE: usize = 200;

/// The rows of a list, by rising place, and their heights.
pub struct Layout<K> {
    keys: Vec<K>,
    heights: Vec<f64>,
    below: Vec<f64>,
    measured: HashMap<K, f64>,
}

/// What stays where it is though rows come or turn out higher.
#[derive(Clone, Debug, PartialEq)]
pub enum Hold<K> {
    /// A row.
    Row(Anchor<K>),
    /// The end, for who is near it.
    End,
}

/// What part of a list is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// From the end of the list to the lower edge of what is seen.
    pub from_end: f64,
    /// How high it is.
    pub height: f64,
}

impl<K: Copy + Eq + Hash> Layout<K> {
    /// A list without rows.
    pub fn new() -> Self {
        Self { keys: Vec::new(), heights: Vec::new(), below: Vec::new(), measured: HashMap::new() }
    }

    /// Takes the rows as they are now; heights that were measured stay with their keys.
    pub fn set_rows(&mut self, rows: impl Iterator<Item = (K, f64)>) {
        (self.keys, self.heights) =
            rows.map(|(key, estimate)| (key, self.measured.get(&key).copied().unwrap_or(estimate))).unzip();
        // Rows that have gone are measured again when they come back.
        if self.measured.len() > 2 * self.keys.len() + SPARE {
            let mut before = std::mem::take(&mut self.measured);
            let known = self.keys.iter().filter_map(|key| Some((*key, before.remove(key)?)));
            self.measured = known.collect();
        }
        self.stack();
    }

    /// Takes measured heights of rows in a range; whether any differs from what was thought.
    pub fn measure(&mut self, range: Range<usize>, heights: impl Iterator<Item = f64>) -> bool {
        let mut changed = false;
        for (place, height) in range.zip(heights) {
            if height > 0.0 {
                self.measured.insert(self.keys[place], height);
                changed |= (self.heights[place] - height).abs() > 0.5;
                self.heights[place] = height;
            }
        }
        if changed {
            self.stack();
        }
        changed
    }

    /// Forgets what was measured, as when the width has changed; it stays as the estimate.
    pub fn forget(&mut self) {
        self.measured.clear();
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// How high everything is.
    pub fn total(&self) -> f64 {
        self.above(0)
    }

    /// The rows in a view with a margin of `margin` pixels around it, at most `most`.
    pub fn range(&self, view: View, margin: f64, most: usize) -> Range<usize> {
        if self.keys.is_empty() {
            return 0..0;
        }
        let end = self.row_at(view.from_end - margin) + 1;
        let start = self.row_at(view.from_end + view.height + margin);
        // What is seen matters more than the margin above it.
        start.max(end.saturating_sub(most))..end
    }

    /// From the first of these rows that is there still to the last one.
    pub fn stretch(&self, keys: &[K]) -> Range<usize> {
        let place = |key: &K| self.keys.iter().position(|other| other == key);
        let (first, last) = (keys.iter().find_map(place), keys.iter().rev().find_map(place));
        first.zip(last).map_or(0..0, |(first, last)| first..last + 1)
    }

    /// The space that the rows before and after a range take.
    pub fn around(&self, range: &Range<usize>) -> (f64, f64) {
        if range.is_empty() {
            return (0.0, 0.0);
        }
        (self.total() - self.above(range.start), self.below[range.end - 1])
    }

    /// The lowest row in the view, and how it lies there.
    pub fn anchor(&self, from_end: f64) -> Option<Anchor<K>> {
        let place = (!self.keys.is_empty()).then(|| self.row_at(from_end))?;
        Some(Anchor { key: self.keys[place], offset: from_end - self.below[place] })
    }

    /// Where the view has to lie so that the anchor lies as it did; nothing where its row is gone.
    pub fn place(&self, anchor: &Anchor<K>) -> Option<f64> {
        let place = self.keys.iter().rposition(|key| *key == anchor.key)?;
        Some(self.below[place] + anchor.offset)
    }

    /// Where the view, which lies here, has to lie so that what is held stays; nothing where it may lie as it does.
    pub fn held(&self, hold: &Hold<K>, from_end: f64) -> Option<f64> {
        match hold {
            Hold::Row(anchor) => self.place(anchor),
            Hold::End => (from_end > 0.0 && from_end < NEAR).then_some(0.0),
        }
    }

    /// Where the view has to lie so that a row stands at its upper edge, or the end where it cannot.
    pub fn place_on_top(&self, key: K, height: f64) -> Option<f64> {
        let place = self.keys.iter().rposition(|other| *other == key)?;
        Some((self.above(place) - height).max(0.0))
    }

    /// The lowest row of which at least half is in the view.
    pub fn lowest(&self, from_end: f64) -> Option<K> {
        let place = (!self.keys.is_empty()).then(|| self.row_at(from_end))?;
        let half = self.below[place] + self.heights[place] / 2.0;
        self.keys.get(if half >= from_end { place } else { place.saturating_sub(1) }).copied()
    }

    /// The row that covers a distance, or the nearest one.
    pub fn key_at(&self, distance: f64) -> Option<K> {
        let place = (!self.keys.is_empty()).then(|| self.row_at(distance))?;
        self.keys.get(place).copied()
    }

    fn above(&self, place: usize) -> f64 {
        self.keys.get(place).map_or(0.0, |_| self.below[place] + self.heights[place])
    }

    /// The row that covers a distance, or the nearest one.
    fn row_at(&self, distance: f64) -> usize {
        self.below.partition_point(|below| *below > distance).min(self.keys.len() - 1)
    }

    fn stack(&mut self) {
        let mut sum = 0.0;
        self.below = vec![0.0; self.heights.len()];
        for (place, height) in self.heights.iter().enumerate().rev() {
            self.below[place] = sum;
            sum += height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: View = View { from_end: 0.0, height: 100.0 };

    fn list(count: u32) -> Layout<u32> {
        let mut layout = Layout::new();
        layout.set_rows((0..count).map(|key| (key, 20.0)));
        layout
    }

    #[test]
    fn only_what_is_seen_and_a_margin_is_drawn() {
        let layout = list(10_000);
        assert_eq!(layout.len(), 10_000);
        assert_eq!(layout.range(VIEW, 0.0, 120), 9_994..10_000);
        let middle = View { from_end: 100_000.0, ..VIEW };
        assert_eq!(layout.range(middle, 40.0, 120), 4_992..5_002);
        assert_eq!(layout.range(View { height: 9_000.0, ..middle }, 600.0, 120).len(), 120);
        assert_eq!(layout.range(View { from_end: 1e9, ..VIEW }, 0.0, 120), 0..1);
        assert_eq!(list(0).range(VIEW, 600.0, 120), 0..0);
    }

    #[test]
    fn the_spaces_and_the_rows_are_everything() {
        let layout = list(1_000);
        for from_end in [0.0, 333.0, 19_000.0] {
            let range = layout.range(View { from_end, ..VIEW }, 200.0, 120);
            let (before, after) = layout.around(&range);
            let rows = f64::from(u32::try_from(range.len()).expect("few"));
            assert!((before + after + 20.0 * rows - layout.total()).abs() < 0.001);
        }
    }

    #[test]
    fn an_anchor_stays_whatever_is_added_or_measured() {
        let mut layout = list(100);
        let anchor = layout.anchor(450.0).expect("there are rows");
        layout.set_rows((0..150).map(|key| (key, 20.0)));
        assert_eq!(layout.place(&anchor), Some(450.0 + 50.0 * 20.0));
        layout.measure(140..141, std::iter::once(50.0));
        assert_eq!(layout.place(&anchor), Some(450.0 + 50.0 * 20.0 + 30.0));
        layout.measure(0..1, std::iter::once(500.0));
        assert_eq!(layout.place(&anchor), Some(450.0 + 50.0 * 20.0 + 30.0));
        layout.set_rows(std::iter::empty());
        assert_eq!(layout.place(&anchor), None);
    }

    #[test]
    fn who_holds_a_row_or_is_near_the_held_end_is_brought_there_and_nobody_else() {
        let layout = list(100);
        let row = Hold::Row(layout.anchor(450.0).expect("there are rows"));
        assert_eq!(layout.held(&row, 470.0), Some(450.0));
        assert_eq!([0.0, 10.0, NEAR].map(|from_end| layout.held(&Hold::End, from_end)), [None, Some(0.0), None]);
    }

    #[test]
    fn older_rows_on_top_move_nothing() {
        let mut layout = list(100);
        let anchor = layout.anchor(450.0).expect("there are rows");
        layout.set_rows(
            (1_000..1_100)
                .chain(0..100)
                .map(|key| (key, 35.0))
                .map(|(key, height)| (key, if key < 1_000 { 20.0 } else { height })),
        );
        assert_eq!(layout.place(&anchor), Some(450.0));
    }

    #[test]
    fn a_measured_height_stays_with_its_row_until_the_width_changes() {
        let mut layout = list(3);
        assert!(layout.measure(1..2, std::iter::once(70.0)));
        assert!(!layout.measure(1..2, std::iter::once(70.2)));
        assert!(!layout.measure(0..1, std::iter::once(0.0)));
        layout.set_rows([(1, 20.0), (2, 20.0)].into_iter());
        assert!((layout.total() - 90.2).abs() < 0.001);
        layout.forget();
        layout.set_rows([(1, 20.0), (2, 20.0)].into_iter());
        assert!((layout.total() - 40.0).abs() < 0.001);
    }

    #[test]
    fn heights_of_rows_that_have_gone_are_forgotten_in_time() {
        let mut layout = list(1_000);
        layout.measure(0..1_000, std::iter::repeat_n(30.0, 1_000));
        for first in [100, 990] {
            layout.set_rows((first..1_000).map(|key| (key, 20.0)));
            assert!((layout.total() - 30.0 * f64::from(1_000 - first)).abs() < 0.001, "what stays is known");
        }
        layout.set_rows((0..1_000).map(|key| (key, 20.0)));
        assert!((layout.total() - (990.0 * 20.0 + 10.0 * 30.0)).abs() < 0.001);
    }

    #[test]
    fn the_rows_that_stand_there_are_found_among_those_that_have_come_and_gone() {
        let layout = list(10);
        assert_eq!(layout.stretch(&[3, 4, 5]), 3..6);
        assert_eq!(layout.stretch(&[99, 8, 9, 98]), 8..10);
        assert_eq!(layout.stretch(&[99, 98]), 0..0);
        assert_eq!(layout.stretch(&[]), 0..0);
    }

    #[test]
    fn a_row_is_seen_when_half_of_it_is() {
        let layout = list(10);
        assert_eq!(layout.lowest(0.0), Some(9));
        assert_eq!(layout.lowest(9.0), Some(9));
        assert_eq!(layout.lowest(11.0), Some(8));
        assert_eq!([0.0, 99.0, 1e9].map(|distance| layout.key_at(distance)), [Some(9), Some(5), Some(0)]);
        assert_eq!(list(0).key_at(0.0), None);
        assert_eq!(layout.place_on_top(4, 100.0), Some(20.0));
        assert_eq!(layout.place_on_top(9, 100.0), Some(0.0));
        assert_eq!(layout.place_on_top(99, 100.0), None);
    }
}
