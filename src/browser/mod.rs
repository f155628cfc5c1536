//! What only a browser can do: sockets, calls, its store, its clock, its history, its other tabs, its service worker, and
//! word of what surrounds the page.
//!
//! It knows texts and times, not what they mean: who uses it decides.

pub mod ahead;
pub mod anchor;
pub mod call;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod cookie;
pub mod entries;
pub mod lasting;
pub mod leisure;
pub mod lock;
pub mod nearing;
pub mod note;
pub mod room;
pub mod scroll;
pub mod stops;
pub mod store;
pub mod surroundings;
pub mod wire;
pub mod worker;
pub mod zone;
