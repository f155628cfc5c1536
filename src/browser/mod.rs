//! What only a browser can do: sockets, calls, its clock, its service worker, and word of what surrounds the page.
//!
//! It knows texts and times, not what they mean: who uses it decides.

pub mod call;
pub mod clock;
pub mod scroll;
pub mod surroundings;
pub mod wire;
pub mod worker;
pub mod zone;
