//! Open loop: what is due is due, whatever became of what was due before.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::{runtime::Handle, sync::oneshot};

/// The times at which something is due: evenly, from a start on.
#[derive(Clone, Copy)]
pub struct Schedule {
    start: Instant,
    every: Duration,
    /// How many there are.
    pub count: u32,
}

impl Schedule {
    /// So many a second for so long, from a moment from now on.
    pub fn new(per_second: f64, lasting: Duration) -> Self {
        Self {
            start: Instant::now() + Duration::from_millis(100),
            every: Duration::from_secs_f64(1.0 / per_second),
            count: (per_second * lasting.as_secs_f64()) as u32,
        }
    }

    /// When one of them is due.
    pub fn due(&self, number: u32) -> Instant {
        self.start + self.every * number
    }

    /// Milliseconds from when one was due until then.
    pub fn since_due(&self, number: u32, then: Instant) -> f64 {
        then.saturating_duration_since(self.due(number)).as_secs_f64() * 1000.0
    }

    /// Starts a task for each at its time; returns when the last was started. The runtime's clock
    /// ticks in milliseconds, so a thread keeps the time.
    pub async fn run<F>(self, task: impl Fn(u32) -> F + Send + 'static) -> Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (interrupted, wanted) = oneshot::channel::<()>();
        let runtime = Handle::current();
        let keep_time = move || {
            for number in (0..self.count).take_while(|_| !interrupted.is_closed()) {
                thread::sleep(self.due(number).saturating_duration_since(Instant::now()));
                runtime.spawn(task(number));
            }
        };
        tokio::task::spawn_blocking(keep_time).await?;
        drop(wanted);
        Ok(())
    }
}
