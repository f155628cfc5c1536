//! What a browser keeps of what it has read (SYN-7): each reading with the place in the stream of events up to which it
//! holds, so that a page that is drawn from it goes on from there as from what the server has just read.
//!
//! [`VERSIONS`] are what the database of an account consists of. Rows are readings of slices, which name
//! them by a [`Collection`]; [`excess`] says which of them go where there are too many.
//!
//! Invariant: a row is a copy. Whatever becomes of it, the server can be asked; but for what a person is writing, which is
//! nowhere else and outlasts all copies ([`written`]).

use serde::{Deserialize, Serialize};

use crate::realtime::Snapshot;

/// What was done and the server has not confirmed.
pub const OPERATIONS: &str = "operations";
/// What was read, as text.
pub const REPLICAS: &str = "replicas";
/// What there is to know of each row of [`REPLICAS`] without reading it.
pub const FACTS: &str = "facts";

/// The tables that each version of the database adds. Only ever added to: browsers hold every version there was.
pub const VERSIONS: &[&[&str]] = &[&[OPERATIONS], &[REPLICAS, FACTS]];

/// The bytes of all rows together.
pub const MOST_BYTES: usize = 20_000_000;

/// Rows of one kind, as a slice declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Unique among all slices, without a `/`. Rows that mean something else from now on stand under another name.
    pub name: &'static str,
    /// So many rows at most, beside those that a person is writing.
    pub most: usize,
    /// Whether its rows go before those of all other collections where all together weigh too much: what one can do without
    /// better than without anything else.
    pub spare: bool,
}

/// A reading to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replica<T> {
    /// When something last happened in it, in milliseconds since 1970: the quietest goes first. [`LASTS`] for what stays,
    /// [`written`] for what a person is writing.
    pub stirred: i64,
    /// What was read, brought up to this position.
    pub snapshot: Snapshot<T>,
}

/// Of what never goes for want of room.
pub const LASTS: i64 = i64::MAX;
/// From here on counts what a person is writing: it goes after everything that was read.
const WRITTEN: i64 = i64::MAX / 2;

/// When something that a person is writing last changed, by when that was in milliseconds since 1970: it goes for want of room
/// once nothing is left that can be read again, never because its collection is full, and other tabs are told of each change.
#[must_use]
pub const fn written(millis: i64) -> i64 {
    WRITTEN.saturating_add(millis)
}

/// When a person last wrote in a row that was stirred so, in milliseconds since 1970; nothing where nobody writes in it.
#[must_use]
pub fn written_at(stirred: i64) -> Option<i64> {
    is_written(stirred).then(|| stirred - WRITTEN)
}

/// Whether a person is writing it.
#[must_use]
pub fn is_written(stirred: i64) -> bool {
    (WRITTEN..LASTS).contains(&stirred)
}

/// What there is to know of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Which one: `collection/key`.
    pub row: String,
    /// When something last happened in it.
    pub stirred: i64,
    /// What it weighs.
    pub bytes: usize,
    /// Whether it goes before all that is not spare.
    #[serde(default)]
    pub spare: bool,
    /// When it was given to be kept, in milliseconds since 1970 by the clock of the device: later than whatever the same page
    /// gave before.
    #[serde(default)]
    pub given: i64,
}

impl Collection {
    /// The name of a row among those of all collections.
    #[must_use]
    pub fn row(self, key: &str) -> String {
        format!("{}/{key}", self.name)
    }

    /// The key of a row, where it is of this collection.
    #[must_use]
    pub fn key(self, row: &str) -> Option<&str> {
        row.split_once('/').filter(|(name, _)| *name == self.name).map(|(_, key)| key)
    }

    /// Whether a row is of it.
    #[must_use]
    pub fn holds(self, row: &str) -> bool {
        self.key(row).is_some()
    }
}

/// The rows that go once this one is written, the spare ones first and of each the quietest: those past what its collection
/// may hold, and those past what all may weigh.
#[must_use]
pub fn excess(kept: Vec<Fact>, written: &Fact, collection: Collection, most_bytes: usize) -> Vec<String> {
    let mut facts: Vec<_> = kept.into_iter().filter(|fact| fact.row != written.row).chain([written.clone()]).collect();
    let turn = |fact: &Fact| (!fact.spare, fact.stirred, fact.row.clone());
    facts.sort_by_cached_key(turn);
    let mut bytes: usize = facts.iter().map(|fact| fact.bytes).sum();
    let is_counted = |fact: &Fact| collection.holds(&fact.row) && !is_written(fact.stirred);
    let mut rows = facts.iter().filter(|fact| is_counted(fact)).count();
    let mut gone = Vec::new();
    for fact in facts.into_iter().filter(|fact| fact.stirred < LASTS) {
        let is_one_of_them = is_counted(&fact);
        if bytes > most_bytes || is_one_of_them && rows > collection.most {
            bytes -= fact.bytes;
            rows -= usize::from(is_one_of_them);
            gone.push(fact.row);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const THREADS: Collection = Collection { name: "threads", most: 3, spare: false };
    const OLDER: Collection = Collection { name: "older", most: 3, spare: true };
    const ME: Collection = Collection { name: "me", most: 1, spare: false };

    fn thread(key: &str, stirred: i64, bytes: usize) -> Fact {
        Fact { row: THREADS.row(key), stirred, bytes, spare: false, given: 0 }
    }

    fn older(key: &str, stirred: i64, bytes: usize) -> Fact {
        Fact { row: OLDER.row(key), stirred, bytes, spare: true, given: 0 }
    }

    fn me() -> Fact {
        Fact { row: ME.row(""), stirred: LASTS, bytes: 50, spare: false, given: 0 }
    }

    #[test]
    fn the_quietest_rows_of_a_full_collection_go_first() {
        let kept = vec![thread("b", 20, 1), thread("a", 10, 1), thread("c", 30, 1), me()];
        assert_eq!(excess(kept.clone(), &thread("d", 40, 1), THREADS, 1_000), ["threads/a"]);
        assert_eq!(excess(kept.clone(), &thread("a", 50, 1), THREADS, 1_000), [""; 0], "it is written again");
        assert_eq!(excess(kept, &thread("d", 5, 1), THREADS, 1_000), ["threads/d"], "it is the quietest itself");
    }

    #[test]
    fn what_is_too_heavy_in_all_goes_from_the_quietest_on_and_what_lasts_stays() {
        let kept = vec![thread("a", 10, 30), thread("b", 20, 30), me()];
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 140), [""; 0]);
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 139), ["threads/a"]);
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 100), ["threads/a", "threads/b"]);
        assert_eq!(excess(kept, &me(), ME, 10), ["threads/a", "threads/b"]);
    }

    #[test]
    fn what_a_person_is_writing_goes_after_all_that_was_read_and_is_never_too_many() {
        let draft = |key: &str, at, bytes| Fact { stirred: written(at), ..thread(key, 0, bytes) };
        assert!(is_written(written(0)) && is_written(written(1_800_000_000_000)));
        assert!(![0, 1_800_000_000_000, LASTS].into_iter().any(is_written));
        assert_eq!(written_at(written(1_800_000_000_000)), Some(1_800_000_000_000));
        assert_eq!([0, 1_800_000_000_000, LASTS].map(written_at), [None; 3]);
        let kept = vec![draft("a", 10, 30), Fact { row: OLDER.row("b"), ..thread("b", 20, 30) }];
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 60), ["older/b"]);
        assert_eq!(excess(kept, &thread("c", 30, 30), THREADS, 30), ["older/b", "threads/c"]);
        let kept = vec![draft("a", 20, 1), draft("b", 10, 1), draft("c", 30, 1)];
        assert_eq!(excess(kept.clone(), &draft("d", 40, 1), THREADS, 1_000), [""; 0]);
        assert_eq!(excess(kept, &thread("d", 40, 1), THREADS, 1_000), [""; 0], "nor does it take the place of another");
    }

    #[test]
    fn what_is_spare_goes_from_the_quietest_on_before_anything_else_does() {
        let kept = vec![thread("a", 10, 30), older("a", 10, 30), thread("b", 20, 30), older("b", 20, 30)];
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 149), ["older/a"]);
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 119), ["older/a", "older/b"]);
        assert_eq!(excess(kept.clone(), &thread("c", 30, 30), THREADS, 89), ["older/a", "older/b", "threads/a"]);
        assert_eq!(excess(kept, &older("c", 30, 30), OLDER, 89), ["older/a", "older/b", "older/c"]);
    }

    #[test]
    fn what_was_kept_by_an_earlier_build_is_not_spare() {
        let fact: Fact = serde_json::from_str(r#"{"row":"threads/a","stirred":10,"bytes":1}"#).expect("a fact");
        assert_eq!(fact, thread("a", 10, 1));
    }

    #[test]
    fn a_row_that_is_written_again_weighs_what_it_weighs_now() {
        let kept = vec![thread("a", 10, 90), thread("b", 20, 10)];
        assert_eq!(excess(kept, &thread("a", 30, 10), THREADS, 20), [""; 0]);
    }

    #[test]
    fn a_collection_holds_its_own_rows_alone() {
        let longer = Collection { name: "threads2", most: 1, spare: false };
        assert_eq!((THREADS.key(&THREADS.row("a/b")), THREADS.key(&ME.row(""))), (Some("a/b"), None));
        assert!(THREADS.holds(&THREADS.row("a/b")) && !THREADS.holds(&longer.row("a")) && !longer.holds("threads/a"));
    }

    #[test]
    fn a_later_version_of_the_database_keeps_what_the_earlier_ones_hold() {
        assert_eq!(VERSIONS[0], [OPERATIONS], "as the first browsers have it");
        assert_eq!(VERSIONS[1], [REPLICAS, FACTS]);
        let names: Vec<_> = VERSIONS.iter().copied().flatten().collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "each is made once: {names:?}");
    }
}
