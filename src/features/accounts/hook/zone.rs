//! The clock on the wall where the viewer is.

use chrono::Timelike;
use leptos::prelude::*;

use crate::shared::{hydration::after_hydration, time::Time};

/// Milliseconds.
const MINUTE: i64 = 60_000;

/// The zone of this device once the page is alive; UTC before that and on the server, so that both draw the same.
#[derive(Clone, Copy)]
pub struct Zone(RwSignal<bool>);

/// UTC for now, the device's own zone in a moment.
#[must_use]
pub fn use_zone() -> Zone {
    let local = RwSignal::new(false);
    after_hydration(move || local.set(true));
    Zone(local)
}

impl Zone {
    /// Day and time of day: "21 November 2026, 15:05". Where it is not the time here it says so: "…, 14:05 UTC".
    #[must_use]
    pub fn words(self, time: Time) -> String {
        let local = self.0.get();
        let ahead = if local { minutes_ahead(time) } else { 0 };
        let wall = Time::from_millis(time.millis() + ahead * MINUTE);
        let zone = if local { "" } else { " UTC" };
        format!("{}, {:02}:{:02}{zone}", wall.long_date(), wall.0.hour(), wall.0.minute())
    }
}

#[cfg(feature = "hydrate")]
fn minutes_ahead(time: Time) -> i64 {
    crate::browser::zone::minutes_ahead(time.millis())
}

#[cfg(not(feature = "hydrate"))]
const fn minutes_ahead(_time: Time) -> i64 {
    0
}
