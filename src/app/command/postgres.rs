//! `tertulia postgres`

use std::{ffi::OsString, process::ExitCode};

use nix::{
    sys::signal::{Signal::SIGTERM, kill},
    unistd::Pid,
};
use tokio::{process::Child, signal::unix::Signal};

use super::signals;
use crate::server::{Config, Refusal, postgres::Embedded, schema};

/// How the database is to be.
pub struct How {
    /// Whether what is committed is flushed.
    pub durable: bool,
    /// Whether the schema is brought up to date first.
    pub migrated: bool,
}

/// Runs a program beside our own Postgres and ends with its status. SIGTERM is passed on to it; SIGINT the terminal
/// tells it too, and it decides what comes of it.
pub async fn run(config: &Config, how: How, program: &[OsString]) -> Result<ExitCode, Refusal> {
    let mut told = Told { interrupts: signals::interrupts(), terminations: signals::terminations() };
    let embedded = Embedded::start(config, how.durable).await?;
    let status = beside(&embedded, how.migrated, program, &mut told).await;
    embedded.stop().await;
    status
}

struct Told {
    interrupts: Signal,
    terminations: Signal,
}

async fn beside(
    embedded: &Embedded,
    migrated: bool,
    program: &[OsString],
    told: &mut Told,
) -> Result<ExitCode, Refusal> {
    tokio::select! {
        biased;
        _ = told.interrupts.recv() => return Ok(ExitCode::FAILURE),
        _ = told.terminations.recv() => return Ok(ExitCode::FAILURE),
        prepared = prepare(embedded, migrated) => prepared?,
    }
    let (name, arguments) = program.split_first().expect("clap requires one");
    let mut child = tokio::process::Command::new(name)
        .args(arguments)
        .env("DATABASE_URL", embedded.address("tertulia"))
        .env("TERTULIA_TEST_DATABASE", embedded.address("postgres"))
        .env("PGHOST", embedded.socket())
        .env("PGUSER", "postgres")
        .env("PGDATABASE", "tertulia")
        .spawn()
        .map_err(|error| Refusal::new(name.display(), error, "name a program that is installed"))?;
    let ended = loop {
        tokio::select! {
            ended = child.wait() => break ended,
            _ = told.interrupts.recv() => {}
            _ = told.terminations.recv() => terminate(&child),
        }
    };
    let status = ended.map_err(|error| Refusal::new(name.display(), error, "try again"))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

async fn prepare(embedded: &Embedded, migrated: bool) -> Result<(), Refusal> {
    if migrated { schema::prepare(embedded.administrator()).await } else { Ok(()) }
}

fn terminate(child: &Child) {
    if let Some(pid) = child.id().and_then(|pid| i32::try_from(pid).ok()) {
        // Where it has just ended there is nobody to tell.
        let _ = kill(Pid::from_raw(pid), SIGTERM);
    }
}
