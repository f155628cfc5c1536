//! `cargo leptos`, as its own program starts it.

use cargo_leptos::{config::Cli, logger, run};
use clap::Parser;

#[tokio::main]
async fn main() -> color_eyre::Result<()> {
    color_eyre::install()?;
    // cargo passes on the name of its subcommand.
    let is_subcommand = std::env::args().nth(1).is_some_and(|first| first == "leptos");
    let arguments = Cli::parse_from(std::env::args().skip(usize::from(is_subcommand)));
    let verbosity = arguments.opts().map_or(0, |options| options.verbose);
    logger::setup(verbosity, &arguments.log);
    run(arguments).await
}
