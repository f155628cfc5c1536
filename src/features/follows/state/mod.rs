//! What a screen knows of the graph, and what is on its way to the server laid over it.
//!
//! `graph` holds what was told of anybody, by the versions of it; `operation` is the act that is kept until the server has
//! it, `listing` a list as far as it was read.

mod graph;
mod listing;
mod operation;

pub use graph::Graph;
pub use operation::{answered, follow_operation};

#[cfg(test)]
pub(super) mod world;
