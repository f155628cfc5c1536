//! Notifications: what a person is told of that others did (NOT-1 to NOT-3).
//!
//! `component` draws the list, `hook` keeps it and the bell alive, `rpc` carries them across, `http` is the public API,
//! `service` decides, `db` remembers; `model` and `state` are plain. Which act tells whom, what belongs together, and how
//! many are unread is the database's (`migrations/…_notifications.sql`): there is no code here that makes one.
//!
//! Reads by `rpc`: `list_notifications(only_unread, cursor)`, `count_notifications()`. What changes something is an
//! operation: `notification.read` `{notification_id, through}`, of which `through` may be missing, answered with a [`model::Changed`], and `notification.read_all`
//! `{through}`, answered with an [`model::AllRead`]. Told on `me`: `notification.changed` with the former,
//! `notifications.read` with the latter.
//!
//! The slice stands above posts, as what it leads to is theirs.
//!
//! Invariant: every change of anything of a person's here counts one number up, the `version` of their notifications. It
//! orders what is told, whole and with the number of unread ones each time: what comes twice, or late, changes nothing.

pub mod component;
pub mod hook;
pub mod model;
pub mod rpc;
pub mod state;

#[cfg(feature = "ssr")]
mod db;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod service;

#[cfg(all(test, feature = "ssr"))]
mod tests;
