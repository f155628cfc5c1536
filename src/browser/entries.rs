//! The entries of this tab's history, and what is kept of each: at hand as long as the page stands, and over a reload in
//! what the browser stores for the tab.
//!
//! An entry is known by a key that stands in its state, beside what the router has there.

use std::cell::RefCell;

use js_sys::{Object, Reflect};
use leptos::prelude::window;
use serde_json::Value;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{History, Storage};

use crate::shared::entries::Entries;

/// Under which name all of it is stored.
const NAME: &str = "tertulia:entries";
/// What the key is called in the state of an entry.
const KEY: &str = "entry";
/// Bytes that are stored at most; browsers have room for five times that.
const ROOM: usize = 1_000_000;

thread_local! {
    static ENTRIES: RefCell<Option<Entries>> = const { RefCell::new(None) };
}

/// From now on is kept what somebody leaves; what this tab has stored for the same person is there again. What it has
/// stored for another one is gone: the tab may have been elsewhere when that one logged out.
pub fn begin(whose: &str) {
    let text = storage().and_then(|storage| storage.get_item(NAME).ok().flatten()).unwrap_or_default();
    let entries = Entries::read(&text, whose);
    let is_new = entries.is_empty();
    ENTRIES.set(Some(entries));
    if is_new {
        store();
    }
}

/// The key of the entry where the tab is; one that was just made gets it now.
#[must_use]
pub fn key() -> String {
    known_key().unwrap_or_else(|| {
        let key = Uuid::now_v7().to_string();
        if let Some(history) = history() {
            let state: Object = Object::new();
            if let Some(known) = history.state().ok().filter(JsValue::is_object) {
                Object::assign(&state, known.unchecked_ref::<Object>());
            }
            drop(Reflect::set(&state, &KEY.into(), &key.as_str().into()));
            drop(history.replace_state(&state, ""));
        }
        key
    })
}

/// Keeps how a part of the page was left at an entry.
pub fn keep(key: &str, part: &str, value: Value) {
    ENTRIES.with_borrow_mut(|entries| {
        if let Some(entries) = entries {
            entries.keep(key, part, value);
        }
    });
}

/// How a part of the page was left at an entry.
#[must_use]
pub fn kept(key: &str, part: &str) -> Option<Value> {
    ENTRIES.with_borrow(|entries| entries.as_ref()?.kept(key, part).cloned())
}

/// Stores what is kept, for the next page of this tab.
pub fn store() {
    let text = ENTRIES.with_borrow_mut(|entries| Some(entries.as_mut()?.text(ROOM)));
    if let (Some(storage), Some(text)) = (storage(), text) {
        drop(storage.set_item(NAME, &text));
    }
}

/// Nothing is kept or stored any more of these parts, at whatever entry.
pub fn forget_parts(parts: &[String]) {
    ENTRIES.with_borrow_mut(|entries| {
        if let Some(entries) = entries {
            entries.forget(parts);
        }
    });
    store();
}

/// Nothing is kept or stored any more, until the next page.
pub fn forget() {
    ENTRIES.set(None);
    if let Some(storage) = storage() {
        drop(storage.remove_item(NAME));
    }
}

fn known_key() -> Option<String> {
    Reflect::get(&history()?.state().ok()?, &KEY.into()).ok()?.as_string()
}

fn history() -> Option<History> {
    window().history().ok()
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
