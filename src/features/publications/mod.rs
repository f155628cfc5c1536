//! Publications: what people said to each other, as a question or an answer for everybody, as far as each agrees (COM-9).
//!
//! `component` draws the dialog, the cards beside what was said and where an entry comes from, `hook` keeps them alive,
//! `rpc` carries them across and takes plain forms, `http` is the public API, `service` decides, `db` remembers; `model` and `state` are plain.
//!
//! Invariant: nobody's words become public without their consent to these very words, and they stay these words for as long
//! as they are. The database keeps it (`migrations/…_publishing.sql`): it puts together what is published, and takes out of it
//! what somebody wants back.

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
