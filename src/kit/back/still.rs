//! The history on the server: nobody comes back.

use leptos::{prelude::*, tachys::html::element::ElementType, wasm_bindgen::JsCast};
use serde::{Serialize, de::DeserializeOwned};

/// Does nothing.
pub fn keep_history(_whose: &str) {}

/// Does nothing.
pub fn follow_address(_routing: Signal<bool>) {}

/// Does nothing.
pub fn forget_history() {}

/// Does nothing.
pub fn forget_parts(_names: &[String]) {}

/// Does nothing.
pub fn keep<T: Serialize>(_name: &str, _take: impl Fn() -> Option<T> + 'static) {}

/// Does nothing.
pub fn put_back<T: DeserializeOwned>(_name: &str, _put: impl Fn(T) + 'static) {}

/// Always nothing.
#[must_use]
pub fn kept<T: DeserializeOwned>(_name: &str) -> Option<T> {
    None
}

/// Never.
#[must_use]
pub const fn awaits_focus() -> bool {
    false
}

/// Never.
#[must_use]
pub const fn returns_focus() -> bool {
    false
}

/// Does nothing.
pub fn keep_scroll<E>(_name: &str, _scroller: NodeRef<E>, _more: impl Fn() + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
}

/// Does nothing.
pub fn keep_page_scroll(_name: &str, _more: impl Fn() + 'static) {}
