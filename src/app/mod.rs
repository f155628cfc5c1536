//! The composition root: the only place that knows everybody.
//!
//! `shell` is the application and its routes, on both sides; `document` is what the server writes around it, `entry`
//! brings that to life. On the server `command` reads the command line and `boot` goes from configuration to a listening
//! server and back to a quiet stop.

#[cfg(feature = "ssr")]
pub mod api;
mod at;
mod below;
#[cfg(feature = "ssr")]
pub mod boot;
#[cfg(feature = "ssr")]
mod chunks;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
mod database;
#[cfg(feature = "ssr")]
mod device;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod drawers;
#[cfg(feature = "hydrate")]
mod entry;
#[cfg(feature = "ssr")]
mod failure;
#[cfg(feature = "ssr")]
mod files;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
pub mod gate;
#[cfg(feature = "ssr")]
pub mod health;
#[cfg(feature = "ssr")]
mod identity;
#[cfg(feature = "ssr")]
pub mod operations;
#[cfg(feature = "ssr")]
mod packing;
#[cfg(feature = "ssr")]
mod profile;
#[cfg(feature = "ssr")]
mod reach;
#[cfg(feature = "ssr")]
mod router;
#[cfg(feature = "ssr")]
mod sealing;
#[cfg(feature = "ssr")]
mod security;
#[cfg(feature = "ssr")]
mod seed;
#[cfg(feature = "ssr")]
mod shelf;
mod shell;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
mod size;
#[cfg(feature = "ssr")]
mod syndication;
#[cfg(feature = "ssr")]
mod trace;
#[cfg(feature = "ssr")]
mod worker;

#[cfg(feature = "hydrate")]
pub use entry::hydrate;
