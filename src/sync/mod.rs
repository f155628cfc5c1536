//! The engine of the client, pure: connection, cursor, operations, overlay.
//!
//! No browser, no clock, no async: time, chance and frames come in as arguments, effects go out as
//! values. `src/tests/simulation.rs` runs it by the thousand.

pub mod operation;
pub mod pending;
pub mod status;

pub use operation::Operation;
pub use pending::{Pending, PendingState};
pub use status::Status;
