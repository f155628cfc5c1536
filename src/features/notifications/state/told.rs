//! What is heard of a person's notifications.

use serde::Deserialize;
use serde_json::Value;

use super::operation::{READ, READ_ALL};
use crate::{
    features::notifications::model::{AllRead, Changed},
    realtime::Event,
};

/// What an event says, or the server's answer to who read something.
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
            "notification.changed" => changed(&event.body),
            "notifications.read" => all_read(&event.body),
            _ => None,
        }
    }

    /// What the server answered to an operation of this kind.
    #[must_use]
    pub fn of_answer(kind: &str, answer: &Value) -> Option<Self> {
        match kind {
            READ => changed(answer),
            READ_ALL => all_read(answer),
            _ => None,
        }
    }
}

fn changed(body: &Value) -> Option<Told> {
    Changed::deserialize(body).ok().map(|changed| Told::Changed(Box::new(changed)))
}

fn all_read(body: &Value) -> Option<Told> {
    AllRead::deserialize(body).ok().map(Told::AllRead)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::features::notifications::state::world::{changed, notification};

    #[test]
    fn what_is_told_is_read_from_events_and_from_answers_alike() {
        let body = json!(changed(notification(1, 5), 3));
        let told = Told::of_answer(READ, &body);
        assert_eq!(told, Some(Told::Changed(Box::new(changed(notification(1, 5), 3)))));
        assert_eq!(Told::of_answer(READ_ALL, &body), None, "it has no place");
        assert_eq!(Told::of_answer("vote.cast", &body), None);
        let all = json!({"through": 4, "read_at": "2026-11-28T12:00:00Z", "unread": 0, "version": 9});
        assert!(matches!(Told::of_answer(READ_ALL, &all), Some(Told::AllRead(all)) if all.unread.version == 9));
    }
}
