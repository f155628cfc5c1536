//! The way to the database: connections, each for as long as a transaction under a role takes, and the bell that a commit
//! rings. `transaction` is how one begins and ends.
//!
//! The login owns nothing and may do nothing until a transaction takes a role, so a statement that
//! stands outside fails instead of leaking. Where a configured database refuses that login the
//! administrator stands in for it (`schema::pool_login`); the log and `doctor` say so, as this does not hold then.

mod transaction;

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use sqlx::{
    ConnectOptions, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{runtime::Handle, sync::Notify, time::sleep};

pub use transaction::{Tx, patiently};

use super::{
    Config,
    pulse::{self, Probe, Pulse},
    schema,
};
use crate::shared::{Result, id::AccountId};

/// Connections to the database, cheap to clone.
#[derive(Clone)]
pub struct Pool {
    connections: Arc<RwLock<PgPool>>,
    bell: Arc<Notify>,
    pulse: Pulse,
    runtime: Handle,
}

impl Pool {
    /// Hands out transactions as this login; connections are made when they are needed, and made anew
    /// once the database is back after an absence.
    ///
    /// # Panics
    /// Outside of a runtime.
    #[must_use]
    pub fn connect(login: PgConnectOptions, config: &Config) -> Self {
        let login = login
            .options([("search_path", schema::SEARCH_PATH)])
            .log_statements(log::LevelFilter::Trace)
            .log_slow_statements(log::LevelFilter::Warn, config.slow_statement);
        let connections = PgPoolOptions::new()
            .max_connections(config.connections)
            // Who takes one has less patience, and counts it otherwise (`transaction`).
            .acquire_timeout(10 * PATIENCE)
            .test_before_acquire(false)
            .connect_lazy_with(login);
        Self::new(connections)
    }

    /// Hands out transactions on these connections.
    ///
    /// # Panics
    /// Outside of a runtime.
    #[must_use]
    pub fn new(connections: PgPool) -> Self {
        let connections = Arc::new(RwLock::new(connections));
        Self { connections, bell: Arc::default(), pulse: Pulse::default(), runtime: Handle::current() }
    }

    /// A request's transaction on behalf of an account: it sees and changes what they may.
    ///
    /// # Errors
    /// [`crate::shared::Error::Offline`] where the database cannot be reached.
    pub async fn as_viewer(&self, viewer: AccountId) -> Result<Tx> {
        self.begin(format!("begin; set local role tertulia_app; set local app.viewer = '{}'", viewer.0)).await
    }

    /// A request's transaction on behalf of nobody: it sees what is public.
    ///
    /// # Errors
    /// As for [`Pool::as_viewer`].
    pub async fn as_visitor(&self) -> Result<Tx> {
        self.begin("begin; set local role tertulia_app".into()).await
    }

    /// A transaction of the background. It must commit within 200 ms, or it stalls every reader.
    ///
    /// # Errors
    /// As for [`Pool::as_viewer`].
    pub async fn as_jobs(&self) -> Result<Tx> {
        self.begin("begin; set local role tertulia_jobs".into()).await
    }

    /// Rung after every commit; the reader of events waits at it.
    #[must_use]
    pub fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }

    /// The connections themselves, for what manages them; others once the database was lost.
    #[must_use]
    pub fn connections(&self) -> PgPool {
        self.connections.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does what needs the database, as long as that answers (see `pulse`).
    ///
    /// # Errors
    /// [`crate::shared::Error::Offline`] where it does not, or no longer, or what the act says.
    pub async fn while_there<T>(&self, act: impl Future<Output = Result<T>>) -> Result<T> {
        self.pulse.while_there(act).await
    }

    /// Does what may wait for the database, and gives it up where that stops to answer meanwhile.
    ///
    /// # Errors
    /// As for [`Pool::while_there`].
    pub async fn unless_lost<T>(&self, act: impl Future<Output = Result<T>>) -> Result<T> {
        self.pulse.unless_lost(act).await
    }

    /// Feels the pulse of the database for as long as it runs. Without that it is never lost.
    pub async fn feel_pulse(self) {
        let mut probe = Probe::new(Arc::unwrap_or_clone(self.connections().connect_options()));
        loop {
            let answer = probe.ask().await;
            match answer {
                Some(false) if self.pulse.note(true) => {
                    tracing::error!("the database does not answer: who waits for it is told so");
                    self.renew();
                }
                Some(true) if self.pulse.note(false) => tracing::info!("the database answers again"),
                _ => {}
            }
            sleep(if answer == Some(true) { pulse::BEAT } else { pulse::AGAIN }).await;
        }
    }

    /// Leaves every connection to what it waits for, which may be a host that is gone, and hands out new ones.
    fn renew(&self) {
        let mut connections = self.connections.write().unwrap_or_else(PoisonError::into_inner);
        let login = Arc::unwrap_or_clone(connections.connect_options());
        *connections = connections.options().clone().connect_lazy_with(login);
    }
}

/// How long a request waits for a connection before it is answered that the database is away.
const PATIENCE: Duration = Duration::from_secs(2);
