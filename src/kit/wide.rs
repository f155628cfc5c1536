//! Whether there is room for three columns.

use leptos::prelude::*;

/// Whether the window has room for a third column, which is from 1280 pixels of 16 to the em on. Not on the server, nor as long
/// as its page is taken over: whoever is told then draws what comes with more room.
#[must_use]
pub fn use_wide() -> Signal<bool> {
    let is_wide = RwSignal::new(false);
    live::follow(is_wide);
    is_wide.into()
}

#[cfg(feature = "hydrate")]
mod live {
    use leptos::{ev::resize, prelude::*};

    use crate::{browser::surroundings::is_wide, shared::hydration::after_hydration};

    pub(super) fn follow(wide: RwSignal<bool>) {
        let look = move || {
            if wide.try_get_untracked().is_some_and(|known| known != is_wide()) {
                wide.try_set(is_wide());
            }
        };
        after_hydration(look);
        let resized = window_event_listener(resize, move |_| look());
        on_cleanup(move || resized.remove());
    }
}

#[cfg(not(feature = "hydrate"))]
mod live {
    use leptos::prelude::*;

    pub(super) const fn follow(_wide: RwSignal<bool>) {}
}
