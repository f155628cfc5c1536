//! What measures Tertulia: starts the program on a Postgres of its own, loads it as many people would,
//! and prints what a person would have felt. `make bench` runs it; `make bench-peers` puts others beside it.
//!
//! How to read the figures:
//!
//! - **Open loop.** A message is due at its time whether or not the one before was answered, and its
//!   clock starts when it was due, not when the client got round to it: a server that stalls for a
//!   second shows a second, not one slow request among many fast ones.
//! - **From the call to the frame.** A message's time ends at the frame at each receiver's socket; in
//!   between it was stored with `fsync` on. Five receivers are five times.
//! - **Rounds.** Every measure runs once a round, the measures in turn, and a figure is the median of
//!   its rounds, so that a busy neighbour or a cold disk meets all of them.
//! - **Beside what the machine can do.** `pgbench` calls the same SQL function under the same role on the
//!   same Postgres in the same round, in a database that nobody reads events from; `pgbench` with a bare
//!   `INSERT` and `pg_test_fsync` say what the function and the disk cost.
//! - **The load shares the cores.** Client, program and Postgres run on one machine; how much of it
//!   the client took is printed beside the throughput.
//!
//! `main` reads the command line and takes the rounds; `measures` holds one file a measure; `server` and
//! `world` are what they stand on; `load`, `http`, `socket` and `pace` are the load, `browser` is somebody who
//! looks; `peers` is what Tertulia is measured beside; `figure` and `report` say what came out. Only loopback is
//! ever spoken to, and what was started is ended by its id.

mod browser;
mod database;
mod figure;
mod http;
mod load;
mod machine;
mod measures;
mod pace;
mod peers;
mod pgbench;
mod report;
mod server;
mod socket;
mod world;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Result;
use clap::Parser;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

use machine::Machine;
use measures::Name;
use report::Report;

/// Measures Tertulia and prints a table.
#[derive(Parser)]
pub struct Options {
    /// The program to measure, with its `site` beside it.
    #[arg(long)]
    program: PathBuf,
    /// Where the temporary data goes; must be a real disk for the figures to mean anything.
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
    /// How many rounds; a figure is the median of them.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How long one load lasts, in seconds; unless said, 10, or 5 beside peers.
    #[arg(long)]
    seconds: Option<f64>,
    /// How many idle connections to hold.
    #[arg(long, default_value_t = 5000)]
    connections: u32,
    /// Measures only this; may be given several times.
    #[arg(long, value_enum)]
    only: Vec<Name>,
    /// Measures messages alone, beside the peers that are installed in this folder.
    #[arg(long, conflicts_with = "only")]
    peers: Option<PathBuf>,
}

impl Options {
    fn duration(&self) -> Duration {
        let usual = if self.peers.is_some() { 5.0 } else { 10.0 };
        Duration::from_secs_f64(self.seconds.unwrap_or(usual))
    }

    fn names(&self) -> Vec<Name> {
        if self.only.is_empty() { Name::all().to_vec() } else { self.only.clone() }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let outcome = tokio::select! {
        outcome = measure(&options) => outcome,
        () = interrupted() => Err(anyhow::anyhow!("interrupted")),
    };
    // Whatever was started ended with the future that held it.
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(options: &Options) -> Result<()> {
    raise_open_files()?;
    let mut stand = measures::Stand::new(options).await?;
    let machine = machine::describe(&stand).await?;
    let (report, suffix) = match &options.peers {
        Some(installed) => (peers::measure(&stand, options, installed, machine).await?, "-peers"),
        None => (take_rounds(&mut stand, options, machine).await?, ""),
    };
    report.print();
    println!("\n{}", report.write(suffix)?.display());
    Ok(())
}

async fn take_rounds(stand: &mut measures::Stand, options: &Options, machine: Machine) -> Result<Report> {
    let mut measures = stand.prepare(options).await?;
    let mut report = Report::new(machine, options.rounds);
    for round in 1..=options.rounds {
        for (name, measure) in &mut measures {
            eprintln!("round {round} of {}: {name}", options.rounds);
            report.add(&name.to_string(), measure.round(stand).await?);
        }
    }
    Ok(report)
}

/// Thousands of sockets want more open files than a shell usually allows; the server inherits it.
fn raise_open_files() -> Result<()> {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    Ok(setrlimit(Resource::RLIMIT_NOFILE, most, most)?)
}

async fn interrupted() {
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate()).expect("signals can be heard"),
        signal(SignalKind::interrupt()).expect("signals can be heard"),
    );
    tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
}
