//! SIGINT and SIGTERM: how a command is told to end.
//!
//! The first one ends what a command does, and what it has opened is closed; who sends a second one does not wait
//! for that.

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// How often the program was told to end since somebody listens, cheap to clone.
#[derive(Clone)]
pub struct Signals(watch::Receiver<u32>);

impl Signals {
    /// Listens from now on: no signal ends the program by itself any more.
    pub fn listen() -> Self {
        let (mut interrupt, mut terminate) = (interrupts(), terminations());
        let (count, counted) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                count.send_modify(|count| *count += 1);
            }
        });
        Self(counted)
    }

    /// Returns once the program was told to end.
    pub async fn first(&self) {
        self.nth(1).await;
    }

    /// Returns once it was told so twice.
    pub async fn second(&self) {
        self.nth(2).await;
    }

    async fn nth(&self, number: u32) {
        let mut counted = self.0.clone();
        drop(counted.wait_for(|count| *count >= number).await);
    }
}

/// SIGINT: what a terminal sends to everybody who runs in it.
pub fn interrupts() -> Signal {
    listen(SignalKind::interrupt())
}

/// SIGTERM: what is sent to this program alone.
pub fn terminations() -> Signal {
    listen(SignalKind::terminate())
}

fn listen(kind: SignalKind) -> Signal {
    signal(kind).expect("signals can be listened to")
}
