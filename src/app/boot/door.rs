//! The way in, from before there is a database until the last request is answered.
//!
//! Invariant: from the first moment to the last it is one socket, so nobody is refused between two of them.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    app::router,
    server::{
        Config, Refusal,
        http::{self, Bounds},
    },
};

/// How long requests that were taken have until the program ends: as long as any may take until its answer begins, and some
/// time to take that.
const LAST_REQUESTS: Duration = router::LONGEST.saturating_add(Duration::from_secs(5));

/// A socket on which everybody is answered. Dropped, it takes nobody any more.
pub struct Door {
    /// Where.
    pub address: SocketAddr,
    /// How many may be there at once.
    pub clients: usize,
    leads_to: watch::Sender<Router>,
    stopping: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Door {
    /// Opens it: who comes hears that the program lives and starts.
    pub fn open(listener: TcpListener, config: &Arc<Config>) -> Self {
        let address = listener.local_addr().unwrap_or(config.address);
        let bounds = Bounds::for_clients(config.clients, &config.trusted_proxies);
        let clients = bounds.connections;
        let (leads_to, router) = watch::channel(router::before_the_house(config));
        let (stopping, is_stopping) = watch::channel(false);
        let serving = tokio::spawn(http::serve(listener, router, bounds, stopped(is_stopping)));
        Self { address, clients, leads_to, stopping, serving }
    }

    /// From the next request on everybody is answered by the house, also who came before it stood.
    pub fn lead_to(&self, house: Router) {
        drop(self.leads_to.send_replace(house));
    }

    /// Becomes true when no new request is taken any more.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Takes no new request from now on.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Returns once the requests that were taken are answered, or have had their time.
    pub async fn close(mut self) {
        self.stop();
        if tokio::time::timeout(LAST_REQUESTS, &mut self.serving).await.is_err() {
            tracing::warn!("some requests were cut: they took longer than {} s", LAST_REQUESTS.as_secs());
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Opens the socket that a [`Door`] is made of, before anything else is begun.
///
/// # Errors
/// A [`Refusal`] where another program has the port, this one may not have it, or the address is not of this machine.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Refusal> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Refusal::new(
            "PORT",
            format!("{address} is in use by another program"),
            "stop that program or choose another, such as PORT=3001",
        ),
        std::io::ErrorKind::PermissionDenied => Refusal::new(
            "PORT",
            format!("{address} needs rights that this user does not have"),
            "choose one from 1024 on",
        ),
        _ => Refusal::new(
            "HOST",
            format!("cannot listen on {address} ({error})"),
            "write 127.0.0.1, or 0.0.0.0 for everybody",
        ),
    })
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    drop(stopping.wait_for(|stopping| *stopping).await);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_cuts_no_request_that_may_still_be_answered() {
        assert!(LAST_REQUESTS > router::LONGEST, "{LAST_REQUESTS:?}");
    }
}
