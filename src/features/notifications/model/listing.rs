//! Parts of what a person was told.

use serde::{Deserialize, Serialize};

use super::Notification;
use crate::shared::page::Page;

/// How many of a person's notifications are unread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = UnreadNotifications))]
pub struct Unread {
    /// How many.
    pub unread: i64,
    /// The version of their notifications.
    pub version: i64,
}

/// A page of a person's notifications: those that are unread first, each part by `number`, the greatest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = NotificationListing))]
pub struct Listing {
    /// What stands on it.
    #[serde(flatten)]
    pub page: Page<Notification>,
    /// How many are unread, on all pages.
    #[serde(flatten)]
    pub unread: Unread,
}
