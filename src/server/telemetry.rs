//! What the program says about itself: the log and the metrics. Nothing that people write, and no
//! name of theirs, stands in either.

use std::{io::IsTerminal, sync::OnceLock, time::Duration};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use super::{Config, Pool};

/// Starts the log on the standard error output: lines for people on a terminal, JSON otherwise.
/// A second call changes nothing.
pub fn start_log(config: &Config) {
    // The library of jobs would tell of each of them.
    let filter = EnvFilter::try_new(format!("graphile_worker=warn,{}", config.log)).unwrap_or_default();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    // Where a test has started one already, that one stays.
    let _ = if std::io::stderr().is_terminal() {
        registry.with(lines.compact().with_target(false)).try_init()
    } else {
        registry.with(lines.json().with_current_span(false)).try_init()
    };
}

/// What was counted and timed since the program started.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

/// Upper bounds of what is timed, in seconds.
const BOUNDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

impl Metrics {
    /// The one recorder of the program.
    ///
    /// # Panics
    /// Where something else records already, which nothing here does.
    #[must_use]
    pub fn start() -> Self {
        static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
        let recorder = || {
            PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("seconds".into()), &BOUNDS)
                .expect("there are bounds")
                .install_recorder()
                .expect("nothing else records")
        };
        Self(RECORDER.get_or_init(recorder).clone())
    }

    /// Everything, in the text format of Prometheus.
    #[must_use]
    pub fn render(&self, pool: &Pool) -> String {
        let connections = pool.connections();
        metrics::gauge!("tertulia_pool_connections").set(connections.size());
        metrics::gauge!("tertulia_pool_idle_connections").set(as_float(connections.num_idle()));
        if let Some(bytes) = resident_memory() {
            metrics::gauge!("process_resident_memory_bytes").set(bytes);
        }
        self.0.render()
    }

    /// Tidies up the timings every few seconds, for as long as it runs.
    pub async fn upkeep(self) {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            self.0.run_upkeep();
        }
    }
}

/// From the second field of `/proc/self/statm`, in pages of 4 KiB.
fn resident_memory() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u32 = text.split(' ').nth(1)?.parse().ok()?;
    Some(f64::from(pages) * 4096.0)
}

/// A number as a gauge has it.
#[must_use]
pub fn figure(number: i64) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn as_float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
