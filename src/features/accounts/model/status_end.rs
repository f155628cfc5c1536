//! When a status ends, as a form asks for it: in words that hold in every time zone.

use chrono::Duration;

use crate::shared::{Error, Result, time::Time};

/// What a form offers: minutes from now on, and their name. The first one is no end.
pub const STATUS_ENDS: [(&str, &str); 7] = [
    ("", "Until I change it"),
    ("30", "For 30 minutes"),
    ("60", "For an hour"),
    ("240", "For 4 hours"),
    ("480", "For 8 hours"),
    ("1440", "For a day"),
    ("10080", "For a week"),
];

/// The end that was chosen: so many minutes from now, rounded up to a whole one, so that the same form sent twice asks for
/// the same; a moment as it is; nothing for no end.
///
/// # Errors
/// `status_for`: `shape` for what is neither.
pub fn status_end(chosen: &str, now: Time) -> Result<Option<Time>> {
    if chosen.is_empty() {
        return Ok(None);
    }
    if let Some(moment) = Time::read(chosen) {
        return Ok(Some(moment));
    }
    let offered = STATUS_ENDS.iter().any(|(minutes, _)| *minutes == chosen);
    let minutes = chosen.parse().ok().filter(|_| offered).ok_or_else(|| Error::invalid("status_for", "shape"))?;
    let end = now.0 + Duration::minutes(minutes);
    let whole = Duration::minutes(1).num_milliseconds();
    Ok(Some(Time::from_millis((end.timestamp_millis() + whole - 1) / whole * whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_number_of_minutes_or_a_moment_or_none() {
        let end = |chosen: &str| status_end(chosen, Time::from_millis(61_000)).map(|end| end.map(Time::millis));
        assert_eq!(end(""), Ok(None));
        assert_eq!(end("30"), Ok(Some(32 * 60_000)));
        assert_eq!(status_end("30", Time::from_millis(61_500)), status_end("30", Time::from_millis(119_000)));
        assert_eq!(end("1970-01-01T00:00:07.000Z"), Ok(Some(7_000)));
        for wrong in ["31", "soon", "-30", "9223372036854775807", "9999-12-31T23:59:59-23:59"] {
            assert_eq!(end(wrong), Err(Error::invalid("status_for", "shape")), "{wrong}");
        }
    }
}
