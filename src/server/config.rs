//! The configuration: read once at start, from the environment and one file.

/// What the program was told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub address: std::net::SocketAddr,
}

impl Config {
    /// What tests run under.
    #[cfg(test)]
    #[must_use]
    pub fn for_tests() -> Self {
        Self { address: ([127, 0, 0, 1], 0).into() }
    }
}
