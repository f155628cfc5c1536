//! The cookies that scripts may read.

use js_sys::Reflect;
use leptos::prelude::{document, window};

/// What a cookie holds; nothing where there is none, or the browser keeps none.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    let cookies = Reflect::get(&document(), &"cookie".into()).ok()?.as_string()?;
    let mut named = cookies.split("; ").filter_map(|cookie| cookie.split_once('='));
    named.find(|(other, _)| *other == name).map(|(_, value)| value.to_owned())
}

/// The browser keeps a cookie no longer.
pub fn remove(name: &str) {
    // What came over a connection that nobody else reads may only be replaced as such.
    let secure = if window().is_secure_context() { "; Secure" } else { "" };
    let gone = format!("{name}=; Path=/; SameSite=Lax; Max-Age=0{secure}");
    drop(Reflect::set(&document(), &"cookie".into(), &gone.into()));
}
