//! What a screen knows of the graph, and what is on its way to the server laid over it.
//!
//! `graph` holds what was told of anybody, by the versions of it; `operation` is the act that is kept until the server has
//! it, `dismissal` another one, `listing` a list as far as it was read, `suggesting` whom they may want to follow.

mod dismissal;
mod graph;
mod listing;
mod operation;
mod suggesting;

pub use dismissal::{answered_dismissals, dismiss_operation, dismissed};
pub use graph::Graph;
pub use operation::{answered, follow_operation};
pub use suggesting::{suggest_afresh, suggests_others};

#[cfg(test)]
pub(super) mod world;
