//! Badges and reputation: what comes of what somebody does, of what others think of it, and of time (COM-10).
//!
//! `component` draws them, `hook` keeps them alive, `rpc` carries them across, `http` is the public API, `service` decides,
//! `db` remembers; `model` is plain. Who earns what, and what votes are worth, is the database's
//! (`migrations/…_badges.sql`); `jobs` has it look for whose year is full.
//!
//! Invariant: a badge is one row for ever: what is taken back later takes none away, and nobody earns one twice.

pub mod component;
pub mod hook;
pub mod model;
pub mod rpc;

#[cfg(feature = "ssr")]
mod db;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod service;

#[cfg(all(test, feature = "ssr"))]
mod tests;
