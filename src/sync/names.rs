//! Names of what is done: each after all that is not confirmed, so that what a browser keeps is in the order in which it
//! was done, also where the clock was set back meanwhile.

use uuid::Uuid;

use super::Pending;

/// So many bits of a `UUIDv7` are below its milliseconds.
const BELOW: u32 = 80;

/// The last name of what is pending; the nil one, before all others, where nothing is.
#[must_use]
pub fn last_of(pending: &[Pending]) -> Uuid {
    pending.iter().map(|one| one.operation.id.0).max().unwrap_or_default()
}

/// A name that comes after the last one: as it was made by the clock, or, where that is behind, of the millisecond after
/// the last one. What chance has given it stays, so that two tabs that know the same last one never name alike.
#[must_use]
pub fn after(last: Uuid, made: Uuid) -> Uuid {
    if made > last {
        return made;
    }
    let next = (last.as_u128() >> BELOW) + 1;
    let chance = made.as_u128() & ((1 << BELOW) - 1);
    Uuid::from_u128((next << BELOW) | chance)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{
        shared::id::OperationId,
        sync::{Operation, PendingState},
    };

    fn made(millis: u128, chance: u128) -> Uuid {
        Uuid::from_u128((millis << BELOW) | (7 << 76) | (2 << 62) | chance)
    }

    #[test]
    fn a_name_is_taken_as_it_was_made_where_it_comes_after_the_last() {
        for last in [Uuid::nil(), made(6, 9), made(7, 3)] {
            assert_eq!(after(last, made(7, 4)), made(7, 4));
        }
    }

    #[test]
    fn a_name_by_a_clock_that_was_set_back_comes_after_the_last_and_is_nobody_elses() {
        let last = made(7_000, 9);
        let [one, other] = [1, 2].map(|chance| after(last, made(7, chance)));
        assert_eq!([one, other], [made(7_001, 1), made(7_001, 2)]);
        assert!(OperationId(one).by_caller("id").is_ok());
        assert!(after(one, made(7, 0)) > one);
    }

    #[test]
    fn the_last_name_is_that_of_what_was_done_last_wherever_it_stands_in_the_list() {
        let pending = |number| {
            let (kind, id) = ("message.send".into(), OperationId(made(number, 0)));
            let (object, body, instead_of) = (String::new(), Value::Null, Vec::new());
            let operation =
                Operation { v: 1, kind, id, object, expected_version: None, body, instead_of, postponed_until: None };
            Pending { operation, state: PendingState::Waiting }
        };
        assert_eq!(last_of(&[pending(2), pending(7), pending(4)]), made(7, 0));
        assert_eq!(last_of(&[]), Uuid::nil());
    }
}
