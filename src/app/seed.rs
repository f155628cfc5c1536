//! A lively demo in seconds.

use crate::{server::Server, shared::Result};

/// Fills the database with people who talk.
///
/// # Errors
/// As the services say.
pub async fn run(server: &Server) -> Result<()> {
    let _ = server;
    Ok(())
}
