//! The command line.

use std::process::ExitCode;

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    runtime.block_on(super::boot::serve());
    ExitCode::SUCCESS
}
