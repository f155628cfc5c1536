//! `tertulia serve`

use std::process::ExitCode;

use super::signals::Signals;
use crate::{
    app::boot,
    server::{Config, Refusal},
};

/// Serves until told to end.
pub async fn run(config: Config, signals: &Signals) -> Result<ExitCode, Refusal> {
    let public = config.origin();
    let Some(running) = boot::start_unless(signals.first(), config).await? else {
        return Ok(ExitCode::SUCCESS);
    };
    println!("Listening on http://{}", running.address);
    tracing::info!(address = %running.address, public, "listening");
    signals.first().await;
    tracing::info!("stopping");
    running.stop().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
