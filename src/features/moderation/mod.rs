//! Moderation: what people report, and what moderators make of it.
//!
//! `component` draws the dialog and the list, `hook` hands a report to the client, which keeps it until the server has
//! it; `rpc` carries the list across, `http` is the public API, `service` decides, `db` remembers; `model` and `state`
//! are plain.
//!
//! Invariant: a report holds what it is about as the reporter could read it then, and nobody but moderators reads it after.

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
