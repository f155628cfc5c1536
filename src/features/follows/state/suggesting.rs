//! Whom the viewer may want to follow, as it was read.

use crate::{
    features::follows::model::Suggestions,
    realtime::{Event, Snapshot},
};

/// Whether an event calls for reading afresh who is suggested: others are, or somebody is not followed any more, who may be
/// suggested again.
#[must_use]
pub fn suggests_others(event: &Event) -> bool {
    event.kind == "suggestions.changed" || event.kind == "follow.changed" && event.body["follows"] == false
}

/// Takes what was read afresh where it is no older than what is known. In another life of the database versions count anew, and
/// nothing of before holds.
pub fn suggest_afresh(known: &mut Snapshot<Suggestions>, read: Snapshot<Suggestions>) {
    let is_another = known.position.epoch != read.position.epoch;
    if is_another || known.data.version <= read.data.version {
        *known = read;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_changes_nothing_and_in_another_life_of_the_database_versions_count_anew() {
        let read = |position: &str, version| Snapshot {
            position: position.parse().expect("a position"),
            data: Suggestions { people: Vec::new(), version },
        };
        let mut known = read("1.5.5", 7);
        suggest_afresh(&mut known, read("1.4.4", 6));
        assert_eq!(known, read("1.5.5", 7));
        suggest_afresh(&mut known, read("2.1.1", 3));
        assert_eq!(known, read("2.1.1", 3));
    }
}
