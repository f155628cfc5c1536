//! What can wait until what is seen stands there.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use crate::browser::leisure::at_leisure;
use crate::shared::hydration::{after_hydration, is_served, use_alive};

/// Whether there was leisure yet.
#[derive(Clone, Copy)]
pub struct Leisure {
    is_alive: Signal<bool>,
    came: RwSignal<bool>,
}

/// From soon on: the page answers, and the browser has had a moment since this was called. What nobody misses until they
/// reach for it is drawn then, so that whoever scrolls fast does not wait for it.
#[must_use]
pub fn use_leisure() -> Leisure {
    let came = RwSignal::new(false);
    let wait = move || at_leisure(move || come(came));
    if is_served() {
        after_hydration(wait);
    } else {
        wait();
    }
    Leisure { is_alive: use_alive(), came }
}

impl Leisure {
    /// Whether it has come.
    #[must_use]
    pub fn get(self) -> bool {
        self.is_alive.get() && self.came.get()
    }

    /// Somebody reaches for what waits: it is drawn before they act again.
    pub fn hurry(self) {
        come(self.came);
    }
}

/// Once, and not where what waited has gone: what is drawn stays the same node under the pointer that presses it.
fn come(came: RwSignal<bool>) {
    if came.try_get_untracked() == Some(false) {
        came.set(true);
    }
}

/// On the server nothing that waits is ever drawn.
#[cfg(not(feature = "hydrate"))]
fn at_leisure(_act: impl FnOnce() + 'static) {}
