//! What only a server can do: configuration, the database, who is asking, faults.
//!
//! `state` is what handlers are given. `pool` hands out transactions, each under a role and, for
//! requests, on behalf of one viewer; a statement outside such a transaction may do nothing.

pub mod ahead;
pub mod awake;
pub mod config;
pub mod counts;
pub mod fault;
pub mod form;
pub mod http;
pub mod jobs;
pub mod json;
pub mod keep;
pub mod limits;
pub mod links;
pub mod once;
pub mod pool;
pub mod postgres;
mod pulse;
pub mod reader;
pub mod refusal;
pub mod schema;
pub mod state;
pub mod telemetry;
pub mod viewer;

pub use ahead::Ahead;
pub use config::Config;
pub use fault::OnConstraint;
pub use keep::Keep;
pub use limits::{Limit, Limits};
pub use pool::{Pool, Tx};
pub use reader::Reader;
pub use refusal::Refusal;
pub use state::Server;
pub use viewer::{Caller, Reach, Viewer};
