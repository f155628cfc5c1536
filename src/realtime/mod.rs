//! Both ends of one wire: how what was committed reaches every screen.
//!
//! Read [`protocol`] and `envelope` (the frames), `topic` and `position` first, then the server's way
//! in order: `outbox` is what the database holds, `line` an event in the words of the wire, `hub` takes
//! lines to connections, `entrance` lets them in and `talk` speaks with one, over a `wire` that is a `socket` or an
//! `event_stream`. It knows no feature: who may hear a topic is asked of a `gate` that `app` passes in.
//!
//! Invariant: an event that was committed is published once by the reader of each node, in an order
//! in which no earlier one is missing.
//!
//! Two parts of the design are left out. There is no frame `sample`: nobody would read it before there is a dashboard,
//! and until then a client's health is shown to whom it belongs, from what `sync` measures. And `transaction_timeout` is
//! not set: it would also end what only reads and holds up nobody, such as a dump, while the watchdog (`hub::upkeep`) ends
//! exactly what holds a transaction id, whoever's it is, on every Postgres that is supported.

pub mod envelope;
pub mod position;
pub mod topic;

#[cfg(feature = "ssr")]
mod bus;
#[cfg(feature = "ssr")]
pub mod entrance;
#[cfg(feature = "ssr")]
pub mod event_stream;
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
mod pace;
#[cfg(feature = "ssr")]
pub mod socket;
#[cfg(feature = "ssr")]
mod talk;
#[cfg(feature = "ssr")]
mod wire;

#[doc = include_str!("PROTOCOL.md")]
pub mod protocol {}

#[cfg(feature = "ssr")]
pub use entrance::Entrance;
pub use envelope::{ClientFrame, Event, ServerFrame};
#[cfg(feature = "ssr")]
pub use gate::Gate;
#[cfg(feature = "ssr")]
pub use hub::Hub;
#[cfg(feature = "ssr")]
pub use outbox::Keeper;
pub use position::{Position, Snapshot};
pub use topic::{TagName, Topic};
