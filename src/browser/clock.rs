//! The clock and the chance of this device.

use leptos::prelude::window;

/// Milliseconds since 1970. It never goes back, whatever becomes of the device's own clock, so it may
/// be off; the server's clock is measured against it.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds are wanted")]
#[must_use]
pub fn now() -> i64 {
    window().performance().map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now()) as i64
}

/// Anything from 0 up to 1.
#[must_use]
pub fn chance() -> f64 {
    js_sys::Math::random()
}
