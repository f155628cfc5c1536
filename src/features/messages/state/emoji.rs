//! Emoji while somebody types: what of a name stands before the caret, and what comes into its place.

use crate::shared::markdown::is_code;

/// How many emoji stand in a row where one is chosen.
pub const COLUMNS: usize = 8;

/// How many that were used last are kept.
const RECENT: usize = 24;

/// Letters that a name may have.
const LONGEST: usize = 40;

/// The name of an emoji, or its beginning, before the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Where its colon stands, in bytes.
    pub from: usize,
    /// What stands behind that.
    pub code: String,
    /// Whether a second colon says that it is the whole name.
    pub is_whole: bool,
}

/// What of a name stands before the caret: a colon that begins a word, with two letters behind it or a whole name and
/// another colon; never in code.
#[must_use]
pub fn typed(before: &str) -> Option<Typed> {
    let (rest, is_whole) = before.strip_suffix(':').map_or((before, false), |rest| (rest, true));
    let (head, code) = rest.rsplit_once(':')?;
    let least = if is_whole { 1 } else { 2 };
    let is_name = (least..=LONGEST).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'));
    let begins = !head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/'));
    (is_name && begins && !is_code(head)).then(|| Typed { from: head.len(), code: code.to_ascii_lowercase(), is_whole })
}

/// The text with an emoji in the place of some bytes, and where the caret stands behind it.
#[must_use]
pub fn replaced(text: &str, from: usize, to: usize, sign: &str) -> (String, usize) {
    let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to.max(from)));
    (format!("{}{sign}{}", &text[..from], &text[to..]), from + sign.len())
}

/// How many bytes of a text so many units are as browsers count them; all of them where it is shorter.
#[must_use]
pub fn bytes_of(text: &str, units: u32) -> usize {
    let mut left = i64::from(units);
    let end = text.char_indices().find(|(_, c)| {
        let is_behind = left <= 0;
        left -= if c.len_utf16() == 2 { 2 } else { 1 };
        is_behind
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// How many units a text has as browsers count them.
#[must_use]
pub fn units_of(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Those that were used last, once this one was used.
#[must_use]
pub fn used(recent: &[String], sign: &str) -> Vec<String> {
    let others = recent.iter().filter(|other| *other != sign).cloned();
    std::iter::once(sign.to_owned()).chain(others).take(RECENT).collect()
}

/// Where a key leads from a place among so many in rows; nothing where it means something else.
#[must_use]
pub fn moved(place: usize, count: usize, key: &str) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let row = place - place % COLUMNS;
    Some(match key {
        "ArrowRight" => last.min(place + 1),
        "ArrowLeft" => place.saturating_sub(1),
        "ArrowDown" if place + COLUMNS <= last => place + COLUMNS,
        // The last row may be shorter.
        "ArrowDown" if row + COLUMNS <= last => last,
        "ArrowUp" if place >= COLUMNS => place - COLUMNS,
        "ArrowDown" | "ArrowUp" => place,
        "Home" => row,
        "End" => last.min(row + COLUMNS - 1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(before: &str) -> Option<(usize, String, bool)> {
        typed(before).map(|Typed { from, code, is_whole }| (from, code, is_whole))
    }

    #[test]
    fn a_colon_that_begins_a_word_begins_a_name() {
        for (before, from, code, is_whole) in [
            (":sm", 0, "sm", false),
            ("hello :Smi", 6, "smi", false),
            ("(:te", 1, "te", false),
            ("ä :tea:", 3, "tea", true),
            (":+1:", 0, "+1", true),
            (":x:", 0, "x", true),
            ("`code` :te", 7, "te", false),
            ("```\ncode\n```\n:te", 13, "te", false),
        ] {
            assert_eq!(read(before), Some((from, code.to_owned(), is_whole)), "{before}");
        }
    }

    #[test]
    fn times_addresses_faces_and_code_begin_none() {
        for before in [
            "",
            ":",
            ":s",
            "::",
            ":)",
            ":-)",
            "12:30",
            "at 12:30:45",
            "https://a",
            "a:te",
            "::te",
            ":te a",
            ":te\n",
            "`:te",
            "`a` `:te",
            "```\n:te",
            "```rust\nlet a = 1;\n:te:",
        ] {
            assert_eq!(read(before), None, "{before}");
        }
        assert_eq!(read(&format!(":{}", "a".repeat(41))), None);
    }

    #[test]
    fn an_emoji_comes_into_the_place_of_its_name() {
        assert_eq!(replaced("a :tea: b", 2, 7, "🍵"), ("a 🍵 b".to_owned(), 6));
        assert_eq!(replaced("", 0, 0, "🍵"), ("🍵".to_owned(), 4));
        assert_eq!(replaced("ab", 9, 9, "🍵"), ("ab🍵".to_owned(), 6));
    }

    #[test]
    fn places_are_counted_as_browsers_do() {
        let text = "aä🍵b";
        for (units, bytes) in [(0, 0), (1, 1), (2, 3), (4, 7), (5, 8), (99, 8)] {
            assert_eq!(bytes_of(text, units), bytes, "{units}");
        }
        assert_eq!((units_of(text), units_of("")), (5, 0));
        assert_eq!(bytes_of(text, 3), 7, "no place is inside a letter");
    }

    #[test]
    fn the_last_used_comes_first_and_once() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(used(&words(&["a", "b"]), "b"), words(&["b", "a"]));
        let many: Vec<_> = (0..RECENT).map(|number| number.to_string()).collect();
        assert_eq!((used(&many, "new").len(), &*used(&many, "new")[0]), (RECENT, "new"));
    }

    #[test]
    fn keys_lead_through_rows_and_stay_inside() {
        for (place, key, to) in [
            (0, "ArrowRight", 1),
            (0, "ArrowLeft", 0),
            (19, "ArrowRight", 19),
            (3, "ArrowDown", 11),
            (13, "ArrowDown", 19),
            (17, "ArrowDown", 17),
            (3, "ArrowUp", 3),
            (11, "ArrowUp", 3),
            (13, "Home", 8),
            (8, "End", 15),
            (16, "End", 19),
        ] {
            assert_eq!(moved(place, 20, key), Some(to), "{place} {key}");
        }
        assert_eq!((moved(0, 20, "a"), moved(0, 0, "ArrowDown")), (None, None));
    }
}
