//! QUA-2: durable messages a second through the HTTP API, beside what the same Postgres commits when
//! nobody but `pgbench` asks.
//!
//! 32 clients over 1,000 conversations of two, each client sending its next message when the one
//! before was answered. `pgbench` takes the same way statement by statement (role,
//! `send_messages` with one draft, commit), as many clients over as many conversations, in a database of the same
//! cluster that no program reads events from; then a bare `INSERT`. The load client has no cores of its own:
//! how much of them it took stands beside the figure.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use async_trait::async_trait;
use hyper::StatusCode;
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};
use serde_json::json;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Measure, Stand};
use crate::{
    Options,
    database::DATABASE,
    figure::{Figure, quantile},
    http::{Call, Connection},
    pgbench, world,
};

const CLIENTS: u32 = 32;
const CONVERSATIONS: u32 = 1000;
const FIRST: u32 = 1000;

/// Ready to send.
pub struct Throughput {
    lasting: Duration,
    flushes: f64,
}

impl Throughput {
    /// Makes people and conversations, for us and for `pgbench`, and asks the disk.
    pub async fn prepare(stand: &Stand, options: &Options) -> Result<Self> {
        populate(stand, DATABASE, FIRST).await?;
        stand.make_database(options, pgbench::DATABASE).await?;
        populate(stand, pgbench::DATABASE, 0).await?;
        stand.place.connect(pgbench::DATABASE).await?.batch_execute(pgbench::GROUND).await?;
        let flushes = pgbench::fsyncs(&stand.place, stand.folder()).await?;
        Ok(Self { lasting: options.duration(), flushes })
    }
}

#[async_trait]
impl Measure for Throughput {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let own = Sending::default();
        let (client, program) = (busy_seconds()?, stand.server.busy()?);
        let mut took = own.run(stand, self.lasting).await?;
        let client = (busy_seconds()? - client) / self.lasting.as_secs_f64();
        let each = (stand.server.busy()? - program) / took.len() as f64 * 1e6;
        let ours = took.len() as f64 / self.lasting.as_secs_f64();
        let function = self.beside(stand, &pgbench::send_message(CONVERSATIONS, CLIENTS)).await?;
        let insert = self.beside(stand, pgbench::INSERT).await?;
        Ok(vec![
            Figure::new("messages through the API", ours, "/s").at_least(3000.0),
            Figure::new("p50 of a call", quantile(&mut took, 0.5), "ms"),
            Figure::new("p99 of a call", quantile(&mut took, 0.99), "ms"),
            Figure::new("calls that failed", own.failed.load(Ordering::Relaxed) as f64, "").at_most(0.0),
            Figure::new("cores that the load client took of it", client, ""),
            Figure::new("processor time of the program for a message", each, "µs"),
            Figure::new("pgbench, the same SQL function", function, "/s"),
            Figure::new("the API against pgbench", ours / function * 100.0, "%").at_least(50.0),
            Figure::new("pgbench, a bare INSERT", insert, "/s"),
            Figure::new("pg_test_fsync, fdatasync of one page", self.flushes, "/s"),
        ])
    }
}

impl Throughput {
    async fn beside(&self, stand: &Stand, script: &str) -> Result<f64> {
        pgbench::run(&stand.place, stand.folder(), script, CLIENTS, self.lasting).await
    }
}

/// What the clients share.
#[derive(Clone, Default)]
struct Sending {
    failed: Arc<AtomicU64>,
}

impl Sending {
    /// Sends with every client for so long; how many milliseconds each call took that stored a message.
    async fn run(&self, stand: &Stand, lasting: Duration) -> Result<Vec<f64>> {
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let connection = Connection::open(stand.server.address()).await?;
            clients.spawn(self.clone().client(connection, Instant::now() + lasting));
        }
        let mut took = Vec::new();
        while let Some(client) = clients.join_next().await {
            took.extend(client??);
        }
        Ok(took)
    }

    async fn client(self, mut connection: Connection, until: Instant) -> Result<Vec<f64>> {
        let mut took = Vec::new();
        while Instant::now() < until {
            let number = fastrand::u32(0..CONVERSATIONS);
            let message = json!({
                "id": Uuid::now_v7(),
                "conversation_id": world::conversation(FIRST + number),
                "body": "Shall we meet at eight by the fountain?",
            });
            let token = world::token(FIRST + number % CLIENTS);
            let start = Instant::now();
            let (status, _) = connection.call(Call::post("/api/messages", &token, message.to_string())).await?;
            if status == StatusCode::CREATED {
                took.push(start.elapsed().as_secs_f64() * 1000.0);
            } else {
                self.failed.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(took)
    }
}

/// One writer for each client, and conversations of two in which it writes.
async fn populate(stand: &Stand, database: &str, first: u32) -> Result<()> {
    let database = stand.place.connect(database).await?;
    world::people(&database, first..first + CLIENTS + CONVERSATIONS).await?;
    let pairs: Vec<_> = (0..CONVERSATIONS)
        .map(|number| (first + number, vec![first + number % CLIENTS, first + CLIENTS + number]))
        .collect();
    world::conversations(&database, &pairs).await
}

/// Seconds of processor time that this process has used.
fn busy_seconds() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6)
}
