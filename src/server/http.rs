//! The HTTP server: takes connections, and keeps any of them from costing more than it should.
//!
//! `stream` is one connection; it holds one of the `places` until nothing is left of it. What has not asked for
//! anything, stopped in the middle of asking, or does not read what it asked for (`patience`), is closed. Who comes
//! when all places are taken waits for one; who comes when their network has its share of them is closed at once.

mod patience;
mod places;
mod stream;

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use http::Response;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore, watch},
    time::{sleep, timeout},
};
use tower::ServiceExt;

use places::{Place, Places};
use stream::Stream;

/// What connections may cost.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// How many there may be at once.
    pub connections: usize,
    /// How many of them one network may have.
    pub per_network: usize,
    /// Networks that may have any number, because many speak through them.
    pub spared: Vec<IpNet>,
    /// How long the head of the first request may take from the connection's beginning.
    pub first_head: Duration,
    /// How long a connection may lie idle between requests; the head of the next one counts.
    pub idle: Duration,
    /// How long what is written may wait for the other side to take any of it.
    pub unread: Duration,
}

impl Bounds {
    /// As many connections as wished for, or as there are file descriptors for; where the process's soft
    /// limit of those is too low it is raised, up to the hard one. One network may have a quarter of them, but
    /// at least 100; proxies and this very machine any number.
    #[must_use]
    pub fn for_clients(wished: u32, proxies: &[IpNet]) -> Self {
        let descriptors = descriptors(u64::from(wished) + OWN_DESCRIPTORS);
        let connections = u64::from(wished).min(descriptors.saturating_sub(OWN_DESCRIPTORS)).max(1);
        let connections = usize::try_from(connections).unwrap_or(Semaphore::MAX_PERMITS);
        let mut bounds = Self { connections, per_network: per_network(connections), ..Self::default() };
        bounds.spared.extend_from_slice(proxies);
        bounds
    }
}

impl Default for Bounds {
    /// Proxies keep idle connections for 60 seconds: closing ours first would cut requests on their way.
    fn default() -> Self {
        Self {
            connections: 20_000,
            per_network: per_network(20_000),
            spared: ["127.0.0.0/8", "::1/128"].map(|network| network.parse::<IpNet>().expect("a network")).into(),
            first_head: Duration::from_secs(15),
            idle: Duration::from_secs(75),
            unread: Duration::from_secs(30),
        }
    }
}

/// The share of one network: a household and an office have enough of it, and four of them fill the house at
/// the earliest.
fn per_network(connections: usize) -> usize {
    (connections / 4).max(100)
}

/// File descriptors that are not for clients: the database, files, logs.
const OWN_DESCRIPTORS: u64 = 256;
/// Bytes that the head of a request may have.
const LARGEST_HEAD: usize = 32 * 1024;
/// Bytes that wait to be read or written on one connection.
const BUFFER: usize = 128 * 1024;
/// How long to wait where nothing can be taken, as when descriptors ran out.
const BREATH: Duration = Duration::from_millis(250);

/// Answers until told to stop; then takes no new connection, and returns when the requests that were
/// taken are answered. Each is answered by the router that stands there when it comes, also on a connection that is
/// older than that router. Handlers find the peer as [`ConnectInfo`].
pub async fn serve(
    listener: TcpListener,
    router: watch::Receiver<Router>,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let places = Places::new(&bounds);
    let bounds = Arc::new(bounds);
    let (stopping, is_stopping) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (stream, place, peer) = tokio::select! {
            taken = take(&listener, &places) => taken,
            () = &mut stop => break,
        };
        let stream = Stream::new(stream, place, bounds.unread);
        tokio::spawn(talk(stream, peer, router.clone(), Arc::clone(&bounds), is_stopping.clone()));
    }
    drop((listener, is_stopping));
    stopping.send_replace(true);
    stopping.closed().await;
}

/// The next connection, once there is room for it: until then it waits in the system's queue.
async fn take(listener: &TcpListener, places: &Places) -> (TcpStream, Place, SocketAddr) {
    let mut free = places.free().await;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => match places.give(free, peer.ip()) {
                Ok(place) => {
                    send_at_once(&stream);
                    return (stream, place, peer);
                }
                Err(unused) => {
                    metrics::counter!("tertulia_connections_refused_total").increment(1);
                    tracing::debug!(%peer, "a network has its share of the connections");
                    free = unused;
                }
            },
            Err(error) if is_about_the_peer(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                sleep(BREATH).await;
            }
        }
    }
}

/// Frames are small and follow each other: held back until the last one is acknowledged, they would wait
/// for the client's delayed acknowledgement, up to 40 ms.
fn send_at_once(stream: &TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection waits to send");
    }
}

fn is_about_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers one connection's requests until it ends or becomes something else.
async fn talk(
    stream: Stream,
    peer: SocketAddr,
    router: watch::Receiver<Router>,
    bounds: Arc<Bounds>,
    mut stopping: watch::Receiver<bool>,
) {
    let asked = Arc::new(Notify::new());
    let answer = {
        let asked = Arc::clone(&asked);
        service_fn(move |request| {
            asked.notify_one();
            let router = router.borrow().clone();
            respond(router, request, peer)
        })
    };
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.idle)
        .max_header_size(LARGEST_HEAD)
        .max_buf_size(BUFFER);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), answer).with_upgrades());
    let first = tokio::select! {
        _ = connection.as_mut() => return,
        first = timeout(bounds.first_head, asked.notified()) => first,
        _ = stopping.wait_for(|stopping| *stopping) => Ok(()),
    };
    if first.is_err() {
        return;
    }
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
    connection.as_mut().graceful_shutdown();
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection broke while it was finished");
    }
}

async fn respond(router: Router, request: Request<Incoming>, peer: SocketAddr) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

/// How many descriptors the process may hold, after asking for as many as are needed.
fn descriptors(needed: u64) -> u64 {
    let Ok((now, most)) = getrlimit(Resource::RLIMIT_NOFILE) else { return needed };
    let wanted = needed.min(most);
    if now >= wanted {
        return now;
    }
    match setrlimit(Resource::RLIMIT_NOFILE, wanted, most) {
        Ok(()) => wanted,
        Err(_) => now,
    }
}

#[cfg(test)]
mod tests;
