//! From where one came to what is open.

use std::{cell::RefCell, collections::HashMap};

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{browser::entries, shared::effect::Effect};

/// Frames within which an address that is gone to has its entry in the history.
const FRAMES: u32 = 600;

thread_local! {
    static TRAIL: RefCell<Trail> = RefCell::default();
}

/// Where the tab was, and from where it came to each entry of its history, as far as this page has seen it.
#[derive(Default)]
struct Trail {
    last: Option<String>,
    /// By the key of the entry; nothing where one came by Back or Forward, or from elsewhere.
    from: HashMap<String, Option<String>>,
    /// Whether one is on the way by Back or Forward.
    is_back: bool,
}

/// Notes it from now on.
pub fn follow() {
    let path = use_location().pathname;
    Effect::new(move || note(path.get(), FRAMES));
    let listening = window_event_listener_untyped("popstate", |_| TRAIL.with_borrow_mut(|trail| trail.is_back = true));
    on_cleanup(move || listening.remove());
}

/// Whether the entry before this one in the history is a list in which what is open may stand.
pub fn came_from_list() -> bool {
    let key = entries::key();
    TRAIL.with_borrow(|trail| trail.from.get(&key).and_then(Option::as_deref).is_some_and(is_list))
}

fn note(path: String, frames: u32) {
    request_animation_frame(move || {
        // The router makes the entry once the page is there.
        if window().location().pathname().is_ok_and(|shown| shown == path) {
            let key = entries::key();
            TRAIL.with_borrow_mut(|trail| {
                let is_back = std::mem::take(&mut trail.is_back);
                let last = trail.last.replace(path).filter(|_| !is_back);
                trail.from.entry(key).or_insert(last);
            });
        } else if frames > 0 {
            note(path, frames - 1);
        }
    });
}

fn is_list(path: &str) -> bool {
    !matches!(path.split('/').nth(1), Some("p" | "new" | "login" | "signup" | "settings" | "messages"))
}
