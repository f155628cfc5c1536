//! What handlers and server functions are given.

use std::sync::Arc;

use super::{Config, Keep, Limits, Pool};

/// The running server, cheap to clone. Axum handlers take it as `State<Server>`, server functions
/// as `expect_context::<Server>()`.
#[derive(Clone)]
pub struct Server {
    /// The database.
    pub pool: Pool,
    /// What the program was told at start.
    pub config: Arc<Config>,
    /// How often one person or address may do what costs something.
    pub limits: Limits,
    /// What the slices share between requests.
    pub keep: Keep,
}
