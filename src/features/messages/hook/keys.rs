//! Keys that work wherever on the page one is.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast};

use crate::shared::effect::Effect;

/// Tells of each key that nothing on the page has taken, as long as the owner of this lives; not while a question has to
/// be answered first. A key that was of use does nothing else.
pub(super) fn on_key(is_of_use: impl Fn(&KeyboardEvent) -> bool + Clone + 'static) {
    Effect::new(move || {
        let is_of_use = is_of_use.clone();
        let listening = window_event_listener_untyped("keydown", move |event| {
            // What fills a form in for somebody presses keys that are none.
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let is_taken = event.default_prevented() || event.is_composing() || is_asked();
            if !is_taken && is_of_use(event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// Whether a question stands before the page.
fn is_asked() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}
