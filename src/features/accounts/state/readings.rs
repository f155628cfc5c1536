//! What is told of the signed-in person while they are read.

use std::collections::BTreeMap;

use super::{apply, away::told_by};
use crate::{
    features::accounts::model::{Away, Me},
    realtime::{Event, Position},
    shared::{id::AccountId, json::typed},
};

/// Whom an event says to be kept away, or not any more, and how.
fn about(event: &Event) -> Option<(Away, AccountId)> {
    let how = told_by(&event.kind)?;
    let who = [&event.body["account"]["id"], &event.body["account_id"]].into_iter().find(|who| !who.is_null());
    who.and_then(|who| typed::<AccountId>(who).ok()).map(|who| (how, who))
}

/// What is told of the signed-in person. What was heard of blocks and mutes while a reading is on its way is newer than
/// what it says, and of two events about the same person the later one holds, whichever comes first: neither carries a
/// version, and who joins a topic that others hear may be given its newest events before those that they missed
/// (SYN-3).
#[derive(Clone, Debug, Default)]
pub struct Readings {
    asked: u32,
    heard: Vec<Event>,
    /// Where the last event of each kind about each person stands.
    last: BTreeMap<(Away, AccountId), Position>,
}

impl Readings {
    /// One is asked for; which that is.
    pub fn ask(&mut self) -> u32 {
        self.heard.clear();
        self.asked = self.asked.wrapping_add(1);
        self.asked
    }

    /// Takes note of an event; false where a later one about the same person was heard, and this one says nothing.
    #[must_use]
    pub fn hear(&mut self, event: &Event) -> bool {
        let Some(about) = about(event) else { return true };
        if self.last.get(&about).is_some_and(|last| last.is_after(event.position)) {
            return false;
        }
        self.last.insert(about, event.position);
        self.heard.push(event.clone());
        true
    }

    /// Brings a reading up to what was heard since it was asked for. One after which another was asked for says nothing
    /// of whom they blocked or muted beyond what is known.
    pub fn catch_up(&self, number: u32, read: &mut Me, known: &Me) {
        if number == self.asked {
            self.heard.iter().for_each(|event| apply(read, event));
        } else {
            read.blocked.clone_from(&known.blocked);
            read.muted.clone_from(&known.muted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::accounts::{
        state,
        state::world::{account, ann, blocked, muted, unblocked, unmuted},
    };

    #[test]
    fn what_was_heard_while_a_reading_was_on_its_way_is_newer_than_that_and_only_the_last_reading_counts() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let mut readings = Readings::default();
        let mut known = ann();
        let mut hear = |readings: &mut Readings, event: &Event| {
            state::apply(&mut known, event);
            assert!(readings.hear(event));
        };
        let first = readings.ask();
        hear(&mut readings, &blocked(&bob));
        let last = readings.ask();
        hear(&mut readings, &blocked(&cleo));
        let whom = |number, mut read: Me| {
            readings.catch_up(number, &mut read, &known);
            read.blocked
        };
        assert_eq!(whom(first, ann()), [bob.clone(), cleo.clone()], "as it is known");
        assert_eq!(whom(last, Me { blocked: vec![bob.clone()], ..ann() }), [bob, cleo]);
    }

    #[test]
    fn of_two_events_about_the_same_person_the_later_one_holds_whichever_comes_first() {
        let (bob, cleo) = (account("bob"), account("cleo"));
        let at = |event: Event, place: &str| Event { position: place.parse().expect("a position"), ..event };
        let mut readings = Readings::default();
        let heard = [
            at(unblocked(&bob), "1.9.1"),
            at(blocked(&bob), "1.4.1"),
            at(blocked(&cleo), "1.4.2"),
            at(blocked(&bob), "1.11.1"),
            at(unblocked(&bob), "2.1.1"),
        ]
        .map(|event| readings.hear(&event));
        assert_eq!(heard, [true, false, true, true, true], "another life of the database counts anew");
    }

    #[test]
    fn what_is_heard_of_mutes_says_nothing_of_blocks() {
        let bob = account("bob");
        let at = |event: Event, place: &str| Event { position: place.parse().expect("a position"), ..event };
        let mut readings = Readings::default();
        let number = readings.ask();
        let heard = [
            at(unmuted(&bob), "1.9.1"),
            at(blocked(&bob), "1.4.1"),
            at(muted(&bob), "1.4.2"),
            at(muted(&bob), "1.11.1"),
        ]
        .map(|event| readings.hear(&event));
        assert_eq!(heard, [true, true, false, true]);
        let mut read = ann();
        readings.catch_up(number, &mut read, &ann());
        assert!(read.blocks(bob.id) && read.keeps_away(Away::Muted, bob.id));
    }
}
