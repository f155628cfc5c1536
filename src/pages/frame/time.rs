//! The clock that every relative time follows.

use std::time::Duration;

use leptos::prelude::*;

use crate::{client::use_client, kit::Clock, shared::hydration::after_hydration};

/// How often relative times move on.
const STEP: Duration = Duration::from_secs(20);

/// Sets the clock by the client's time once the page has hydrated, and again at every step.
pub fn keep_time() {
    let clock = expect_context::<Clock>();
    let client = use_client();
    after_hydration(move || {
        clock.set(client.now());
        set_interval(move || clock.set(client.now()), STEP);
    });
}
