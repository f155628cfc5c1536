//! What a clock on the wall says where the viewer is.

use leptos::prelude::*;

use crate::shared::{hydration::after_hydration, time::Time};

/// Milliseconds.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

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
        let day = self.local(time).long_date();
        let zone = if self.0.get() { "" } else { " UTC" };
        format!("{day}, {}{zone}", self.clock(time))
    }

    /// The moment at which a clock in UTC says what the clock here says at this one: for the names of days.
    #[must_use]
    pub fn local(self, time: Time) -> Time {
        Time::from_millis(self.wall(time))
    }

    /// The moment at which a clock here says what a clock in UTC says at this one: the other way round. Where the clock here
    /// is put forward just then, it is the one at which it goes on.
    #[must_use]
    pub fn moment(self, wall: Time) -> Time {
        let near = Time::from_millis(wall.millis() - self.ahead(wall));
        let moment = Time::from_millis(wall.millis() - self.ahead(near));
        if self.wall(moment) < wall.millis() { near } else { moment }
    }

    /// The time of day, as `14:05`.
    #[must_use]
    pub fn clock(self, time: Time) -> String {
        let minutes = self.wall(time).rem_euclid(DAY) / MINUTE;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The day since 1970 on which a moment lies.
    #[must_use]
    pub fn day(self, time: Time) -> i64 {
        self.wall(time).div_euclid(DAY)
    }

    /// The same for many moments that mostly follow each other: the device is asked once an hour.
    pub fn days(self) -> impl FnMut(Time) -> i64 {
        let mut known = (i64::MIN, 0);
        move |time| {
            let hour = time.millis().div_euclid(HOUR);
            if known.0 != hour {
                known = (hour, self.ahead(time));
            }
            (time.millis() + known.1).div_euclid(DAY)
        }
    }

    /// Milliseconds since 1970 as the clock on the wall counts them.
    fn wall(self, time: Time) -> i64 {
        time.millis() + self.ahead(time)
    }

    fn ahead(self, time: Time) -> i64 {
        if self.0.get() { minutes_ahead(time) * MINUTE } else { 0 }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_page_is_alive_it_is_told_in_utc_and_said_so() {
        let owner = Owner::new();
        owner.with(|| {
            let (zone, time) = (use_zone(), Time::from_millis(1_795_226_700_000));
            assert_eq!(zone.words(time), "21 November 2026, 02:05 UTC");
            assert_eq!(zone.clock(time), "02:05");
            assert_eq!(zone.moment(zone.local(time)), time);
        });
    }

    #[test]
    fn many_moments_lie_on_the_days_on_which_each_of_them_lies() {
        let owner = Owner::new();
        owner.with(|| {
            let zone = use_zone();
            let mut days = zone.days();
            for millis in [-1, 0, HOUR - 1, DAY - 1, DAY, 3 * DAY + HOUR, DAY] {
                let time = Time::from_millis(millis);
                assert_eq!(days(time), zone.day(time), "{millis}");
            }
        });
    }
}
