//! What keys do in a list that has the focus: arrows lead from row to row, and the others do what they do on any page, but at
//! once. A browser's own slow scroll ends early where rows are drawn and measured on its way.

use std::ops::Range;

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// To the first row.
    Start,
    /// To the end of all there is.
    End,
    /// Down by so many pixels; up where they are negative.
    Down(f64),
}

/// How far an arrow leads where there is no row to go to, in pixels.
const LINE: f64 = 40.0;
/// How much of what is seen a page leads on by; the rest is seen before and after.
const PAGE: f64 = 0.875;
/// What is out of sight by less is seen, in pixels.
const HAIR: f64 = 1.0;

/// Where a key leads in a list of which so many pixels are seen; `None` for any other key.
pub fn way(key: &str, shift: bool, height: f64) -> Option<Way> {
    match (key, shift) {
        ("Home", false) => Some(Way::Start),
        ("End", false) => Some(Way::End),
        ("PageUp", false) | (" ", true) => Some(Way::Down(-PAGE * height)),
        ("PageDown" | " ", false) => Some(Way::Down(PAGE * height)),
        _ => None,
    }
}

/// A key that leads to the next row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// To the one above.
    Up,
    /// To the one below.
    Down,
}

/// What an arrow does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Which row has the focus then; none where it stays where it is.
    pub to: Option<usize>,
    /// How many pixels the list goes down by; up where they are negative.
    pub down: f64,
}

impl Arrow {
    /// What a key means; `None` for any other key.
    pub fn of(key: &str, shift: bool) -> Option<Self> {
        match (key, shift) {
            ("ArrowUp", false) => Some(Self::Up),
            ("ArrowDown", false) => Some(Self::Down),
            _ => None,
        }
    }

    /// Where it leads from the row that has the focus, or from the list itself, to the nearest one that is seen. All are
    /// given by where they begin and end, downwards, and so is what is seen. Of a row that goes on beyond that the rest is
    /// seen first.
    pub fn step(self, rows: &[Range<f64>], at: Option<usize>, view: &Range<f64>) -> Step {
        let is_seen = |row: &Range<f64>| row.start < view.end - HAIR && row.end > view.start + HAIR;
        let goes_on = |row: &Range<f64>| match self {
            Self::Up => row.start < view.start - HAIR,
            Self::Down => row.end > view.end + HAIR,
        };
        let to = match (at, self) {
            (Some(at), _) if rows.get(at).is_some_and(goes_on) => None,
            (Some(at), Self::Up) => at.checked_sub(1),
            (Some(at), Self::Down) => Some(at + 1),
            (None, Self::Up) => rows.iter().rposition(is_seen),
            (None, Self::Down) => rows.iter().position(is_seen),
        };
        match to.and_then(|to| Some((to, rows.get(to)?))) {
            Some((to, row)) => Step { to: Some(to), down: missing(row, view) },
            None => Step { to: None, down: if self == Self::Up { -LINE } else { LINE } },
        }
    }
}

/// How far down a row stands out of what is seen; 0 where it is seen, or has no room in there.
fn missing(row: &Range<f64>, view: &Range<f64>) -> f64 {
    if row.end - row.start > view.end - view.start {
        0.0
    } else if row.start < view.start {
        row.start - view.start
    } else {
        (row.end - view.end).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen of the rows below.
    const VIEW: Range<f64> = 0.0..100.0;

    fn step(arrow: Arrow, rows: &[Range<f64>], at: Option<usize>) -> (Option<usize>, f64) {
        let Step { to, down } = arrow.step(rows, at, &VIEW);
        (to, down)
    }

    #[test]
    fn a_page_is_most_of_what_is_seen_and_space_turns_it_too() {
        assert_eq!(way("PageUp", false, 800.0), Some(Way::Down(-700.0)));
        assert_eq!(way("PageDown", false, 800.0), Some(Way::Down(700.0)));
        assert_eq!(way(" ", false, 800.0), way("PageDown", false, 800.0));
        assert_eq!(way(" ", true, 800.0), way("PageUp", false, 800.0));
    }

    #[test]
    fn two_keys_lead_to_the_ends() {
        assert_eq!(way("Home", false, 800.0), Some(Way::Start));
        assert_eq!(way("End", false, 800.0), Some(Way::End));
    }

    #[test]
    fn arrows_lead_from_row_to_row_and_what_stands_out_comes_into_sight() {
        let rows = [-60.0..-10.0, -10.0..40.0, 40.0..90.0, 90.0..140.0];
        assert_eq!(step(Arrow::Up, &rows, None), (Some(3), 40.0), "from the list to the lowest that is seen");
        assert_eq!(step(Arrow::Down, &rows, None), (Some(1), -10.0), "and to the highest");
        assert_eq!(step(Arrow::Up, &rows, Some(2)), (Some(1), -10.0));
        assert_eq!(step(Arrow::Down, &rows, Some(1)), (Some(2), 0.0));
        assert_eq!(step(Arrow::Down, &rows, Some(2)), (Some(3), 40.0));
    }

    #[test]
    fn where_there_is_no_row_to_go_to_an_arrow_leads_on_by_a_line() {
        let rows = [10.0..60.0, 60.0..90.0];
        assert_eq!(step(Arrow::Up, &rows, Some(0)), (None, -40.0));
        assert_eq!(step(Arrow::Down, &rows, Some(1)), (None, 40.0));
        assert_eq!(step(Arrow::Up, &[], None), (None, -40.0));
        assert_eq!(step(Arrow::Down, &[], None), (None, 40.0));
    }

    #[test]
    fn a_row_that_is_higher_than_what_is_seen_is_read_to_its_end_first() {
        let rows = [-80.0..-50.0, -50.0..150.0, 150.0..180.0];
        assert_eq!(step(Arrow::Down, &rows, Some(1)), (None, 40.0));
        assert_eq!(step(Arrow::Up, &rows, Some(1)), (None, -40.0));
        assert_eq!(step(Arrow::Up, &rows, None), (Some(1), 0.0));
        let read = [-150.0..50.0, 50.0..80.0];
        assert_eq!(step(Arrow::Down, &read, Some(0)), (Some(1), 0.0));
        assert_eq!(step(Arrow::Up, &read, Some(1)), (Some(0), 0.0));
    }

    #[test]
    fn what_selects_and_what_writes_is_left_to_the_browser() {
        for (key, shift) in [("ArrowUp", true), ("End", true), ("Tab", false), ("Enter", false), ("a", false)] {
            assert_eq!((way(key, shift, 800.0), Arrow::of(key, shift)), (None, None), "{key}");
        }
        assert_eq!(Arrow::of("ArrowUp", false), Some(Arrow::Up));
        assert_eq!(Arrow::of("ArrowDown", false), Some(Arrow::Down));
    }
}
