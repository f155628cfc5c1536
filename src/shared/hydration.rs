//! When the page's own program has taken over from the server's HTML.
//!
//! While it does, what it draws must be what the server drew, to the letter: a signal that changes meanwhile is
//! lost for the parts that come after. Lazy routes make that take as long as their chunks take to load, so what
//! starts clocks and connections waits here.

use std::cell::Cell;

use leptos::prelude::*;

/// Whether the page is alive yet; a context.
#[derive(Clone)]
pub struct Hydration(ArcRwSignal<bool>);

impl Hydration {
    /// Not yet.
    #[must_use]
    pub fn begun() -> Self {
        Self(ArcRwSignal::new(false))
    }

    /// From now on the page answers.
    pub fn finish(&self) {
        self.0.set(true);
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
    use_context::<Hydration>().is_some_and(|Hydration(over)| !over.get_untracked())
}

/// Acts once the page is alive: at once where it is already, never on the server.
pub fn after_hydration(act: impl FnOnce() + 'static) {
    let Some(Hydration(over)) = use_context() else { return };
    let act = Cell::new(Some(act));
    Effect::new(move |_| {
        if over.get()
            && let Some(act) = act.take()
        {
            untrack(act);
        }
    });
}
