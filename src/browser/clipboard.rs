//! The clipboard, and what the person copies by hand where there is none.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// Puts a text on the clipboard; whether it stands there now. Pages over plain HTTP have none.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    if !window().is_secure_context() || !Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Selects all the words in an element.
pub fn select(element: &Element) {
    if let Ok(Some(selection)) = window().get_selection() {
        drop(selection.select_all_children(element));
    }
}
