//! `tertulia serve`

use std::process::ExitCode;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    app::boot,
    server::{Config, Refusal},
};

/// Serves until SIGINT or SIGTERM. A second signal does not wait for anything.
pub async fn run(config: Config) -> Result<ExitCode, Refusal> {
    let mut signals = Signals::listen();
    let public = config.origin();
    let running = tokio::select! {
        running = boot::start(config) => running?,
        () = signals.next() => return Ok(ExitCode::SUCCESS),
    };
    println!("Listening on http://{}", running.address);
    tracing::info!(address = %running.address, public, "listening");
    signals.next().await;
    tracing::info!("stopping");
    tokio::select! {
        () = running.stop() => tracing::info!("stopped"),
        () = signals.next() => tracing::warn!("stopped at once"),
    }
    Ok(ExitCode::SUCCESS)
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> Self {
        let listen = |kind| signal(kind).expect("signals can be listened to");
        Self { interrupt: listen(SignalKind::interrupt()), terminate: listen(SignalKind::terminate()) }
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
