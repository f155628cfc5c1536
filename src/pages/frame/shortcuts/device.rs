//! Whether single keys act on this device: whoever speaks to it, or presses keys by accident, has them off.

use leptos::prelude::*;

/// Where the device notes that they do not.
#[cfg(feature = "hydrate")]
const NOTE: &str = "tertulia:shortcuts";
/// What it notes then.
#[cfg(feature = "hydrate")]
const OFF: &str = "off";

/// Whether they act.
#[cfg(feature = "hydrate")]
pub fn are_on() -> bool {
    crate::browser::note::read(NOTE).as_deref() != Some(OFF)
}

/// Has them act from now on, in all tabs, or not.
#[cfg(feature = "hydrate")]
pub fn turn(on: bool) {
    use crate::browser::note::{remove, write};

    if on { remove(NOTE) } else { write(NOTE, OFF) }
}

/// The same on the server, which knows no device.
#[cfg(not(feature = "hydrate"))]
pub const fn are_on() -> bool {
    true
}

/// Does nothing.
#[cfg(not(feature = "hydrate"))]
pub const fn turn(_on: bool) {}

/// Whether they act, as the switch shows it, and the way to change it.
pub fn use_switch() -> (Signal<bool>, Callback<bool>) {
    let on = RwSignal::new(true);
    crate::shared::hydration::after_hydration(move || on.set(are_on()));
    let change = Callback::new(move |is_on| {
        turn(is_on);
        on.set(is_on);
    });
    (on.into(), change)
}
