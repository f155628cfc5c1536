//! The cookies that scripts may read.

use js_sys::Reflect;
use leptos::prelude::document;

/// What a cookie holds; nothing where there is none, or the browser keeps none.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    let cookies = Reflect::get(&document(), &"cookie".into()).ok()?.as_string()?;
    let mut named = cookies.split("; ").filter_map(|cookie| cookie.split_once('='));
    named.find(|(other, _)| *other == name).map(|(_, value)| value.to_owned())
}
