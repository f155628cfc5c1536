//! Both ends of one wire: how what was committed reaches every screen.
//!
//! Read `envelope` (the frames), `topic` and `position` first, then the server's way in order:
//! `outbox` reads committed events, `hub` maps them to connections, `socket` carries them. It knows
//! no feature: a topic's listeners are judged by a gate that `app` passes in.
//!
//! Invariant: an event that was committed is published once by the reader of each node, in an order
//! in which no earlier one is missing.

pub mod envelope;
#[cfg(feature = "ssr")]
pub mod gate;
#[cfg(feature = "ssr")]
pub mod hub;
pub mod position;
#[cfg(feature = "ssr")]
pub mod socket;
pub mod topic;

pub use envelope::{ClientFrame, Event, ServerFrame};
#[cfg(feature = "ssr")]
pub use gate::Gate;
#[cfg(feature = "ssr")]
pub use hub::Hub;
pub use position::Position;
pub use topic::Topic;
