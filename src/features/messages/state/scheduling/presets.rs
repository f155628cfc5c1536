//! When one would send something later, as the clock on the wall says.

use crate::shared::time::Time;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// When a morning begins, and an evening.
const MORNING: i64 = 9 * HOUR;
const EVENING: i64 = 18 * HOUR;

/// The first Monday counts four days from Thursday, the first of January 1970.
const MONDAY: i64 = 4;

/// What to offer at this moment, each with what it is called; both moments as the clock on the wall says them. This evening
/// is offered while it is more than an hour away, and Monday where it is not tomorrow.
#[must_use]
pub fn presets(now: Time) -> Vec<(&'static str, Time)> {
    let now = now.millis();
    let today = now.div_euclid(DAY);
    let tomorrow = today + 1;
    let monday = today + 7 - (today - MONDAY).rem_euclid(7);
    let mut offered = vec![("In an hour", now + HOUR)];
    let evening = today * DAY + EVENING;
    if evening > now + HOUR {
        offered.push(("This evening", evening));
    }
    offered.push(("Tomorrow morning", tomorrow * DAY + MORNING));
    if monday > tomorrow {
        offered.push(("Monday morning", monday * DAY + MORNING));
    }
    offered.into_iter().map(|(name, millis)| (name, Time::from_millis(millis))).collect()
}

/// A moment that the clock on the wall says, as a field for one holds it: to the minute.
#[must_use]
pub fn in_field(local: Time) -> String {
    local.to_string().chars().take("2026-11-27T18:00".len()).collect()
}

/// What the clock on the wall says, from such a field; nothing where none stands in it.
#[must_use]
pub fn of_field(value: &str) -> Option<Time> {
    let seconds = if value.len() > "2026-11-27T18:00".len() { "" } else { ":00" };
    Time::read(&format!("{value}{seconds}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(now: &str) -> Vec<(&'static str, String)> {
        let now = of_field(now).expect("a moment");
        presets(now).into_iter().map(|(name, at)| (name, in_field(at))).collect()
    }

    #[test]
    fn on_a_friday_at_noon_an_hour_the_evening_the_morning_and_monday_are_offered() {
        let expected = [
            ("In an hour", "2026-11-27T13:30"),
            ("This evening", "2026-11-27T18:00"),
            ("Tomorrow morning", "2026-11-28T09:00"),
            ("Monday morning", "2026-11-30T09:00"),
        ];
        assert_eq!(offered("2026-11-27T12:30"), expected.map(|(name, at)| (name, at.to_owned())));
    }

    #[test]
    fn an_evening_that_has_begun_is_not_offered_nor_a_monday_that_is_tomorrow() {
        let names = |now| offered(now).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("2026-11-29T17:00"), ["In an hour", "Tomorrow morning"], "a Sunday");
        assert_eq!(names("2026-11-30T20:00"), ["In an hour", "Tomorrow morning", "Monday morning"]);
        assert_eq!(offered("2026-11-30T20:00")[2].1, "2026-12-07T09:00", "the next one");
    }

    #[test]
    fn what_a_field_holds_is_read_with_and_without_seconds() {
        let at = of_field("2026-11-27T18:00").expect("a moment");
        assert_eq!(of_field("2026-11-27T18:00:00"), Some(at));
        assert_eq!(in_field(at), "2026-11-27T18:00");
        assert_eq!((of_field(""), of_field("soon")), (None, None));
    }
}
