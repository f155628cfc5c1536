//! The command line.
//!
//! Every command reads the same configuration. Beside a running `serve` they attach to its database.
//! What keeps a command from starting is one line and exit status 2; what it finds wrong is status 1.
//!
//! Invariant: what a command has opened it closes, also where it is told to end (`signals`).

mod admin;
mod doctor;
mod postgres;
mod serve;
mod signals;

use std::{ffi::OsString, process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};

use super::{database::Database, seed};
use crate::{
    server::{Config, Keep, Limits, Refusal, Server, telemetry},
    shared::role::Role,
};
use signals::Signals;

/// A community, messaging and translator rooms in one self-hosted program.
///
/// Everything is configured by environment variables or a file named tertulia.env; .env.example lists
/// them all. Nothing is required: without DATABASE_URL the program brings its own Postgres.
#[derive(Parser)]
#[expect(clippy::doc_markdown, reason = "these words are printed as they stand")]
#[command(name = "tertulia", version, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
#[expect(clippy::doc_markdown, reason = "these words are printed as they stand")]
enum Command {
    /// Serve the community until stopped (what happens without a command)
    ///
    /// Starts the database where it is our own, brings the schema up to date, and prints
    /// "Listening on http://…" when requests are answered. SIGINT and SIGTERM stop it without cutting a request,
    /// of which one may take 30 seconds: whoever would end it by force waits 40.
    Serve,
    /// Bring the database up to this version and end
    Migrate,
    /// Fill the database with people who talk, to look at or show around
    Seed,
    /// Administrate accounts
    #[command(subcommand)]
    Admin(Admin),
    /// Check everything and say what to do
    ///
    /// Looks at the configuration, the site, the database, its migrations, roles and partitions, and the
    /// disk. Ends with status 1 where something is wrong.
    Doctor,
    /// Run a program with our own Postgres
    ///
    /// Starts the Postgres of TERTULIA_DATA, or attaches to it, runs the program with DATABASE_URL,
    /// TERTULIA_TEST_DATABASE, PGHOST, PGUSER and PGDATABASE set, stops Postgres and ends with the program's
    /// status. For example: tertulia postgres -- psql
    Postgres {
        /// Do not wait for the disk: quick, and a power failure loses everything. For tests
        #[arg(long)]
        no_fsync: bool,
        /// Bring the schema up to date first
        #[arg(long)]
        migrated: bool,
        /// The program and its arguments
        #[arg(last = true, required = true, value_name = "CMD")]
        program: Vec<OsString>,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Give an account a role
    ///
    /// For example: tertulia admin grant ann administrator
    Grant {
        /// Whose account
        handle: String,
        /// member, moderator or administrator
        #[arg(value_parser = role)]
        role: Role,
    },
}

fn role(name: &str) -> Result<Role, &'static str> {
    name.parse().map_err(|_| "a role is member, moderator or administrator")
}

/// Runs what the command line asks for.
///
/// # Panics
/// Where the system gives the program no threads.
#[must_use]
pub fn run() -> ExitCode {
    let line = Line::parse();
    let config = match Config::load() {
        Ok(config) => config,
        Err(refusal) => return refuse(&refusal),
    };
    telemetry::start_log(&config);
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let end = runtime.block_on(perform(line.command.unwrap_or(Command::Serve), config));
    runtime.shutdown_background();
    end.unwrap_or_else(|refusal| refuse(&refusal))
}

async fn perform(command: Command, config: Config) -> Result<ExitCode, Refusal> {
    let signals = Signals::listen();
    // What a terminal says to the program beside our own Postgres it says to this one too, as often as somebody types.
    let is_for_us = !matches!(command, Command::Postgres { .. });
    tokio::select! {
        end = obey(command, config, &signals) => end,
        () = signals.second(), if is_for_us => {
            tracing::warn!("stopped at once");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Does what is asked for, until that is done or it is told to end.
async fn obey(command: Command, config: Config, signals: &Signals) -> Result<ExitCode, Refusal> {
    match command {
        Command::Serve => serve::run(config, signals).await,
        Command::Migrate => {
            let prepared = with_database(&config, signals.first(), async |database| database.prepare().await).await?;
            prepared.transpose().map(|done| done.map_or_else(cut_short, |()| ExitCode::SUCCESS))
        }
        Command::Seed => {
            with_server(config, signals, async |server| {
                println!("{}", seed::run(server).await?);
                Ok(ExitCode::SUCCESS)
            })
            .await
        }
        Command::Admin(Admin::Grant { handle, role }) => {
            with_server(config, signals, async |server| admin::grant(server, &handle, role).await).await
        }
        Command::Doctor => Ok(doctor::run(&config, signals).await),
        Command::Postgres { no_fsync, migrated, program } => {
            postgres::run(&config, postgres::How { durable: !no_fsync, migrated }, &program).await
        }
    }
}

/// Opens the database, acts on it until that is done or it is told to end, and closes it. The opening is not cut
/// short: a database of our own that is half started cannot be stopped.
async fn with_database<T>(
    config: &Config,
    told: impl Future<Output = ()>,
    act: impl AsyncFnOnce(&Database) -> T,
) -> Result<Option<T>, Refusal> {
    let database = Database::open(config).await?;
    let done = tokio::select! {
        biased;
        () = told => None,
        done = act(&database) => Some(done),
    };
    database.close().await;
    Ok(done)
}

/// Opens and prepares the database, acts on it as the server would, and closes it.
async fn with_server(
    config: Config,
    signals: &Signals,
    act: impl AsyncFnOnce(&Server) -> crate::shared::Result<ExitCode>,
) -> Result<ExitCode, Refusal> {
    let config = Arc::new(config);
    let act = async |database: &Database| -> Result<crate::shared::Result<ExitCode>, Refusal> {
        database.prepare().await?;
        let pool = database.pool(&config).await;
        let server = Server { pool, config: Arc::clone(&config), limits: Limits::off(), keep: Keep::default() };
        let done = act(&server).await;
        server.pool.connections().close().await;
        Ok(done)
    };
    let done = with_database(&config, signals.first(), act).await?.transpose()?;
    Ok(match done {
        None => cut_short(),
        Some(Ok(end)) => end,
        Some(Err(error)) => {
            eprintln!("tertulia: {error}");
            ExitCode::FAILURE
        }
    })
}

/// The end of a command that a signal came for.
fn cut_short() -> ExitCode {
    eprintln!("tertulia: told to end before this was done");
    ExitCode::FAILURE
}

fn refuse(refusal: &Refusal) -> ExitCode {
    eprintln!("tertulia: {refusal}");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests;
