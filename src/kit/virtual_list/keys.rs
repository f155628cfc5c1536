//! What keys do in a list that has the focus: what they do on any page, but at once. A browser's own slow scroll ends
//! early where rows are drawn and measured on its way.

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

/// How far an arrow leads, in pixels.
const LINE: f64 = 40.0;
/// How much of what is seen a page leads on by; the rest is seen before and after.
const PAGE: f64 = 0.875;

/// Where a key leads in a list of which so many pixels are seen; `None` for any other key.
pub fn way(key: &str, shift: bool, height: f64) -> Option<Way> {
    match (key, shift) {
        ("Home", false) => Some(Way::Start),
        ("End", false) => Some(Way::End),
        ("ArrowUp", false) => Some(Way::Down(-LINE)),
        ("ArrowDown", false) => Some(Way::Down(LINE)),
        ("PageUp", false) | (" ", true) => Some(Way::Down(-PAGE * height)),
        ("PageDown" | " ", false) => Some(Way::Down(PAGE * height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_most_of_what_is_seen_and_space_turns_it_too() {
        assert_eq!(way("PageUp", false, 800.0), Some(Way::Down(-700.0)));
        assert_eq!(way("PageDown", false, 800.0), Some(Way::Down(700.0)));
        assert_eq!(way(" ", false, 800.0), way("PageDown", false, 800.0));
        assert_eq!(way(" ", true, 800.0), way("PageUp", false, 800.0));
    }

    #[test]
    fn arrows_go_by_lines_and_two_keys_to_the_ends() {
        assert_eq!(way("ArrowUp", false, 800.0), Some(Way::Down(-40.0)));
        assert_eq!(way("ArrowDown", false, 800.0), Some(Way::Down(40.0)));
        assert_eq!(way("Home", false, 800.0), Some(Way::Start));
        assert_eq!(way("End", false, 800.0), Some(Way::End));
    }

    #[test]
    fn what_selects_and_what_writes_is_left_to_the_browser() {
        for (key, shift) in [("ArrowUp", true), ("End", true), ("Tab", false), ("Enter", false), ("a", false)] {
            assert_eq!(way(key, shift, 800.0), None, "{key}");
        }
    }
}
