//! From configuration to a listening server, and back to a quiet stop.
//!
//! Who comes meanwhile is answered too: the `door` is open before there is a database.

mod door;

use std::{
    fs::{File, TryLockError},
    net::SocketAddr,
    sync::Arc,
};

use tokio::{net::TcpListener, task::JoinHandle};

use super::{database::Database, gate, router, site};
use crate::{
    features::{accounts, badges, follows, messages, notifications},
    realtime::Hub,
    server::{
        Config, Keep, Limits, Pool, Refusal, Server, counts,
        jobs::{self, Jobs},
        once,
        postgres::{lock_file, unusable},
        telemetry::Metrics,
    },
};
use door::Door;

/// A server that listens.
pub struct Running {
    /// Where.
    pub address: SocketAddr,
    /// What its handlers are given.
    pub server: Server,
    database: Database,
    hub: Hub,
    door: Door,
    upkeep: JoinHandle<()>,
    jobs: Jobs,
    _claim: Option<File>,
}

/// Starts everything; afterwards requests are answered, and before they are told to come back. Where it is told to end
/// before, there is nothing to be had and nothing is left running.
///
/// # Errors
/// A [`Refusal`] that names what is in the way and the remedy; nothing is left running then either.
pub async fn start_unless(told: impl Future<Output = ()>, config: Config) -> Result<Option<Running>, Refusal> {
    let listener = door::listen(config.address).await?;
    start_at(listener, told, config).await
}

/// Starts everything, and nobody tells it to end.
#[cfg(test)]
pub(crate) async fn start(config: Config) -> Result<Running, Refusal> {
    start_unless(std::future::pending(), config).await.map(|running| running.expect("nobody told it to end"))
}

/// Starts everything behind a socket that is open.
async fn start_at(
    listener: TcpListener,
    told: impl Future<Output = ()>,
    config: Config,
) -> Result<Option<Running>, Refusal> {
    let config = Arc::new(config);
    let claim = if config.database.is_none() { Some(claim(&config)?) } else { None };
    let door = Door::open(listener, &config);
    // Not cut short: a database of our own that is half started cannot be stopped.
    let database = match Database::open(&config).await {
        Ok(database) => database,
        Err(refusal) => {
            door.close().await;
            return Err(refusal);
        }
    };
    let prepared = tokio::select! {
        biased;
        () = told => Ok(false),
        prepared = database.prepare() => prepared.map(|()| true),
    };
    let live = match prepared {
        Ok(true) => go_live(&database, &config).await.map(Some),
        Ok(false) => Ok(None),
        Err(refusal) => Err(refusal),
    };
    match live {
        Ok(Some((pool, hub))) => {
            let limits = if config.rate_limits { Limits::on() } else { Limits::off() };
            let server = Server { pool, config, limits, keep: Keep::default() };
            Ok(Some(open_house(server, hub, database, door, claim)))
        }
        nothing => {
            door.close().await;
            database.close().await;
            nothing.map(|_| None)
        }
    }
}

/// The pool, and the stream of events that is read from it.
async fn go_live(database: &Database, config: &Config) -> Result<(Pool, Hub), Refusal> {
    let pool = database.pool(config).await;
    let hub = Hub::start(pool.clone(), gate::gate(pool.clone()), config.node.clone())
        .await
        .map_err(|error| Refusal::new("the stream of events", error, "run `tertulia doctor`"))?;
    Ok((pool, hub))
}

/// Has the house answer behind the door.
fn open_house(server: Server, hub: Hub, database: Database, door: Door, claim: Option<File>) -> Running {
    warn_about(&server.config, door.clients);
    let metrics = Metrics::start();
    let house =
        router::House { server: server.clone(), hub: hub.clone(), metrics: metrics.clone(), stopping: door.stopping() };
    door.lead_to(router::router(house));
    let pulse = server.pool.clone().feel_pulse();
    let tidying = once::forget_old(server.pool.clone());
    let forgetting = accounts::service::forget_expired(server.pool.clone());
    let clearing = notifications::service::forget_old(server.pool.clone());
    let counting = jobs::measure(server.pool.clone());
    let upkeep = tokio::spawn(async move {
        tokio::join!(metrics.upkeep(), pulse, tidying, forgetting, clearing, counting);
    });
    let jobs = Jobs::start(server.clone(), |options| {
        counts::define(badges::jobs::define(follows::jobs::define(messages::jobs::define(options))))
    });
    Running { address: door.address, server, database, hub, door, upkeep, jobs, _claim: claim }
}

impl Running {
    /// Takes no new request, finishes those it has and the jobs that run, tells the live connections to come back
    /// elsewhere, and stops our own database.
    pub async fn stop(self) {
        self.door.stop();
        self.hub.stop().await;
        self.door.close().await;
        self.jobs.stop().await;
        self.upkeep.abort();
        self.server.pool.connections().close().await;
        self.database.close().await;
    }
}

/// Makes this program the one that serves from the data folder, until the claim is dropped or the program ends.
fn claim(config: &Config) -> Result<File, Refusal> {
    std::fs::DirBuilder::new().recursive(true).create(&config.data).map_err(|error| unusable(&config.data, error))?;
    let file = lock_file(&config.data.join("serve.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::Error(error)) => Err(unusable(&config.data, error)),
        Err(TryLockError::WouldBlock) => Err(Refusal::new(
            format!("TERTULIA_DATA ({})", config.data.display()),
            "another `tertulia serve` works on this folder",
            "stop that one, or name another folder",
        )),
    }
}

/// What somebody should know who runs it like this.
fn warn_about(config: &Config, clients: usize) {
    if clients < config.clients as usize {
        tracing::warn!(clients, "fewer than TERTULIA_CLIENTS says: raise the limit of open files");
    }
    if !config.rate_limits {
        tracing::warn!("rate limits are lifted (TERTULIA_RATE_LIMITS=off): for load tests only");
    }
    if !site::is_built(config) {
        tracing::warn!(
            "there is no built site: pages are plain; build it with `make build`, or name it in TERTULIA_SITE"
        );
    }
    for words in config.insecurity().into_iter().chain(config.namelessness()) {
        tracing::warn!("{words}");
    }
}

#[cfg(test)]
mod tests;
