//! Follows: who follows whom, for everybody to see, and how many do (SOC-1, SOC-2), and whom one may want to (SOC-3).
//!
//! `component` draws the button, the counts and the lists, `hook` keeps them alive, `rpc` carries them across, `http` is
//! the public API, `service` decides, `db` remembers; `model` and `state` are plain. Counts, and the end of what a block
//! keeps apart, are the database's (`migrations/…_follows.sql`), and so are suggestions, which `jobs` has it make.
//!
//! Invariant: each follow and each end of one counts the version of both people's counts up by one. So one number, that of
//! whoever looks, orders all that ever held between them and anybody, and what is told twice, or late, changes nothing.

pub mod component;
pub mod hook;
pub mod model;
pub mod rpc;
pub mod state;

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
