//! The engine of the client, pure: connection, cursors, operations, overlay.
//!
//! Start at `effect` (what comes in, what goes out), `tab` (one of several that share a browser) and `engine` (which
//! does what, in the tab that leads). `connection` keeps one connection alive, `subscriptions` and `cursor` turn
//! at-least-once into once, `outbox` brings operations to the server in order, `overlay` lays what is pending over what
//! is confirmed; `names` tells what was done first, `stored` is what is kept of what was done, `replica` of what was read.
//!
//! No browser, no clock, no async: time, chance and frames come in as arguments, effects go out as
//! values. `src/tests/simulation` runs it by the thousand.
//!
//! Invariant: what a person did is either pending here or confirmed by the server, never neither.

mod backoff;
mod clock;
mod connection;
mod cursor;
pub mod effect;
pub mod engine;
pub mod names;
pub mod operation;
mod outbox;
pub mod overlay;
mod pace;
pub mod pending;
pub mod replica;
pub mod status;
pub mod stored;
mod subscriptions;
pub mod tab;
pub mod transport;

pub use effect::{Effect, Input, ListenerId, Moment};
pub use engine::Engine;
pub use operation::{ACCOUNT_HEADER, Operation};
pub use overlay::{Overlay, overlaid};
pub use pending::{Pending, PendingState};
pub use replica::{Collection, Replica};
pub use status::Status;
pub use stored::Stored;
pub use tab::Tab;
pub use transport::Transport;
