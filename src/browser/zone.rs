//! The zone that this device's clock is set to.

/// Minutes that the wall clock here is ahead of UTC at a moment, given in milliseconds since 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "dates lie far below 2^53")]
#[must_use]
pub fn minutes_ahead(millis: i64) -> i64 {
    -js_sys::Date::new(&(millis as f64).into()).get_timezone_offset() as i64
}
