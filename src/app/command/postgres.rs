//! `tertulia postgres`

use std::{ffi::OsString, process::ExitCode};

use crate::server::{Config, Refusal, postgres::Embedded, schema};

/// How the database is to be.
pub struct How {
    /// Whether what is committed is flushed.
    pub durable: bool,
    /// Whether the schema is brought up to date first.
    pub migrated: bool,
}

/// Runs a program beside our own Postgres and ends with its status.
pub async fn run(config: &Config, how: How, program: &[OsString]) -> Result<ExitCode, Refusal> {
    let embedded = Embedded::start(config, how.durable).await?;
    let status = beside(&embedded, how.migrated, program).await;
    embedded.stop().await;
    status
}

async fn beside(embedded: &Embedded, migrated: bool, program: &[OsString]) -> Result<ExitCode, Refusal> {
    if migrated {
        schema::prepare(embedded.administrator()).await?;
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
            // The terminal tells the program too; it decides what comes of it.
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    let status = ended.map_err(|error| Refusal::new(name.display(), error, "try again"))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
