//! Messages: what people say to each other in a conversation.
//!
//! `component` draws it, `hook` keeps it alive, `rpc` carries it across, `service` decides, `db`
//! remembers; `model` and `state` are plain data and know nobody.
//!
//! A thread is a conversation, too: it has the id of the message on which it hangs, and stands beside the conversation in
//! which that was said. `model/thread` says for whom something in it is unread.
//!
//! Invariant: a message is named in the browser and keeps that name for life, so the row seen at
//! once, its retry and its echo are one row.

pub mod component;
#[cfg(feature = "ssr")]
mod db;
pub mod hook;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod live;
pub mod model;
pub mod rpc;
#[cfg(feature = "ssr")]
pub mod service;
pub mod state;
#[cfg(all(test, feature = "ssr"))]
mod tests;
