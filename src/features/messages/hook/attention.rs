//! Whether somebody looks at the page.

use leptos::{ev, prelude::*};

use crate::shared::effect::Effect;

/// Whether the page is seen and has the focus; not before it is alive.
pub fn use_attention() -> Signal<bool> {
    let attention = RwSignal::new(false);
    let look = move || attention.set(document().has_focus().unwrap_or(false) && !document().hidden());
    Effect::new(move || {
        look();
        let listening =
            [window_event_listener(ev::focus, move |_| look()), window_event_listener(ev::blur, move |_| look())];
        let seen = window_event_listener_untyped("visibilitychange", move |_| look());
        on_cleanup(move || listening.into_iter().chain([seen]).for_each(WindowListenerHandle::remove));
    });
    attention.into()
}
