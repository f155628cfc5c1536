//! The configuration: read once at start, from the environment and one file.

/// What the program was told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub address: std::net::SocketAddr,
}
