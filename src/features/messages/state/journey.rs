//! How far one's own message came, step by step, and how long each step took.

use crate::{
    features::messages::model::{Info, Reached},
    shared::time::Time,
};

/// Milliseconds.
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// One step of a message's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What became of it.
    pub name: &'static str,
    /// When; nothing where that is not known.
    pub at: Option<Time>,
    /// How long that took from the step before, and from which one, in words.
    pub took: Option<String>,
}

/// From the device of its author into the store, as far as that is known.
#[must_use]
pub fn to_server(info: &Info) -> Vec<Step> {
    let Info { named_at, stored_at, .. } = *info;
    let sent = named_at.map(|at| Step { name: "Sent", at: Some(at), took: None });
    let took = named_at.and_then(|named_at| after(named_at, stored_at, "sending"));
    let stored = Step { name: "Stored", at: Some(stored_at), took };
    sent.into_iter().chain([stored]).collect()
}

/// From the store to one person, as far as it came.
#[must_use]
pub fn to_person(info: &Info, reached: &Reached) -> Vec<Step> {
    let Reached { is_delivered, delivered_at, is_read, read_at, .. } = *reached;
    let since = |from: Option<Time>, to: Option<Time>, step| after(from?, to?, step);
    let took = since(Some(info.stored_at), delivered_at, "storing");
    let delivered = Step { name: "Delivered", at: delivered_at, took };
    let read = Step { name: "Read", at: read_at, took: since(delivered_at, read_at, "delivery") };
    // Whoever read it on a page of the server has it too.
    let delivered = (is_delivered || is_read).then_some(delivered);
    delivered.into_iter().chain(is_read.then_some(read)).collect()
}

fn after(from: Time, to: Time, step: &str) -> Option<String> {
    took(from, to).map(|took| format!("{took} after {step}"))
}

/// How long it was from one moment to another, in words; nothing where the other one was before.
#[must_use]
pub fn took(from: Time, to: Time) -> Option<String> {
    let millis = to.millis() - from.millis();
    Some(match millis {
        ..0 => return None,
        0..SECOND => format!("{millis} ms"),
        SECOND..10_000 => format!("{}.{} s", millis / SECOND, millis % SECOND / 100),
        10_000..MINUTE => format!("{} s", millis / SECOND),
        MINUTE..HOUR => format!("{} min", millis / MINUTE),
        HOUR..172_800_000 => format!("{} h", millis / HOUR),
        _ => format!("{} days", millis / DAY),
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{features::messages::state::world::BOB, shared::id::MessageId};

    fn at(millis: i64) -> Time {
        Time::from_millis(1_795_000_000_000 + millis)
    }

    fn info(stored: i64) -> Info {
        let message_id = MessageId(Uuid::from_u128(1));
        Info { message_id, named_at: Some(at(0)), stored_at: at(stored), reached: Vec::new() }
    }

    fn told(steps: &[Step]) -> Vec<(&'static str, Option<&str>)> {
        steps.iter().map(|step| (step.name, step.took.as_deref())).collect()
    }

    #[test]
    fn how_long_something_took_is_said_in_the_unit_that_fits() {
        for (millis, words) in [
            (0, Some("0 ms")),
            (999, Some("999 ms")),
            (1_000, Some("1.0 s")),
            (9_999, Some("9.9 s")),
            (59_999, Some("59 s")),
            (60_000, Some("1 min")),
            (3_599_999, Some("59 min")),
            (47 * HOUR, Some("47 h")),
            (2 * DAY, Some("2 days")),
            (-1, None),
        ] {
            assert_eq!(took(at(0), at(millis)).as_deref(), words, "{millis}");
        }
    }

    #[test]
    fn a_message_was_sent_and_then_stored_as_far_as_is_known() {
        assert_eq!(told(&to_server(&info(250))), [("Sent", None), ("Stored", Some("250 ms after sending"))]);
        assert_eq!(told(&to_server(&Info { named_at: None, ..info(250) })), [("Stored", None)]);
    }

    #[test]
    fn it_came_to_somebody_as_far_as_is_known_with_the_times_that_are() {
        let nowhere =
            Reached { account_id: BOB, is_delivered: false, delivered_at: None, is_read: false, read_at: None };
        assert_eq!(told(&to_person(&info(250), &nowhere)), []);
        let delivered = Reached { is_delivered: true, delivered_at: Some(at(1_250)), ..nowhere.clone() };
        assert_eq!(told(&to_person(&info(250), &delivered)), [("Delivered", Some("1.0 s after storing"))]);
        let read = Reached { is_read: true, read_at: Some(at(61_250)), ..delivered.clone() };
        let both = [("Delivered", Some("1.0 s after storing")), ("Read", Some("1 min after delivery"))];
        assert_eq!(told(&to_person(&info(250), &read)), both);
        let long_ago = Reached { is_delivered: true, is_read: true, ..nowhere };
        assert_eq!(told(&to_person(&info(250), &long_ago)), [("Delivered", None), ("Read", None)]);
    }
}
