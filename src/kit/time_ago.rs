//! How long ago something was.

use leptos::prelude::*;

use super::{Clock, use_zone};
use crate::shared::time::Time;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The day, and the year where it is another one.
fn day(time: Time, now: Option<Time>) -> String {
    if now.is_some_and(|now| now.same_year(time)) { time.day() } else { time.date() }
}

/// Short words for how long before `now`: "now", "5 min", "3 h", "2 d", then the day, as it is `here`. What seems to lie
/// in the future is "now": clocks differ.
fn relative(time: Time, now: Time, here: impl Fn(Time) -> Time) -> String {
    match now.millis() - time.millis() {
        ..MINUTE => "now".to_owned(),
        ago @ MINUTE..HOUR => format!("{} min", ago / MINUTE),
        ago @ HOUR..DAY => format!("{} h", ago / HOUR),
        ago if ago < 7 * DAY => format!("{} d", ago / DAY),
        _ => day(here(time), Some(here(now))),
    }
}

/// The same within a sentence: "5 min ago", and nothing more beside "now" and a day.
fn ago(time: Time, now: Time, here: impl Fn(Time) -> Time) -> String {
    let words = relative(time, now, here);
    if (MINUTE..7 * DAY).contains(&(now.millis() - time.millis())) { format!("{words} ago") } else { words }
}

/// A time relative to the [`Clock`] with the exact one in its title, in the zone of this device. The server and the
/// first client render draw the day, in a place wide enough for what follows.
#[component]
pub fn TimeAgo(
    /// When it was.
    #[prop(into)]
    time: Signal<Time>,
    /// Further utility classes.
    #[prop(default = "text-xs text-muted")]
    class: &'static str,
    /// Whether it stands in a sentence: "5 min ago".
    #[prop(optional)]
    ago: bool,
    /// What it says of the last minute.
    #[prop(default = "now")]
    just: &'static str,
) -> impl IntoView {
    let (clock, zone) = (use_context::<Clock>(), use_zone());
    let here = move |time| zone.local(time);
    let words = move || {
        let time = time.get();
        match clock.and_then(Clock::now) {
            Some(now) if now.millis() - time.millis() < MINUTE => just.to_owned(),
            Some(now) if ago => self::ago(time, now, here),
            Some(now) => relative(time, now, here),
            None => day(time, None),
        }
    };
    view! {
        <time
            datetime=move || time.get().to_string()
            title=move || zone.words(time.get())
            class=format!("whitespace-nowrap tabular-nums {class}")
        >
            {words}
        </time>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_226_700_000;

    fn told(millis: i64) -> String {
        relative(Time::from_millis(NOW - millis), Time::from_millis(NOW), |time| time)
    }

    #[test]
    fn a_sentence_says_ago_of_spans_only() {
        let said = |millis| ago(Time::from_millis(NOW - millis), Time::from_millis(NOW), |time| time);
        assert_eq!(said(0), "now");
        assert_eq!(said(5 * MINUTE), "5 min ago");
        assert_eq!(said(6 * DAY), "6 d ago");
        assert_eq!(said(7 * DAY), "14 Nov");
    }

    #[test]
    fn what_was_is_told_in_the_largest_whole_unit() {
        assert_eq!(told(59_999), "now");
        assert_eq!(told(MINUTE), "1 min");
        assert_eq!(told(HOUR - 1), "59 min");
        assert_eq!(told(DAY - 1), "23 h");
        assert_eq!(told(7 * DAY - 1), "6 d");
        assert_eq!(told(7 * DAY), "14 Nov");
        assert_eq!(told(400 * DAY), "17 Oct 2025");
    }

    #[test]
    fn a_day_is_named_as_it_is_where_the_viewer_is() {
        let here = |time: Time| Time::from_millis(time.millis() - 3 * HOUR);
        let now = Time::from_millis(NOW);
        assert_eq!(relative(Time::from_millis(NOW - 7 * DAY), now, here), "13 Nov");
        assert_eq!(relative(Time::from_millis(NOW - 3 * HOUR), now, here), "3 h");
    }

    #[test]
    fn what_seems_to_come_is_now() {
        assert_eq!(told(-5 * MINUTE), "now");
    }
}
