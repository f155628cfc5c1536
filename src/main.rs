//! The command line: `tertulia serve`, `migrate`, `seed`, `admin`, `doctor`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A page is drawn of many small parts: with the allocator of the system a quarter of its time went into their memory.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    tertulia::app::command::run()
}
