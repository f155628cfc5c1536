//! The way to the database: transactions under a role, and the bell that a commit rings.
//!
//! The login owns nothing and may do nothing until a transaction takes a role, so a statement that
//! stands outside fails instead of leaking. Where a configured database refuses that login the
//! administrator stands in for it (`schema::pool_login`); the log and `doctor` say so, as this does not hold then.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Executor, PgPool, Postgres, SqlSafeStr, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{
    runtime::Handle,
    select,
    sync::{Notify, oneshot},
    time::sleep,
};

use super::{
    Config, fault,
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
            .acquire_timeout(PATIENCE)
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

    async fn begin(&self, statements: String) -> Result<Tx> {
        // Boxed, as it is part of nearly every request, and what waits for it holds it twice over.
        self.while_there(Box::pin(self.begin_anywhere(statements))).await
    }

    /// A connection that died while nobody used it is found out here, where nothing was done on it
    /// yet: then the next one is taken.
    async fn begin_anywhere(&self, statements: String) -> Result<Tx> {
        let began = Instant::now();
        loop {
            match self.begin_whole(statements.clone()).await {
                Ok(transaction) => return Ok(Tx { transaction, bell: self.bell() }),
                Err(error) if died(&error) && began.elapsed() < PATIENCE => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Begins a transaction, also where who asked for it does not wait for that. Given up between the statement and its answer,
    /// the library takes it for never begun: the connection would go back to the pool with the transaction open, its viewer set,
    /// and whoever gets it next, a visitor too, would read as that one.
    ///
    /// Given up before there is a connection for it, it waits for none any longer, and takes none from who still does.
    ///
    /// It is done where the pool was made, so that connections belong there, whoever was the first to need one.
    async fn begin_whole(&self, statements: String) -> sqlx::Result<Transaction<'static, Postgres>> {
        let connections = self.connections();
        let (mut begun, answer) = oneshot::channel();
        self.runtime.spawn(async move {
            let connection = select! {
                biased;
                () = begun.closed() => return,
                connection = connections.acquire() => connection,
            };
            let transaction = match connection {
                Ok(connection) => {
                    Transaction::begin(connection, Some(sqlx::AssertSqlSafe(statements).into_sql_str())).await
                }
                Err(error) => Err(error),
            };
            // Where nobody wants it any more it is rolled back.
            drop(begun.send(transaction));
        });
        // It is ended only with the program.
        answer.await.unwrap_or(Err(sqlx::Error::PoolClosed))
    }
}

/// How long a request waits for a connection before it is answered that the database is away.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the other end of a connection is gone: broken off, or ended by its administrator.
fn died(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(said) => said.code().is_some_and(|code| code == "57P01" || code == "57P02"),
        _ => false,
    }
}

/// Runs an act anew, at most three times, where the database broke it off to let another one finish
/// (a deadlock, or two that cannot be put in order).
///
/// # Errors
/// What the last run said.
pub async fn patiently<T, Act>(act: impl Fn() -> Act) -> Result<T>
where
    Act: Future<Output = Result<T>>,
{
    for _ in 0..3 {
        match act().await {
            Err(error) if error == fault::CONTENTION => {}
            result => return result,
        }
    }
    act().await
}

/// A transaction under a role. Dropped without a commit it is rolled back, after the caller went on: so ends one
/// that only read, as a commit would wake the reader of events for nothing.
pub struct Tx {
    transaction: Transaction<'static, Postgres>,
    bell: Arc<Notify>,
}

impl Tx {
    /// From here on row-level security lets everything through, as for the background; the viewer only names the actor.
    ///
    /// # Errors
    /// Where the database does not let it.
    pub async fn become_jobs(&mut self) -> Result<()> {
        let connection: &mut sqlx::PgConnection = self;
        connection.execute("set local role tertulia_jobs").await?;
        Ok(())
    }

    /// Makes everything durable, then rings the bell.
    ///
    /// # Errors
    /// Where the database did not confirm; whether it was stored is then unknown.
    pub async fn commit(self) -> Result<()> {
        self.transaction.commit().await?;
        self.bell.notify_one();
        Ok(())
    }
}

impl Deref for Tx {
    type Target = sqlx::PgConnection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}

#[cfg(test)]
mod tests {
    use futures::poll;
    use sqlx::postgres::PgPoolOptions;
    use tokio::task::yield_now;

    use super::*;
    use crate::tests::given;

    async fn viewer(tx: &mut Tx) -> Option<AccountId> {
        sqlx::query_scalar("select viewer()").fetch_one(&mut **tx).await.unwrap()
    }

    #[tokio::test]
    async fn a_request_given_up_while_it_begins_leaves_nobody_signed_in() {
        let world = given::world().await;
        let ann = world.person("ann").await;
        let options = world.administrator.clone().username(schema::LOGIN);
        let connections =
            PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(options).await;
        let pool = Pool::new(connections.unwrap());
        // Given up sooner or later on its way.
        for polls in 0..100 {
            let mut request = Box::pin(pool.as_viewer(ann));
            let mut begun = false;
            for _ in 0..polls {
                begun = begun || poll!(&mut request).is_ready();
                if begun {
                    break;
                }
                yield_now().await;
            }
            drop(request);
            let mut visit = pool.as_visitor().await.unwrap();
            assert_eq!(viewer(&mut visit).await, None, "given up after {polls} polls");
        }
    }

    #[tokio::test]
    async fn a_request_given_up_before_there_is_a_connection_for_it_waits_for_none_any_longer() {
        let world = given::world().await;
        let ann = world.person("ann").await;
        let options = world.administrator.clone().username(schema::LOGIN);
        let pool = Pool::new(PgPoolOptions::new().max_connections(1).connect_lazy_with(options));
        let held = pool.as_viewer(ann).await.unwrap();
        let tasks = || Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        for _ in 0..10 {
            let mut request = Box::pin(pool.as_visitor());
            assert!(poll!(&mut request).is_pending());
            yield_now().await;
        }
        let left = async {
            while tasks() > before {
                yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), left).await.expect("none waits, though the connection is held");
        drop(held);
    }
}
