//! Short notes of this browser, at hand at once and for every page.
//!
//! Where the browser has no place for them nothing is noted.

use leptos::prelude::window;
use web_sys::Storage;

/// The name of what an account has noted by using the application. It goes with the account.
pub const HABITS: &str = "tertulia:habits";

/// What is noted under a name.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// All names under which something is noted that begin so.
#[must_use]
pub fn names(beginning: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let names = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok().flatten());
    names.filter(|name| name.starts_with(beginning)).collect()
}

/// Notes it from now on.
pub fn write(name: &str, text: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(name, text));
    }
}

/// Nothing is noted any more.
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(name));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
