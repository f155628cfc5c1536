//! Links: reads what a page of the web says of itself, and never asks anything that is not of the web.
//!
//! `guard` says whom one may ask, `names` where they are, `fetch` asks within bounds, `page` reads the head of what is
//! answered. People choose what is asked for, so each hop is looked at anew: the name of a host is resolved once, and
//! what is connected to is the very address that was looked at.
//!
//! One request goes by `hyper` over a stream that is made here, and not by a client of its own: those resolve, connect and
//! follow by themselves, and all three are what has to be guarded. The roots of trust are those of Mozilla that the program
//! brings along, so that it asks alike on every machine. `html5gum` tokenizes as the standard says, whatever stands there,
//! builds no tree, and is small; what builds trees and chooses in them weighs ten times that, or comes under a licence that
//! is not allowed here. Nothing compressed is asked for, and none is unpacked.
//!
//! Invariant: nothing but the addresses that `Guard` admits is ever connected to.

mod fetch;
mod guard;
mod names;
mod page;

#[cfg(test)]
pub(crate) mod tests;

pub use fetch::{Bounds, Fetcher, Unread, page_address};
pub use names::Resolve;
pub use page::Page;
