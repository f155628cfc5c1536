//! Reading notifications, as operations that are kept until the server has them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    features::notifications::model::Notification,
    shared::{
        Error,
        id::{NotificationId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending, PendingState},
};

/// The kind of the operation that has one of them read.
pub const READ: &str = "notification.read";
/// The kind of the operation that has all of them up to a place read.
pub const READ_ALL: &str = "notification.read_all";

/// The operation that has a notification read as it was seen: what happened since stays unread.
#[must_use]
pub fn read(id: OperationId, one: &Notification) -> Operation {
    let members = json!({ "notification_id": one.id, "through": one.number });
    act(READ, id, format!("notification:{}", one.id), members)
}

/// The operation that has all read whose number is not greater.
#[must_use]
pub fn read_all(id: OperationId, through: i64) -> Operation {
    act(READ_ALL, id, "notifications".to_owned(), json!({ "through": through }))
}

/// What the viewer has read and the server has not confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Each of these whose number is not greater than this.
    pub ids: BTreeMap<NotificationId, i64>,
    /// All whose number is not greater.
    pub through: Option<i64>,
}

impl Wanted {
    /// What is on its way; what was refused is not read.
    #[must_use]
    pub fn of(pending: &[Pending]) -> Self {
        let mut wanted = Self::default();
        for operation in pending.iter().filter(|one| !one.has_failed()).map(|one| &one.operation) {
            match operation.kind.as_str() {
                READ => wanted.ids.extend(read_of(&operation.body)),
                READ_ALL => wanted.through = wanted.through.max(operation.body["through"].as_i64()),
                _ => {}
            }
        }
        wanted
    }

    /// Whether the notification of this id is among it, where it has this number.
    #[must_use]
    pub fn reads(&self, id: NotificationId, number: i64) -> bool {
        self.ids.get(&id).copied().max(self.through).is_some_and(|through| number <= through)
    }
}

fn read_of(body: &Value) -> Option<(NotificationId, i64)> {
    Some((typed::<NotificationId>(&body["notification_id"]).ok()?, body["through"].as_i64()?))
}

/// Of which kind something was that the server took, and what holds now; or why it did not.
pub type Answer = Result<(String, Value), Error>;

/// What the server has answered to who read something.
#[must_use]
pub fn answered(pending: &[Pending]) -> Vec<(OperationId, Answer)> {
    let ours = pending.iter().filter(|one| [READ, READ_ALL].contains(&one.operation.kind.as_str()));
    let answers = ours.filter_map(|one| {
        let answer = match &one.state {
            PendingState::Acknowledged(answer) => Ok((one.operation.kind.clone(), answer.clone())),
            PendingState::Failed(error) => Err(error.clone()),
            PendingState::Waiting | PendingState::Slowed => return None,
        };
        Some((one.operation.id, answer))
    });
    answers.collect()
}

fn act(kind: &str, id: OperationId, object: String, body: Value) -> Operation {
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id,
        object,
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::notifications::state::world::{changed, id, notification, pending};

    #[test]
    fn what_is_on_its_way_is_read_and_what_was_refused_is_not_nor_what_happened_since() {
        let name = OperationId::new();
        let refused =
            Pending { operation: read(name, &notification(3, 8)), state: PendingState::Failed(Error::Missing) };
        let waits = pending(read(name, &notification(1, 9)));
        let wanted = Wanted::of(&[waits.clone(), pending(read_all(name, 7)), refused.clone()]);
        assert!(wanted.reads(id(1), 9) && wanted.reads(id(2), 7));
        assert!(!wanted.reads(id(1), 10) && !wanted.reads(id(3), 8));
        assert_eq!(answered(&[refused, waits]), [(name, Err(Error::Missing))]);
    }

    #[test]
    fn of_two_that_read_all_the_newer_is_enough_and_both_stay_until_their_answer_was_taken_up() {
        let (older, newer) = (read_all(OperationId::new(), 4), read_all(OperationId::new(), 7));
        assert_eq!(newer.absorb(&older).map(|both| both.body), Some(newer.body.clone()));
        assert_eq!(older.absorb(&newer).map(|both| both.body), Some(newer.body.clone()), "what was read stays so");
        let one = read(OperationId::new(), &notification(1, 5));
        assert!(one.outlasts(&json!(changed(notification(1, 5), 0))) && newer.outlasts(&json!({})));
    }
}
