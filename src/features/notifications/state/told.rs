//! What is heard of a person's notifications.

use crate::{
    features::notifications::model::{AllRead, Changed},
    realtime::Event,
    shared::json::typed,
};

/// The kind of the event that one of them is new, or other than before, or gone.
pub const CHANGED: &str = "notification.changed";
/// The kind of the event that all up to a place were read.
pub const READ_UP_TO: &str = "notifications.read";

/// What an event says, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// One of them is new, or other than before, or gone.
    Changed(Box<Changed>),
    /// All up to a place were read.
    AllRead(AllRead),
}

impl Told {
    /// What an event tells of notifications, if anything.
    #[must_use]
    pub fn of_event(event: &Event) -> Option<Self> {
        match event.kind.as_str() {
            CHANGED => typed::<Changed>(&event.body).ok().map(|changed| Self::Changed(Box::new(changed))),
            READ_UP_TO => typed::<AllRead>(&event.body).ok().map(Self::AllRead),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        features::notifications::state::world::{changed, notification},
        realtime::Topic,
        shared::time::Time,
    };

    fn told(kind: &str, body: Value) -> Option<Told> {
        let position = "1.2.3".parse().expect("a position");
        Told::of_event(&Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body })
    }

    #[test]
    fn an_event_tells_of_one_or_of_all_up_to_a_place() {
        let one = changed(notification(1, 5), 3);
        assert_eq!(told(CHANGED, json!(one.clone())), Some(Told::Changed(Box::new(one.clone()))));
        assert_eq!(told(READ_UP_TO, json!(one)), None, "it names no place");
        let all = json!({"through": 4, "read_at": "2026-11-28T12:00:00Z", "unread": 0, "version": 9});
        assert!(matches!(told(READ_UP_TO, all), Some(Told::AllRead(all)) if all.unread.version == 9));
        assert_eq!(told("vote.cast", json!({})), None);
    }
}
