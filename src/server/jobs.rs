//! Jobs: what the server does by itself when its time comes (OPS-7), by way of `graphile_worker`.
//!
//! Why that library: it is kept (a release every few days), under the MIT licence and on the version of sqlx that we use;
//! several nodes share a queue by `for update skip locked`; a job is planned by a function of SQL, so in the very
//! transaction of what it is for, under a key that replaces it; what failed is tried again, later each time; what a
//! killed program had begun is taken up by the others. `apalis-postgres` wants the extensions `pgcrypto` and `hstore`, which
//! managed servers may not have, and plans by its own pool, so beside the transaction. `sqlxmq` and `underway` stand on an
//! older sqlx.
//!
//! Its tables have a schema of their own, `tertulia_work`, that belongs to `tertulia_jobs`: no request reaches them. The
//! library runs its own migrations there, after ours (`schema/work.rs`). It looks some five times a second, in one statement
//! for all that is due: a job runs at most that much too late, and nobody listens.
//!
//! Invariant: a job may run twice, as a program may be killed between its act and its end. So each job is an act that
//! changes nothing the second time.

mod db;

use std::{fmt, time::Duration};

use graphile_worker::{
    LocalQueueConfig, RefetchDelayConfig, Worker, WorkerBuildError, WorkerContext, WorkerOptions, WorkerRecoveryConfig,
};
use sqlx::postgres::PgPoolOptions;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use super::{Pool, Server, schema, telemetry};
use crate::shared::Result;

/// How long the library rests at most once it found nothing due.
const LOOK: Duration = Duration::from_millis(250);

/// How often a program says that it lives.
const BEAT: Duration = Duration::from_secs(5);

/// How long it may be silent before others take up what it had begun.
const SILENCE: Duration = Duration::from_secs(20);

/// How long a job that runs may take once the program is told to end; then it is taken up again.
const GRACE: Duration = Duration::from_secs(5);

/// How long to wait before the library is started anew that had to stop.
const AGAIN: Duration = Duration::from_secs(1);

/// How often the jobs are counted.
const COUNT: Duration = Duration::from_secs(15);

/// Jobs that one program takes at once, to run one after the other; where there are more it takes them right after.
const TAKEN: usize = 64;

/// Jobs that one program runs at once; each has a connection of the pool while it writes.
const TOGETHER: usize = 4;

/// What the jobs of the program are.
pub type Define = fn(WorkerOptions) -> WorkerOptions;

/// The server, for a job.
#[derive(Clone)]
struct Here(Server);

impl fmt::Debug for Here {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Here")
    }
}

/// The server that a job runs in; nothing outside [`Jobs`].
#[must_use]
pub fn here(context: &WorkerContext) -> Option<Server> {
    context.get_ext::<Here>().map(|Here(server)| server.clone())
}

/// Runs what is due, until it is stopped.
pub struct Jobs {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Jobs {
    /// Begins; where the database is away meanwhile, again once it is back.
    #[must_use]
    pub fn start(server: Server, define: Define) -> Self {
        let (stop, told) = watch::channel(false);
        Self { stop, running: tokio::spawn(keep_working(server, define, told)) }
    }

    /// Begins nothing any more, and returns once what runs has ended; what takes longer is left to whoever comes next.
    pub async fn stop(self) {
        // It fails only where nobody works any more.
        let _ = self.stop.send(true);
        let end = self.running.abort_handle();
        if tokio::time::timeout(2 * GRACE, self.running).await.is_err() {
            end.abort();
        }
    }
}

async fn keep_working(server: Server, define: Define, mut told: watch::Receiver<bool>) {
    loop {
        // That the database was lost stands in the log already.
        let _ = server.pool.while_there(work(&server, define, told.clone())).await;
        tokio::select! {
            biased;
            () = end(&mut told) => return,
            () = sleep(AGAIN) => {}
        }
    }
}

/// Waits until the program is told to end; where nobody can say so any more it ends, too.
async fn end(told: &mut watch::Receiver<bool>) {
    drop(told.wait_for(|stop| *stop).await);
}

/// Runs what is due until it is told to stop, or cannot go on. What the library has awaited is large, so it is boxed.
///
/// # Errors
/// Only that the database was lost, from around it; why it could not go on by itself stands in the log.
async fn work(server: &Server, define: Define, told: watch::Receiver<bool>) -> Result<()> {
    match worker(server, define, told).await {
        Ok(worker) => {
            if let Err(error) = Box::pin(worker.run()).await {
                tracing::warn!(%error, "the library of jobs had to stop");
            }
        }
        Err(error) => tracing::warn!(%error, "the library of jobs does not start"),
    }
    Ok(())
}

async fn worker(
    server: &Server,
    define: Define,
    mut told: watch::Receiver<bool>,
) -> std::result::Result<Worker, WorkerBuildError> {
    let login = server.pool.connections().connect_options();
    let login = login.as_ref().clone().options([("role", schema::WORK_ROLE)]);
    // Of its own: what it does it does under one role, outside our transactions.
    let connections = PgPoolOptions::new().max_connections(2).connect_lazy_with(login);
    let recovery = WorkerRecoveryConfig::default()
        .heartbeat_interval(BEAT)
        .sweep_interval(BEAT)
        .sweep_threshold(SILENCE)
        .recovery_delay(Duration::ZERO);
    // Without one the queue wakes itself each time it has found nothing, and looks again at once.
    let rest = RefetchDelayConfig::default().with_duration(LOOK).with_threshold(0);
    let options = WorkerOptions::default()
        .pg_pool(connections)
        .schema(schema::WORK)
        .concurrency(TOGETHER)
        .poll_interval(LOOK)
        .local_queue(LocalQueueConfig::default().with_size(TAKEN).with_refetch_delay(rest))
        // What is notified is only that something was planned, and most of that is for later.
        .use_notification_delivery(false)
        .worker_recovery(recovery)
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move { end(&mut told).await })
        .shutdown_grace_period(GRACE)
        .shutdown_interrupted_job_retry_delay(Duration::ZERO)
        .add_extension(Here(server.clone()));
    Box::pin(define(options).init()).await
}

/// How much the library has to do; of each kind, 10,000 jobs at most are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Jobs whose time has not come.
    pub waiting: i64,
    /// Jobs that could run now and do not yet.
    pub due: i64,
    /// Jobs that were tried as often as they may be.
    pub failed: i64,
}

/// Counts the jobs of all nodes.
///
/// # Errors
/// What the database says.
pub async fn load(pool: &Pool) -> Result<Load> {
    let mut tx = pool.as_jobs().await?;
    Ok(db::count_jobs(&mut tx).await?)
}

/// Counts the jobs for the metrics every few seconds, for as long as it runs.
pub async fn measure(pool: Pool) {
    loop {
        if let Ok(Load { waiting, due, failed }) = load(&pool).await {
            for (state, number) in [("waiting", waiting), ("due", due), ("failed", failed)] {
                metrics::gauge!("tertulia_jobs", "state" => state).set(telemetry::figure(number));
            }
        }
        sleep(COUNT).await;
    }
}
