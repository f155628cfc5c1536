//! Where names of hosts lead.

use std::{io, net::IpAddr};

use futures::future::BoxFuture;
use tokio::net::lookup_host;

/// Where names of hosts lead.
pub trait Resolve: Send + Sync {
    /// The addresses of a host, as they are now.
    fn resolve<'n>(&'n self, host: &'n str) -> BoxFuture<'n, io::Result<Vec<IpAddr>>>;
}

/// What this machine asks for names.
pub struct Names;

impl Resolve for Names {
    fn resolve<'n>(&'n self, host: &'n str) -> BoxFuture<'n, io::Result<Vec<IpAddr>>> {
        Box::pin(async move { Ok(lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) })
    }
}
