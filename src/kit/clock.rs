//! What time it is, for everything that shows how long ago something was.

use leptos::prelude::*;

use crate::shared::time::Time;

/// A clock that stands until hydration is over and then goes by steps.
#[derive(Clone, Copy)]
pub struct Clock(RwSignal<Option<Time>>);

impl Clock {
    /// Now, to the step; `None` on the server and while the page hydrates, so that both draw the same.
    #[must_use]
    pub fn now(self) -> Option<Time> {
        self.0.get()
    }

    /// Sets it. Whoever knows the time calls this, from an effect and then every half minute or so.
    pub fn set(self, now: Time) {
        self.0.set(Some(now));
    }
}

/// Hangs a clock that stands where every component below finds it.
pub fn provide_clock() -> Clock {
    let clock = Clock(RwSignal::new(None));
    provide_context(clock);
    clock
}
