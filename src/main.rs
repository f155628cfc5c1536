//! The command line: `tertulia serve`, `migrate`, `seed`, `admin`, `doctor`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tertulia::app::command::run()
}
