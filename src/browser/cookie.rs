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

/// The browser keeps a cookie no longer. It is one that was set as `Secure` over https, and not so over plain HTTP.
pub fn remove(name: &str) {
    // Over plain HTTP not every browser takes one that is `Secure`, not even from this very machine.
    let is_https = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let secure = if is_https { "; Secure" } else { "" };
    let gone = format!("{name}=; Path=/; SameSite=Lax; Max-Age=0{secure}");
    drop(Reflect::set(&document(), &"cookie".into(), &gone.into()));
}
