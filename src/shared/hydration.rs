//! When the page's own program has taken over from the server's HTML, or has drawn the page itself.
//!
//! While it takes over, what it draws must be what the server drew, to the letter: a signal that changes meanwhile is
//! lost for the parts that come after. Lazy routes make that take as long as their chunks take to load, so what
//! starts clocks and connections waits here.

use std::cell::Cell;

use leptos::prelude::*;

use super::effect::Effect;

/// Whether the page is alive yet; a context.
#[derive(Clone)]
pub struct Hydration {
    over: ArcRwSignal<bool>,
    #[cfg_attr(feature = "ssr", expect(dead_code, reason = "all that the server draws is served"))]
    served: bool,
}

impl Hydration {
    /// Not yet: the server's page is being taken over.
    #[must_use]
    pub fn begun() -> Self {
        Self { over: ArcRwSignal::new(false), served: true }
    }

    /// Not yet: the page is being drawn, and the server has drawn nothing of it.
    #[must_use]
    pub fn of_shell() -> Self {
        Self { served: false, ..Self::begun() }
    }

    /// From now on the page answers.
    pub fn finish(&self) {
        self.over.set(true);
    }
}

/// Whether what is drawn now stands in the server's page: the server draws it, or the browser takes it over.
#[cfg(feature = "ssr")]
#[must_use]
pub const fn is_served() -> bool {
    true
}

/// Whether what is drawn now stands in the server's page: the server draws it, or the browser takes it over.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub fn is_served() -> bool {
    use_context::<Hydration>().is_some_and(|Hydration { over, served }| served && !over.get_untracked())
}

/// Whether the page answers; what is drawn first is then what the server drew.
#[must_use]
pub fn use_alive() -> Signal<bool> {
    let alive = RwSignal::new(!is_served());
    if !alive.get_untracked() {
        after_hydration(move || alive.set(true));
    }
    alive.into()
}

/// Acts once the page is alive: at once where it is already, never on the server.
pub fn after_hydration(act: impl FnOnce() + 'static) {
    let Some(Hydration { over, .. }) = use_context() else { return };
    let act = Cell::new(Some(act));
    Effect::new(move |_| {
        if over.get()
            && let Some(act) = act.take()
        {
            untrack(act);
        }
    });
}
