//! How many rows come into the document at a time.
//!
//! Whoever turns a wheel fast passes more rows than a slow device draws between two frames. Were all of them drawn, the next
//! frame would come late, and more had been passed by then. So as many come as the device draws in time, those that
//! are seen first and the margin after them; where others were to be seen there is nothing until the next frame.

use std::ops::Range;

/// Milliseconds that rows may take of a frame, until they are laid out.
const SHARE: f64 = 6.0;
/// Milliseconds that a row takes, before it is known.
const GUESS: f64 = 2.0;
/// So many rows come at least, however long that takes.
const LEAST: f64 = 1.0;
/// How much of what is known of a row's time comes from the last rows.
const WEIGHT: f64 = 0.3;

/// How long a row takes on this device.
#[derive(Debug)]
pub struct Pace {
    row: f64,
    begun: Option<(f64, usize)>,
}

/// Which rows to draw.
#[derive(Debug)]
pub struct Step {
    /// Those that stand in the document.
    pub present: Range<usize>,
    /// Those that are seen.
    pub seen: Range<usize>,
    /// Those and the ones around them that shall be there in the end.
    pub wanted: Range<usize>,
}

impl Pace {
    /// Nothing was drawn yet.
    pub const fn new() -> Self {
        Self { row: GUESS, begun: None }
    }

    /// So many rows will be drawn from this moment on, in milliseconds.
    pub fn begin(&mut self, rows: usize, now: f64) {
        self.begun = (rows > 0).then_some((now, rows));
    }

    /// They are laid out.
    pub fn end(&mut self, now: f64) {
        if let Some((begun, rows)) = self.begun.take() {
            let rows = f64::from(u32::try_from(rows).unwrap_or(u32::MAX));
            let row = (now - begun).max(0.0) / rows;
            self.row += WEIGHT * (row - self.row);
        }
    }

    /// How many rows may come in a frame.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some rows")]
    pub fn rows(&self) -> usize {
        (SHARE / self.row.max(f64::EPSILON)).max(LEAST) as usize
    }
}

impl Step {
    /// What stands in the document then, if at most so many rows come to what stands there: always one stretch, and never
    /// nothing where something is wanted and may come.
    pub fn by(self, most: usize) -> Range<usize> {
        let Self { present, seen, wanted } = self;
        let kept = present.start.max(wanted.start)..present.end.min(wanted.end);
        let is_seen = kept.start < seen.end && kept.end > seen.start && !kept.is_empty();
        let Range { mut start, mut end } = if is_seen {
            kept
        } else if most == 0 {
            return present;
        } else if present.start >= seen.end && !present.is_empty() {
            // On the way up: what comes at the upper edge is seen longest.
            seen.start..seen.start
        } else {
            seen.end..seen.end
        };
        let mut left = most;
        for goal in [seen, wanted] {
            let up = start.saturating_sub(goal.start).min(left);
            start -= up;
            left -= up;
            let down = goal.end.saturating_sub(end).min(left);
            end += down;
            left -= down;
        }
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(present: Range<usize>, seen: Range<usize>, wanted: Range<usize>, most: usize) -> Range<usize> {
        Step { present, seen, wanted }.by(most)
    }

    #[test]
    fn what_is_seen_comes_before_the_margin() {
        assert_eq!(step(50..60, 46..56, 36..66, 5), 45..60, "four that are seen, and one of the margin");
        assert_eq!(step(45..60, 46..56, 36..66, 5), 40..60);
        assert_eq!(step(40..60, 46..56, 36..66, 5), 36..61);
        assert_eq!(step(36..61, 46..56, 36..66, 5), 36..66);
        assert_eq!(step(36..66, 46..56, 36..66, 5), 36..66);
    }

    #[test]
    fn what_is_wanted_no_more_goes_though_nothing_may_come() {
        assert_eq!(step(30..70, 46..56, 36..66, 0), 36..66);
        assert_eq!(step(80..90, 46..56, 36..66, 0), 80..90, "something has to stand there");
    }

    #[test]
    fn whoever_has_left_all_that_stands_there_sees_rows_at_the_edge_that_leads() {
        assert_eq!(step(80..90, 46..56, 36..66, 4), 46..50, "on the way up");
        assert_eq!(step(20..30, 46..56, 36..66, 4), 52..56, "on the way down");
        assert_eq!(step(58..90, 46..56, 36..66, 4), 46..50, "what stands in the margin is not seen");
        assert_eq!(step(0..0, 46..56, 36..66, 4), 52..56);
    }

    #[test]
    fn all_that_is_wanted_comes_where_as_much_may_come() {
        assert_eq!(step(80..90, 46..56, 36..66, usize::MAX), 36..66);
        assert_eq!(step(0..0, 0..0, 0..0, 4), 0..0);
    }

    #[test]
    fn a_slow_device_draws_fewer_rows_at_a_time_but_always_some() {
        let rows_at = |row: f64| {
            let mut pace = Pace::new();
            for _ in 0..40 {
                pace.begin(10, 1_000.0);
                pace.end(1_000.0 + 10.0 * row);
            }
            pace.rows()
        };
        assert!((5..=6).contains(&rows_at(1.0)), "{}", rows_at(1.0));
        assert_eq!(rows_at(100.0), 1);
        assert!(rows_at(0.0) > 120, "a clock that stands still limits nothing");
    }
}
