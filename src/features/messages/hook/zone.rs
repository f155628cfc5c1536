//! Where the viewer's clock stands.

use leptos::prelude::*;

use crate::shared::{hydration::after_hydration, time::Time};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The zone of the viewer: UTC on the server and until the page is alive, so that both draw the same.
#[derive(Clone, Copy)]
pub struct Zone(RwSignal<bool>);

impl Zone {
    /// UTC for now; the device's own after hydration.
    pub fn new() -> Self {
        let local = RwSignal::new(false);
        after_hydration(move || local.set(true));
        Self(local)
    }

    /// Milliseconds since 1970 as a clock on the viewer's wall counts them.
    fn wall(self, time: Time) -> i64 {
        let ahead = if self.0.get() { minutes_ahead(time) } else { 0 };
        time.millis() + ahead * MINUTE
    }

    /// The day since 1970 on which a moment lies.
    pub fn day(self, time: Time) -> i64 {
        self.wall(time).div_euclid(DAY)
    }

    /// The same for many moments that mostly follow each other: the zone is asked once an hour.
    pub fn days(self) -> impl FnMut(Time) -> i64 {
        let mut known = (i64::MIN, 0);
        let local = self.0.get();
        move |time| {
            let hour = time.millis().div_euclid(HOUR);
            if known.0 != hour {
                known = (hour, if local { minutes_ahead(time) * MINUTE } else { 0 });
            }
            (time.millis() + known.1).div_euclid(DAY)
        }
    }

    /// The time of day, as `14:05`.
    pub fn clock(self, time: Time) -> String {
        let minutes = self.wall(time).rem_euclid(DAY) / MINUTE;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
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
