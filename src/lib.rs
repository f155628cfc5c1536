//! Tertulia: a community, messaging and translator rooms on one account, one database and one live
//! connection.
//!
//! One crate, one program, one database. The folders stand on floors and know only what lies below:
//!
//! `app` (composition) → `pages` (routes) → `features` (domains) → `kit` (components) and `client`
//! (the running engine) → `sync` (the engine) → `realtime` (the wire) → `browser` and `server`
//! (what only one side can do) → `shared` (vocabulary).
//!
//! To see one message home, start at `features/messages/component/composer.rs` and follow the names.
//! `tests/architecture.rs` holds these rules as data.
#![recursion_limit = "512"]

pub mod app;
mod pages;

mod features;

mod client;
mod kit;

pub mod sync;

pub mod realtime;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
pub mod server;

pub mod shared;

#[cfg(all(test, feature = "ssr"))]
mod tests;

/// Takes the page that the server drew, or an empty shell, to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::hydrate();
}
