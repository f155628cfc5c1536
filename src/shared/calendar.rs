//! What people call a moment in UTC. Written out here: the general formatter reads a pattern anew for every
//! date it writes, and weighs what a page's chunk weighs.

use chrono::{DateTime, Datelike, Utc, Weekday};

use super::time::Time;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Time {
    /// "21 Nov 2026".
    #[must_use]
    pub fn date(self) -> String {
        format!("{} {}", self.day(), self.0.year())
    }

    /// "21 Nov".
    #[must_use]
    pub fn day(self) -> String {
        format!("{} {}", self.0.day(), &month(self.0)[..3])
    }

    /// "2026-11-21", as a field for dates has it.
    #[must_use]
    pub fn in_figures(self) -> String {
        let date = self.0.date_naive();
        format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }

    /// "21 November 2026".
    #[must_use]
    pub fn long_date(self) -> String {
        format!("{} {}", self.0.day(), self.month())
    }

    /// "November 2026".
    #[must_use]
    pub fn month(self) -> String {
        format!("{} {}", month(self.0), self.0.year())
    }

    /// "Saturday".
    #[must_use]
    pub fn weekday(self) -> &'static str {
        match self.0.weekday() {
            Weekday::Mon => "Monday",
            Weekday::Tue => "Tuesday",
            Weekday::Wed => "Wednesday",
            Weekday::Thu => "Thursday",
            Weekday::Fri => "Friday",
            Weekday::Sat => "Saturday",
            Weekday::Sun => "Sunday",
        }
    }

    /// Whether both lie in the same year.
    #[must_use]
    pub fn same_year(self, other: Self) -> bool {
        self.0.year() == other.0.year()
    }
}

fn month(moment: DateTime<Utc>) -> &'static str {
    MONTHS[moment.month0() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every day of four years, at odd times, against the general formatter.
    #[test]
    fn moments_are_called_as_the_general_formatter_calls_them() {
        for day in 0..4 * 366 {
            let time = Time::from_millis(1_700_000_000_000 + day * 86_399_000);
            let general = |pattern| time.0.format(pattern).to_string();
            assert_eq!(time.date(), general("%-d %b %Y"));
            assert_eq!(time.day(), general("%-d %b"));
            assert_eq!(time.in_figures(), general("%Y-%m-%d"));
            assert_eq!(time.long_date(), general("%-d %B %Y"));
            assert_eq!(time.month(), general("%B %Y"));
            assert_eq!(time.weekday(), general("%A"));
        }
    }
}
