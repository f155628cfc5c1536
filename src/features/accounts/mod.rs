//! Accounts: who people are, how they prove it, and what they chose.
//!
//! `component` draws the forms, `rpc` carries them across and works without JavaScript too, `http`
//! is the public API, `service` decides, `db` remembers; `model` is plain data and knows nobody.
//!
//! Invariant: a password and a token never leave the request that brought them; what is stored
//! is an Argon2id hash of the one and a SHA-256 of the other.

pub mod component;
pub mod hook;
pub mod model;
pub mod rpc;
pub mod state;

#[cfg(feature = "ssr")]
pub mod cookie;
#[cfg(feature = "ssr")]
mod db;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod service;

#[cfg(all(test, feature = "ssr"))]
mod tests;
