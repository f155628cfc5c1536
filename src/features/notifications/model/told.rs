//! What is told of a person's notifications: by an event, and to who read some.

use serde::{Deserialize, Serialize};

use super::{Notification, Unread};
use crate::shared::{id::NotificationId, time::Time};

/// One of them is new, or other than before, or gone; the body of `notification.changed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = ChangedNotification))]
pub struct Changed {
    /// Which.
    pub id: NotificationId,
    /// As it is; nothing where there is none any more, as all that it told of was taken back.
    pub notification: Option<Notification>,
    /// How many are unread then.
    #[serde(flatten)]
    pub unread: Unread,
}

/// All of them up to a place were read; the body of `notifications.read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = ReadNotifications))]
pub struct AllRead {
    /// Those that were unread, had no greater `number` and a smaller `version` are read from then on, and have this version;
    /// such a one that is heard of only later, too.
    pub through: i64,
    /// Since when.
    pub read_at: Time,
    /// How many are unread then.
    #[serde(flatten)]
    pub unread: Unread,
}
