//! Notifications for tests.

use uuid::Uuid;

use crate::{
    features::{
        accounts::model::Account,
        notifications::model::{Changed, Kind, Notification, Unread},
    },
    shared::{
        id::{AccountId, NotificationId},
        role::Role,
        time::Time,
    },
    sync::{Operation, Pending, PendingState},
};

pub fn id(number: u128) -> NotificationId {
    NotificationId(Uuid::from_u128(number))
}

pub fn account(name: &str) -> Account {
    let sum = name.bytes().fold(0, |sum, byte| sum * 31 + u128::from(byte));
    Account {
        id: AccountId(Uuid::from_u128(sum)),
        handle: name.to_lowercase(),
        display_name: name.to_owned(),
        role: Role::Member,
        deleted: false,
    }
}

/// An unread one that stands at this place, and was changed last when it came there.
pub fn notification(name: u128, number: i64) -> Notification {
    Notification {
        id: id(name),
        kind: Kind::NewFollower,
        actors: vec![account("Bob")],
        actor_count: 1,
        entry: None,
        name: None,
        person: None,
        removed: None,
        at: Time::from_millis(number),
        read_at: None,
        number,
        version: number,
    }
}

/// The same as it was read with this version.
pub fn was_read(notification: Notification, version: i64) -> Notification {
    Notification { read_at: Some(Time::from_millis(version)), version, ..notification }
}

/// That this one is so from now on.
pub fn changed(notification: Notification, unread: i64) -> Changed {
    let version = notification.version;
    Changed { id: notification.id, notification: Some(notification), unread: Unread { unread, version } }
}

/// Something that is on its way to the server.
pub fn pending(operation: Operation) -> Pending {
    Pending { operation, state: PendingState::Waiting }
}
