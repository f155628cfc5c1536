//! The clock that every relative time follows.

use std::time::Duration;

use leptos::prelude::*;

use crate::{client::use_client, kit::Clock};

/// How often relative times move on.
const STEP: Duration = Duration::from_secs(20);

/// Sets the clock by the client's time once the page has hydrated, and again at every step.
pub fn keep_time() {
    let clock = expect_context::<Clock>();
    let client = use_client();
    Effect::new(move |_| {
        clock.set(client.now());
        if let Ok(steps) = set_interval_with_handle(move || clock.set(client.now()), STEP) {
            on_cleanup(move || steps.clear());
        }
    });
}
