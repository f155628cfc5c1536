//! The hub: takes what was committed, and what is only passing, to the connections that may hear it.
//!
//! `reader` brings events and `delivery` hands them out; `subscription` answers who subscribes, from
//! memory or from the database, where `older` gives each a turn; `epoch` begins afresh with another database; `edition` is
//! what everybody may see, as a number; `presence` and `signals` are what is never stored.

mod audience;
pub mod connection;
mod delivery;
mod edition;
mod epoch;
pub mod horizon;
mod older;
mod presence;
mod reader;
mod recent;
mod registry;
mod signals;
pub mod subscription;
mod tempo;
pub mod upkeep;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use std::time::Duration;

use tokio::{task::JoinSet, time::Instant};

use self::{
    audience::Audiences,
    connection::{Connection, Reason},
    edition::Editions,
    horizon::{Horizon, Stall},
    older::Older,
    recent::Recent,
    registry::Registry,
    signals::Pace,
    tempo::Tempo,
};
use super::{
    Position,
    bus::{Bus, Local},
    gate::Gate,
    outbox::Outbox,
};
use crate::{
    server::{Pool, Viewer},
    shared::Result,
};

/// How long `stop` waits for the connections to go.
const FAREWELL: Duration = Duration::from_secs(5);

/// The node's end of every live connection, cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    node: String,
    pool: Pool,
    gate: Arc<dyn Gate>,
    bus: Arc<dyn Bus>,
    state: Mutex<State>,
    audiences: Audiences,
    pace: Pace,
    tempo: Tempo,
    horizon: Horizon,
    editions: Editions,
    older: Older,
    number: AtomicU64,
    stopping: AtomicBool,
    tasks: Mutex<JoinSet<()>>,
}

/// What changes with every event; held for moments only, never across a wait.
pub(in crate::realtime) struct State {
    /// The last event published.
    pub published: Position,
    /// The last event that is no longer kept.
    pub dropped: Position,
    /// The last minutes.
    pub recent: Recent,
    /// Who listens to what.
    pub registry: Registry,
}

impl Hub {
    /// Starts the reader of events and everything that hangs on it.
    ///
    /// # Errors
    /// Where the database cannot be reached now; later absences are survived.
    pub async fn start(pool: Pool, gate: Arc<dyn Gate>, node: String) -> Result<Self> {
        let mut outbox = Outbox::connect(&pool).await?;
        let stream = outbox.establish(None).await?;
        let state = State {
            published: stream.last,
            dropped: stream.dropped,
            recent: Recent::after(stream.last),
            registry: Registry::default(),
        };
        let hub = Self(Arc::new(Inner {
            node,
            pool,
            gate,
            bus: Arc::new(Local::default()),
            state: Mutex::new(state),
            audiences: Audiences::default(),
            pace: Pace::default(),
            tempo: Tempo::default(),
            horizon: Horizon::new(std::time::Instant::now()),
            editions: Editions::default(),
            older: Older::default(),
            number: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
            tasks: Mutex::default(),
        }));
        let heard = hub.bus().listen();
        hub.spawn(reader::run(hub.clone(), outbox));
        hub.spawn(signals::deliver(hub.clone(), heard));
        hub.spawn(upkeep::partitions(hub.clone()));
        hub.spawn(upkeep::watchdog(hub.clone()));
        Ok(hub)
    }

    /// The last event that the reader of this node has published. Read before a snapshot, it is where
    /// a subscription goes on from that snapshot without a gap.
    #[must_use]
    pub fn published(&self) -> Position {
        self.state().published
    }

    /// Why the screens fall behind, where they have for too long.
    #[must_use]
    pub fn stall(&self) -> Option<Stall> {
        self.0.horizon.stall(std::time::Instant::now())
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.state().registry.len()
    }

    /// Says goodbye to every connection and waits until they are gone, at most 5 seconds; that they were
    /// here until now is remembered. New ones are sent away at once.
    pub async fn stop(&self) {
        self.0.stopping.store(true, Ordering::Release);
        let people = self.state().registry.people();
        for connection in self.state().registry.all() {
            connection.end(Reason::Stopping);
        }
        presence::all_left(self, &people).await;
        let deadline = Instant::now() + FAREWELL;
        while self.connections() > 0 && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner).abort_all();
    }

    /// Takes in a new connection.
    ///
    /// # Errors
    /// Why it has to go again.
    pub(in crate::realtime) fn join(&self, viewer: Viewer) -> Result<Arc<Connection>, Reason> {
        if self.0.stopping.load(Ordering::Acquire) {
            return Err(Reason::Stopping);
        }
        let connection = Arc::new(Connection::new(self.0.number.fetch_add(1, Ordering::Relaxed), viewer));
        let mut state = self.state();
        let before = state.registry.presence(viewer.account);
        if !state.registry.join(&connection) {
            return Err(Reason::TooMany);
        }
        let is_news = state.registry.presence(viewer.account) != before;
        metrics::gauge!("tertulia_connections").set(gauge(state.registry.len()));
        drop(state);
        if is_news {
            presence::changed(self, viewer.account);
        }
        Ok(connection)
    }

    /// Forgets a connection that is gone.
    pub(in crate::realtime) fn leave(&self, connection: &Connection) {
        let mut state = self.state();
        let before = state.registry.presence(connection.viewer.account);
        state.registry.leave(connection);
        metrics::gauge!("tertulia_connections").set(gauge(state.registry.len()));
        drop(state);
        presence::left(self, connection.viewer.account, before);
    }

    /// From now on nobody can resume from before the position.
    pub(in crate::realtime) fn forget(&self, dropped: Position) {
        self.state().dropped = dropped;
    }

    pub(in crate::realtime) fn node(&self) -> &str {
        &self.0.node
    }

    pub(in crate::realtime) fn pool(&self) -> &Pool {
        &self.0.pool
    }

    pub(in crate::realtime) fn gate(&self) -> &dyn Gate {
        &*self.0.gate
    }

    pub(in crate::realtime) fn bus(&self) -> &dyn Bus {
        &*self.0.bus
    }

    pub(in crate::realtime) fn audiences(&self) -> &Audiences {
        &self.0.audiences
    }

    pub(in crate::realtime) fn pace(&self) -> &Pace {
        &self.0.pace
    }

    pub(in crate::realtime) fn tempo(&self) -> &Tempo {
        &self.0.tempo
    }

    pub(in crate::realtime) fn horizon(&self) -> &Horizon {
        &self.0.horizon
    }

    pub(in crate::realtime) fn editions(&self) -> &Editions {
        &self.0.editions
    }

    pub(in crate::realtime) fn older(&self) -> &Older {
        &self.0.older
    }

    pub(in crate::realtime) fn stopping(&self) -> bool {
        self.0.stopping.load(Ordering::Acquire)
    }

    pub(in crate::realtime) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs something until it ends or the hub stops.
    pub(in crate::realtime) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }
}

fn gauge(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
