//! Both ends of one wire: how what was committed reaches every screen.
//!
//! Read `envelope` (the frames), `topic` and `position` first, then the server's way in order:
//! `outbox` reads committed events, `hub` maps them to connections, `socket` carries them. It knows
//! no feature: a topic's listeners are judged by a gate that `app` passes in.
//!
//! Invariant: an event that was committed is published once by the reader of each node, in an order
//! in which no earlier one is missing.

pub mod envelope;
pub mod position;
pub mod topic;

#[cfg(feature = "ssr")]
mod bus;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub mod gate;
#[cfg(feature = "ssr")]
pub mod hub;
#[cfg(feature = "ssr")]
mod line;
#[cfg(feature = "ssr")]
mod outbox;
#[cfg(feature = "ssr")]
pub mod socket;
#[cfg(feature = "ssr")]
mod talk;

pub use envelope::{ClientFrame, Event, ServerFrame};
#[cfg(feature = "ssr")]
pub use gate::Gate;
#[cfg(feature = "ssr")]
pub use hub::Hub;
pub use position::Position;
pub use topic::Topic;
