//! The composition root: the only place that knows everybody.
//!
//! `shell` is the document and its routes, on both sides. On the server `command` reads the command
//! line and `boot` goes from configuration to a listening server and back to a quiet stop.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod boot;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
pub mod gate;
#[cfg(feature = "ssr")]
pub mod operations;
#[cfg(feature = "ssr")]
pub mod seed;
mod shell;

#[cfg(feature = "hydrate")]
pub use shell::hydrate;
