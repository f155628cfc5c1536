//! Which kinds of operations there are, by the one door that takes them: what plays or replays all of them asks here.
//!
//! A new kind is played in `simulation`: its act in one of the files of `world`, what the server does with it in `server`, and
//! what has to hold of it in `verdict`. It is replayed in `replaying`, with a line of its table.

use std::{collections::BTreeSet, sync::LazyLock};

/// All of them, as `message.send`.
pub static KINDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| kinds(DOOR));

const DOOR: &str = include_str!("../app/operations.rs");

/// The names by which a text decides what an operation does.
fn kinds(door: &str) -> BTreeSet<String> {
    let arms = door.split("match operation.kind.as_str() {").nth(1).and_then(|rest| rest.split("_ =>").next());
    let names = arms.into_iter().flat_map(|arms| arms.split('"').skip(1).step_by(2));
    names.map(str::to_owned).collect()
}

#[test]
fn the_kinds_are_the_names_in_the_arms_of_the_door() {
    let door = r#"match operation.kind.as_str() { "a.b" => x(), "c.d" | "a.c" => y(), _ => no("e.f") }"#;
    assert_eq!(kinds(door).into_iter().collect::<Vec<_>>(), ["a.b", "a.c", "c.d"]);
    assert!(KINDS.len() >= 28, "{KINDS:?}");
    assert!(
        KINDS.iter().all(|kind| kind.split_once('.').is_some_and(|(thing, act)| !thing.is_empty() && !act.is_empty()))
    );
}
