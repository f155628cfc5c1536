//! Where typing goes when a screen opens, and when what had the focus vanishes.

use leptos::{prelude::*, tachys::html::element::ElementType, wasm_bindgen::JsCast, web_sys::HtmlElement};

pub use crate::kit::focus_on;
use crate::kit::returns_focus;

/// Gives a field the focus once it stands there, where that does not bring up a keyboard on the screen. Where one comes
/// back, what had it has it.
pub fn focus_where_keys_are<E>(field: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    field.on_load(move |field| {
        if has_keys() && !returns_focus() {
            request_animation_frame(move || drop(field.unchecked_into::<HtmlElement>().focus()));
        }
    });
}

/// Gives a field the focus, where that does not bring up a keyboard on the screen; whether it did.
pub fn return_where_keys_are<E>(field: NodeRef<E>) -> bool
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    let field = field.get_untracked().filter(|_| has_keys());
    field.is_some_and(|field| field.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// Gives the focus to the list of messages that is called so, as [`Thread::log`](super::Thread::log) says; whether it is there.
pub fn focus_on_log(log: &str) -> bool {
    focus_on(&format!("[role=log][aria-label={log}]"))
}

#[cfg(feature = "hydrate")]
fn has_keys() -> bool {
    crate::browser::surroundings::has_mouse()
}

#[cfg(not(feature = "hydrate"))]
const fn has_keys() -> bool {
    false
}
