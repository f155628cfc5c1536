//! A tab at work: joins `sync`, which decides, with `browser`, which can. `driver` carries what happens to the one
//! and does what it says by the other, `circle` is this tab among the others, `keeper` has what was done beyond the page.
//! These three are a chunk of their own; `line` is the way to it, and `listeners` who hears what comes from there. `archive`
//! has copies of what was read, is another chunk, and `replicas` is the way there for its `jobs`; `keeper` and `archive`
//! share the `disk`. `unkept` notes what has no time to come there. `resident` knows for whom any of that is. `lists` are
//! drawn from their copies at once, and say of when they are.
//!
//! Features talk to [`Client`] alone: they perform operations, subscribe to topics and read what is
//! pending. On the server every call is a quiet nothing, so that one component serves both sides:
//! `running` is the client of a browser, with `postponing` for what can be undone, `quiet` the one of the server. Server
//! functions are called by `own_calls`, so that a page never goes on as somebody else than whom it was made for. `patience`
//! reads what cannot be read at once, `keeping` has what was read, and what is being written, kept as it changes, `leaving`
//! asks before something is lost, in the words of `unsent`.

#[cfg(feature = "hydrate")]
mod archive;
#[cfg(feature = "hydrate")]
mod circle;
#[cfg(feature = "hydrate")]
mod disk;
#[cfg(feature = "hydrate")]
mod driver;
#[cfg(feature = "hydrate")]
mod jobs;
#[cfg(feature = "hydrate")]
mod keeper;
#[cfg(feature = "hydrate")]
mod keeping;
#[cfg(feature = "hydrate")]
mod leaving;
#[cfg(feature = "hydrate")]
mod line;
#[cfg(feature = "hydrate")]
mod listeners;
mod lists;
#[cfg(feature = "hydrate")]
mod own_calls;
mod patience;
#[cfg(feature = "hydrate")]
mod postponing;
#[cfg(not(feature = "hydrate"))]
mod quiet;
#[cfg(feature = "hydrate")]
mod replicas;
#[cfg(feature = "hydrate")]
mod resident;
#[cfg(feature = "hydrate")]
mod running;
#[cfg(feature = "hydrate")]
mod unkept;
mod unsent;

use leptos::prelude::expect_context;
use serde_json::Value;

pub use lists::{Age, Drawn};
#[cfg(feature = "hydrate")]
pub use own_calls::OwnCalls;
pub use patience::{AGAIN, read_until};
#[cfg(not(feature = "hydrate"))]
pub use quiet::{Client, Heard, OwnCalls, provide_client};
#[cfg(feature = "hydrate")]
pub use resident::kept_of_resident;
#[cfg(feature = "hydrate")]
pub use running::{Client, Heard, provide_client};
pub use unsent::Unsent;

use crate::{realtime::Event, shared::id::AccountId};

/// The cookie that names the account that is logged in in this browser, set with every log-in and removed with every
/// log-out, whether or not a page sees them.
pub const ACCOUNT_COOKIE: &str = "tertulia-account";

/// The cookie that names the account that has logged out in this browser, until a page has removed what was kept of it:
/// not every log-out is seen by a page.
pub const LEFT_COOKIE: &str = "tertulia-left";

/// What a subscription brings.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "nothing comes in on the server"))]
pub enum Incoming {
    /// What was committed, in order, each event once. Those of one delivery belong together and are
    /// drawn as one.
    ///
    /// A subscription to `me` also hears of the person's conversations, under their own topics.
    Events(Vec<Event>),
    /// All that was missed has come: from now on events come as they happen, until the connection ends.
    CaughtUp,
    /// Events cannot bring what is held up to date: read it afresh.
    Refetch,
    /// Something passing.
    Signal {
        /// `typing`, `presence`, …
        kind: String,
        /// Who.
        from: AccountId,
        /// Small.
        body: Value,
    },
}

/// The client that the shell has provided.
///
/// # Panics
/// Outside the shell.
#[must_use]
pub fn use_client() -> Client {
    expect_context::<Client>()
}
