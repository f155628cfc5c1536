//! The clock and the chance of this device.

use std::{pin::pin, time::Duration};

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use leptos::prelude::{set_timeout, window};

/// Milliseconds since 1970. It never goes back, whatever becomes of the device's own clock, so it may
/// be off; the server's clock is measured against it.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds are wanted")]
#[must_use]
pub fn now() -> i64 {
    window().performance().map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now()) as i64
}

/// Milliseconds since the page began: for what lasts some of them.
#[must_use]
pub fn stopwatch() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// Lets a time pass.
pub async fn pass(time: Duration) {
    let (ring, over) = oneshot::channel::<()>();
    // Nobody waits for a ring that comes after what was waited for.
    set_timeout(move || _ = ring.send(()), time);
    let _ = over.await;
}

/// What comes of something within a time; nothing where that is over first.
pub async fn within<T>(time: Duration, something: impl Future<Output = T>) -> Option<T> {
    match select(pin!(something), pin!(pass(time))).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

/// Anything from 0 up to 1.
#[must_use]
pub fn chance() -> f64 {
    js_sys::Math::random()
}
