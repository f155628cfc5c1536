//! SYN-11 and SYN-1: how soon a change in one tab is shown in another tab and on another device of its account, and how
//! soon the next tab has the connection when the one that has it crashes; in Chromium, which `end2end/measures/tabs.mjs`
//! drives.
//!
//! The clock starts with the click, and ends with the other document in its new colours; of a crash it starts when the
//! browser is told to let the tab crash, and ends with the server's first word to the next one. All of them are on one
//! machine, so no network's time is in there.

use std::time::Duration;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use serde::Deserialize;

use super::{Measure, Stand};
use crate::{
    browser::drive,
    database::DATABASE,
    figure::{Figure, quantile},
    world,
};

const FIRST: u32 = 8000;
/// To the other tab, and as many to the other device, a round.
const CHANGES: usize = 20;
/// Tabs that crash, a round.
const CRASHES: usize = 5;
const PATIENCE: Duration = Duration::from_mins(5);

/// Ready to be looked at from several sides.
pub struct Tabs;

/// What the browser saw, in milliseconds.
#[derive(Deserialize)]
struct Seen {
    /// From a change to the other tab.
    tab: Vec<f64>,
    /// From a change to the other device.
    device: Vec<f64>,
    /// From a crash to the next connection.
    crash: Vec<f64>,
}

impl Tabs {
    /// Makes the account.
    pub async fn prepare(stand: &Stand) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..FIRST + 1).await?;
        Ok(Self)
    }
}

#[async_trait]
impl Measure for Tabs {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let arguments = [stand.server.origin(), world::token(FIRST), CHANGES.to_string(), CRASHES.to_string()];
        let seen: Seen = drive("tabs.mjs", &arguments, PATIENCE).await?;
        let counts = [seen.tab.len(), seen.device.len(), seen.crash.len()];
        ensure!(counts == [CHANGES, CHANGES, CRASHES], "not everything was seen: {counts:?}");
        Ok(figures(seen))
    }
}

fn figures(Seen { mut tab, mut device, mut crash }: Seen) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (way, times, most) in [
        ("a change to the other tab", &mut tab, 100.0),
        ("a change to the other device", &mut device, 100.0),
        ("a crash to the next connection", &mut crash, 1_000.0),
    ] {
        figures.extend([
            Figure::new(format!("{way}, median"), quantile(times, 0.5), "ms").at_most(most),
            Figure::new(format!("{way}, worst"), quantile(times, 1.0), "ms"),
        ]);
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_devices_are_judged_by_their_median_and_so_is_the_next_connection() {
        let seen = Seen { tab: vec![9.0, 3.0, 5.0], device: vec![70.0, 20.0, 30.0], crash: vec![200.0, 900.0, 300.0] };
        let told: Vec<_> = figures(seen).iter().map(|figure| format!("{} {}", figure.value, figure.unit)).collect();
        assert_eq!(told, ["5 ms", "9 ms", "30 ms", "70 ms", "300 ms", "900 ms"]);
    }
}
