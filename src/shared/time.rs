//! Moments: UTC, written as RFC 3339 with milliseconds wherever they cross a wire.
//!
//! Invariant: what is read is a moment of the years 1970 to 9999 in UTC, so that whatever was taken in can be told again.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment in UTC. What is finer than a millisecond does not cross the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct Time(pub DateTime<Utc>);

/// When the year 10000 begins, in milliseconds since 1970: RFC 3339 cannot write it.
const YEAR_10000: i64 = 253_402_300_800_000;

impl Time {
    /// The moment so many milliseconds after 1970 began; out of range it is that beginning.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(DateTime::from_timestamp_millis(millis).unwrap_or_default())
    }

    /// A moment as RFC 3339 has it; nothing where it is none, or in UTC not of the years 1970 to 9999.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let time = Self(DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc));
        (0..YEAR_10000).contains(&time.millis()).then_some(time)
    }

    /// Milliseconds since 1970 began.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Now, by the clock of this machine. The one place that reads it on the server.
    #[cfg(feature = "ssr")]
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now() -> Self {
        Self::from_millis(
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| de::Error::custom("a moment of RFC 3339 from 1970 to 9999 is expected"))
    }
}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for Time {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .into()
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for Time {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_as_something_that_can_be_read_again() {
        for (text, written) in [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
            ("2026-11-27T12:00:00.1234+01:00", "2026-11-27T11:00:00.123Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
            ("9999-12-31T23:59:59+23:59", "9999-12-31T00:00:59.000Z"),
        ] {
            let time = Time::read(text).expect(text);
            assert_eq!(time.to_string(), written);
            assert_eq!(Time::read(written).map(Time::millis), Some(time.millis()), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_of_the_years_1970_to_9999_in_utc_is_not_read() {
        for text in [
            "",
            "soon",
            "2026-11-27",
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-23:59",
            "9999-12-31T23:59:60Z",
        ] {
            assert_eq!(Time::read(text), None, "{text}");
            assert!(serde_json::from_value::<Time>(text.into()).is_err(), "{text}");
        }
    }
}
