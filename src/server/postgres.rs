//! The embedded Postgres: a cluster of our own under the data folder, for whoever set no
//! `DATABASE_URL`.
//!
//! `programs` finds the programs, `folder` keeps the cluster's files and says who uses it, `files` writes them, `process`
//! starts and stops the server. It listens on a Unix socket inside its own folder, which only its own user can enter, and
//! lets in this program's user alone. Where that is root, whom Postgres does not run as, the socket also lets in the user
//! that it runs as, who owns its files: `postgres`, or `nobody` where there is none. Whatever else runs as that user there
//! can read everything. Everything that is promised to be stored is flushed.
//!
//! Invariant: one server a folder. Programs beside each other share it, whoever ends last stops it,
//! and one that was killed leaves nothing behind that the next start does not take over or clear away.

mod files;
mod folder;
mod process;
mod programs;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::task::JoinHandle;

use super::{Config, Refusal, schema};
use folder::{Folder, Turn};
pub(crate) use folder::{lock_file, unusable};
use process::Postmaster;
use programs::Programs;

/// The administrator of the embedded cluster.
const ADMINISTRATOR: &str = "postgres";
/// The database of the embedded cluster.
const DATABASE: &str = "tertulia";

/// A running embedded Postgres, and the promise to keep it running.
pub struct Embedded {
    cluster: Arc<Cluster>,
    supervisor: JoinHandle<()>,
}

/// What is needed to start the server, as often as it takes.
struct Cluster {
    folder: Folder,
    programs: Programs,
    /// Whether what is committed is flushed to disk.
    durable: bool,
}

impl Embedded {
    /// Starts the cluster under the data folder, making it where there is none, or attaches to the
    /// one that runs. Afterwards the database is there, and the server is started again whenever it dies.
    ///
    /// Without `durable` a crash of the machine may lose everything: for tests.
    ///
    /// # Errors
    /// A [`Refusal`] where no Postgres is found, the folder cannot be used, the server does not start, or the one that
    /// runs is not durable and ours has to be.
    pub async fn start(config: &Config, durable: bool) -> Result<Self, Refusal> {
        let folder = Folder::open(&config.data).await?;
        let programs = Programs::find(config.postgres.as_deref(), folder.version().as_deref(), folder.user())?;
        let cluster = Arc::new(Cluster { folder, programs, durable });
        let postmaster = cluster.start().await?;
        cluster.make_database().await?;
        let supervisor = tokio::spawn(supervise(Arc::clone(&cluster), postmaster));
        Ok(Self { cluster, supervisor })
    }

    /// How an administrator reaches the database.
    #[must_use]
    pub fn administrator(&self) -> PgConnectOptions {
        self.cluster.options(ADMINISTRATOR, DATABASE)
    }

    /// The folder of the socket, for programs beside this one.
    #[must_use]
    pub fn socket(&self) -> &Path {
        self.cluster.folder.socket()
    }

    /// The address of one of the cluster's databases for an administrator, as `DATABASE_URL` has it.
    #[must_use]
    pub fn address(&self, database: &str) -> String {
        format!("postgres://{ADMINISTRATOR}@localhost/{database}?host={}", escaped(self.socket()))
    }

    /// Stops the server, unless another program uses it.
    pub async fn stop(self) {
        self.supervisor.abort();
        let Ok(_turn) = self.cluster.folder.turn().await else { return };
        if self.cluster.folder.is_used_by_others() {
            return;
        }
        if let Some(postmaster) = Postmaster::of(&self.cluster.folder) {
            postmaster.stop().await;
        }
    }
}

impl Cluster {
    /// The server of the folder, started where none runs; it answers.
    async fn start(&self) -> Result<Postmaster, Refusal> {
        let turn = self.folder.turn().await?;
        if !self.folder.is_made() {
            folder::make(&self.folder, &self.programs, self.durable, &turn)?;
        }
        let changed = self.folder.admit(self.durable)?;
        let postmaster = match Postmaster::of(&self.folder) {
            Some(running) if changed => running.reload(),
            Some(running) => running,
            None => self.spawn(&turn)?,
        };
        let postmaster = self.wait_until_it_answers(postmaster, &turn).await?;
        if self.durable {
            self.check_that_it_flushes().await?;
        }
        Ok(postmaster)
    }

    /// Another program may have started the server that runs, and without waiting for the disk.
    async fn check_that_it_flushes(&self) -> Result<(), Refusal> {
        let failed = |error| Refusal::new("the embedded Postgres", error, "see its log in TERTULIA_DATA");
        let mut connection = self.connect("postgres").await.map_err(failed)?;
        let fsync: String = sqlx::query_scalar("show fsync").fetch_one(&mut connection).await.map_err(failed)?;
        connection.close().await.map_err(failed)?;
        if fsync == "on" {
            return Ok(());
        }
        let pid = self.folder.path().join("postmaster.pid");
        Err(Refusal::new(
            "the embedded Postgres",
            "the one that runs does not wait for the disk (fsync is off), so what is committed could be lost",
            format!("end the `tertulia postgres --no-fsync` that uses it, or else the process in {}", pid.display()),
        ))
    }

    fn spawn(&self, _: &Turn) -> Result<Postmaster, Refusal> {
        process::clear(&self.folder);
        Postmaster::spawn(&self.folder, &self.programs, self.durable)
    }

    /// A server that recovers from a crash may take its time; one that stops meanwhile is started again.
    async fn wait_until_it_answers(&self, mut postmaster: Postmaster, turn: &Turn) -> Result<Postmaster, Refusal> {
        let began = Instant::now();
        let mut starts_left = 5;
        loop {
            let Err(error) = self.connect("postgres").await.map(drop) else { return Ok(postmaster) };
            if let sqlx::Error::Database(refused) = &error
                && refused.code().is_some_and(|code| code.starts_with("28"))
                && began.elapsed() > Duration::from_secs(2)
            {
                return Err(Refusal::new(
                    "the embedded Postgres",
                    refused,
                    format!("run as the user that made {}", self.folder.path().display()),
                ));
            }
            if postmaster.is_gone() {
                if starts_left == 0 {
                    return Err(Refusal::new(
                        "the embedded Postgres",
                        format!("it does not start ({})", process::last_words(&self.folder)),
                        format!("see {}", self.folder.log().display()),
                    ));
                }
                starts_left -= 1;
                tokio::time::sleep(Duration::from_millis(200)).await;
                postmaster = self.spawn(turn)?;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn make_database(&self) -> Result<(), Refusal> {
        let failed = |error| Refusal::new("the embedded Postgres", error, "see its log in TERTULIA_DATA");
        let mut connection = self.connect("postgres").await.map_err(failed)?;
        let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(DATABASE)
            .fetch_one(&mut connection)
            .await
            .map_err(failed)?;
        if !there {
            // Whoever looks into it by hand finds the tables without naming the schema.
            let made = sqlx::raw_sql("create database tertulia").execute(&mut connection).await;
            let path = "alter database tertulia set search_path = tertulia, public";
            match made {
                // Another program was faster.
                Err(sqlx::Error::Database(e)) if e.code().is_some_and(|c| c == "42P04" || c == "23505") => {}
                Err(error) => return Err(failed(error)),
                Ok(_) => {
                    sqlx::raw_sql(path).execute(&mut connection).await.map_err(failed)?;
                }
            }
        }
        connection.close().await.map_err(failed)
    }

    async fn connect(&self, database: &str) -> Result<PgConnection, sqlx::Error> {
        self.options(ADMINISTRATOR, database).connect().await
    }

    fn options(&self, user: &str, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass().socket(self.folder.socket()).username(user).database(database)
    }
}

/// Starts the server again whenever it is gone.
async fn supervise(cluster: Arc<Cluster>, mut postmaster: Postmaster) {
    loop {
        postmaster.wait().await;
        tracing::warn!("the embedded Postgres is gone; starting it again");
        postmaster = loop {
            match cluster.start().await {
                Ok(postmaster) => break postmaster,
                Err(refusal) => tracing::error!(%refusal, "the embedded Postgres does not start"),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        };
        tracing::info!("the embedded Postgres is back");
    }
}

/// A path as it stands in the query of an address.
fn escaped(path: &Path) -> String {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(*byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A path that means the same wherever a program stands.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests;
