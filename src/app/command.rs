//! The command line.
//!
//! Every command reads the same configuration. Beside a running `serve` they attach to its database.
//! What keeps a command from starting is one line and exit status 2; what it finds wrong is status 1.

mod admin;
mod doctor;
mod postgres;
mod serve;

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, Subcommand};

use super::{database::Database, seed};
use crate::{
    server::{Config, Keep, Limits, Refusal, Server, telemetry},
    shared::role::Role,
};

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
    /// "Listening on http://…" when requests are answered. SIGINT and SIGTERM stop it without cutting a request.
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
        role: Role,
    },
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
    match command {
        Command::Serve => serve::run(config).await,
        Command::Migrate => {
            let database = Database::open(&config).await?;
            let prepared = database.prepare().await;
            database.close().await;
            prepared.map(|()| ExitCode::SUCCESS)
        }
        Command::Seed => with_server(config, async |server| seed::run(server).await).await,
        Command::Admin(Admin::Grant { handle, role }) => {
            with_server(config, async |server| admin::grant(server, &handle, role).await).await
        }
        Command::Doctor => Ok(doctor::run(&config).await),
        Command::Postgres { no_fsync, migrated, program } => {
            postgres::run(&config, postgres::How { durable: !no_fsync, migrated }, &program).await
        }
    }
}

/// Opens and prepares the database, acts on it, and closes it.
async fn with_server(
    config: Config,
    act: impl AsyncFnOnce(&Server) -> crate::shared::Result<()>,
) -> Result<ExitCode, Refusal> {
    let database = Database::open(&config).await?;
    if let Err(refusal) = database.prepare().await {
        database.close().await;
        return Err(refusal);
    }
    let server =
        Server { pool: database.pool(&config), config: config.into(), limits: Limits::off(), keep: Keep::default() };
    let done = act(&server).await;
    server.pool.connections().close().await;
    database.close().await;
    Ok(match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tertulia: {error}");
            ExitCode::FAILURE
        }
    })
}

fn refuse(refusal: &Refusal) -> ExitCode {
    eprintln!("tertulia: {refusal}");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests;
