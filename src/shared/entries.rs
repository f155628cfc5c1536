//! What is kept of the entries of a tab's history, so that each stands again as it was left.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json;

/// Entries of which something is kept.
const MOST: usize = 50;

/// What somebody left at each entry: by its key, the parts of the page by their names. The entry left last is the last;
/// of too many the first go.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entries {
    whose: String,
    left: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    key: String,
    parts: BTreeMap<String, Value>,
}

impl Entries {
    /// What was kept for the same person; nothing where it was another one's, or cannot be read.
    #[must_use]
    pub fn read(text: &str, whose: &str) -> Self {
        let kept = json::read::<Self>(text.as_bytes());
        let kept = kept.ok().filter(|kept| kept.whose == whose);
        kept.unwrap_or_else(|| Self { whose: whose.to_owned(), left: Vec::new() })
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// All of it in at most so many bytes, for [`Self::read`]: what was left longest ago is left out where it is more.
    #[must_use]
    pub fn text(&mut self, room: usize) -> String {
        // What stands around the entries, and a comma after each.
        let mut taken = self.whose.len() + 32;
        let fits = |entry: &&Entry| {
            taken += 1 + serde_json::to_string(entry).map_or(room, |text| text.len());
            taken <= room
        };
        let fitting = self.left.iter().rev().take_while(fits).count();
        self.left.drain(..self.left.len() - fitting);
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Keeps how a part of the page was left at an entry.
    pub fn keep(&mut self, key: &str, part: &str, value: Value) {
        let known = self.left.iter().position(|entry| entry.key == key).map(|place| self.left.remove(place));
        let mut entry = known.unwrap_or_else(|| Entry { key: key.to_owned(), parts: BTreeMap::new() });
        entry.parts.insert(part.to_owned(), value);
        self.left.push(entry);
        self.left.drain(..self.left.len().saturating_sub(MOST));
    }

    /// Nothing is kept any more of how these parts were left, at whatever entry.
    pub fn forget(&mut self, parts: &[String]) {
        for entry in &mut self.left {
            entry.parts.retain(|part, _| !parts.contains(part));
        }
    }

    /// How a part of the page was left at an entry.
    #[must_use]
    pub fn kept(&self, key: &str, part: &str) -> Option<&Value> {
        self.left.iter().find(|entry| entry.key == key)?.parts.get(part)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ROOM: usize = 10_000;

    fn of_ann() -> Entries {
        Entries::read("", "ann")
    }

    #[test]
    fn each_entry_has_its_own_parts_and_the_last_word_on_one_holds() {
        let mut entries = of_ann();
        entries.keep("one", "list", json!(300));
        entries.keep("other", "list", json!(700));
        entries.keep("one", "focus", json!("a"));
        entries.keep("one", "list", json!(400));
        assert_eq!(entries.kept("one", "list"), Some(&json!(400)));
        assert_eq!(entries.kept("one", "focus"), Some(&json!("a")));
        assert_eq!(entries.kept("other", "list"), Some(&json!(700)));
        assert_eq!((entries.kept("other", "focus"), entries.kept("third", "list")), (None, None));
    }

    #[test]
    fn what_is_kept_is_read_again_by_the_same_person_alone() {
        let mut entries = of_ann();
        entries.keep("one", "list", json!({ "top": 300 }));
        let text = entries.text(ROOM);
        assert_eq!(Entries::read(&text, "ann").kept("one", "list"), Some(&json!({ "top": 300 })));
        assert!(!Entries::read(&text, "ann").is_empty());
        assert!(Entries::read(&text, "bob").is_empty() && Entries::read(&text, "").is_empty());
        assert!(Entries::read("{ no JSON", "ann").is_empty());
    }

    #[test]
    fn a_part_is_forgotten_at_every_entry_and_leaves_the_others() {
        let mut entries = of_ann();
        for key in ["one", "other"] {
            entries.keep(key, "edit", json!("half a thought"));
            entries.keep(key, "list", json!(300));
        }
        entries.forget(&["edit".to_owned(), "never kept".to_owned()]);
        for key in ["one", "other"] {
            assert_eq!((entries.kept(key, "edit"), entries.kept(key, "list")), (None, Some(&json!(300))));
        }
    }

    #[test]
    fn of_too_many_entries_those_left_longest_ago_are_forgotten() {
        let mut entries = of_ann();
        entries.keep("first", "list", json!(0));
        for number in 0..MOST {
            entries.keep(&number.to_string(), "list", json!(number));
            // Left once more, as often as another one is.
            entries.keep("first", "list", json!(number));
        }
        assert_eq!(entries.kept("0", "list"), None);
        assert_eq!(entries.kept("1", "list"), Some(&json!(1)));
        assert_eq!(entries.kept("first", "list"), Some(&json!(MOST - 1)));
    }

    #[test]
    fn what_does_not_fit_is_what_was_left_longest_ago() {
        let mut entries = of_ann();
        entries.keep("old", "history", json!("x".repeat(600)));
        entries.keep("new", "history", json!("y".repeat(600)));
        let read = Entries::read(&entries.text(1_000), "ann");
        assert_eq!((read.kept("old", "history"), read.kept("new", "history").is_some()), (None, true));
    }
}
