//! Where typing goes when a screen opens.

use leptos::{prelude::*, tachys::html::element::ElementType, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// Gives a field the focus once it stands there, where that does not bring up a keyboard on the screen.
pub fn focus_where_keys_are<E>(field: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    field.on_load(move |field| {
        if has_keys() {
            request_animation_frame(move || drop(field.unchecked_into::<HtmlElement>().focus()));
        }
    });
}

#[cfg(feature = "hydrate")]
fn has_keys() -> bool {
    crate::browser::surroundings::has_mouse()
}

#[cfg(not(feature = "hydrate"))]
const fn has_keys() -> bool {
    false
}
