//! The history in a browser.

use std::{cell::RefCell, rc::Rc};

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event},
};
use leptos_router::{hooks::use_location, location::Location};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::focus::{await_focus, names, return_focus};
use crate::{
    browser::{entries, surroundings::before_all},
    shared::{
        effect::Effect,
        hydration::{after_hydration, is_served},
        json::typed,
    },
};

/// Under which name is kept what has the focus.
const FOCUS: &str = "focus";
/// Frames within which what had the focus has to stand there on a page that one has come back to; else its heading has it.
const SOON: u32 = 120;
/// The same for a page that was loaded anew, where nobody waits for the focus.
const LATE: u32 = 600;

thread_local! {
    static HERE: RefCell<Here> = const { RefCell::new(Here::new()) };
}

/// The entry where the tab is, and the parts of its page.
struct Here {
    /// Its key; while the browser has gone to another one and nobody has heard of it yet, the key of the one before.
    key: String,
    /// Where the router is, or is on its way to.
    location: Option<Location>,
    parts: Vec<Rc<Part>>,
    last: u32,
}

struct Part {
    id: u32,
    name: String,
    act: Act,
}

enum Act {
    /// Says how it is left.
    Take(Box<dyn Fn() -> Option<Value>>),
    /// Puts it back.
    Put(Box<dyn Fn(&Value)>),
}

impl Here {
    const fn new() -> Self {
        Self { key: String::new(), location: None, parts: Vec::new(), last: 0 }
    }
}

/// Keeps what this person leaves at each entry from now on. To be called before there is a router: so it hears of Back
/// first, while what is left still stands there.
pub fn keep_history(whose: &str) {
    entries::begin(whose);
    enter();
    after_hydration(|| return_focus(LATE));
    window_event_listener_untyped("popstate", |_| {
        leave();
        enter();
        return_focus(SOON);
    });
    window_event_listener_untyped("pagehide", |_| {
        leave_entry();
        entries::store();
    });
    // What a press does may have made another entry by the time it is through.
    let _ = before_all("submit", |_| leave_entry());
    let _ = before_all("click", |event| {
        if let Some(pressed) = pressed(&event) {
            leave_entry();
            // Not every browser gives the focus to what is pressed.
            keep_focus(&pressed);
        }
    });
    window_event_listener_untyped("focusin", |event| {
        if let Some(element) = target(&event) {
            settle();
            keep_focus(&element);
        }
    });
    // Whoever does something else meanwhile has the focus where they want it.
    for act in ["pointerdown", "keydown"] {
        window_event_listener_untyped(act, |_| await_focus(Vec::new()));
    }
}

/// Keeps how all parts are left, before the router is sent elsewhere by other than what is pressed or a form.
pub fn leave_entry() {
    settle();
    leave();
}

/// Gives each entry its key as soon as the router has made it; called within the router.
pub fn follow_address(routing: Signal<bool>) {
    let location = use_location();
    HERE.with_borrow_mut(|here| here.location = Some(location.clone()));
    Effect::new(move || {
        location.pathname.track();
        location.search.track();
        location.hash.track();
        if !routing.get() {
            request_animation_frame(|| {
                if !is_moving() {
                    settle();
                }
            });
        }
    });
}

/// Nothing is kept any more, and what was kept is gone.
pub fn forget_history() {
    entries::forget();
}

/// Nothing is kept any more of how these parts were left, at whatever entry. One that still stands is kept again when
/// one goes, unless it says nothing by then.
pub fn forget_parts(names: &[String]) {
    entries::forget_parts(names);
}

/// Keeps how a part of the page is left under a name of its own, until the owner that calls this is cleaned up. Where it
/// says nothing, what was kept before stays.
pub fn keep<T: Serialize + 'static>(name: &str, take: impl Fn() -> Option<T> + 'static) {
    let take = move || untrack(&take).and_then(|left| serde_json::to_value(left).ok());
    add(name, Act::Take(Box::new(take)));
}

/// Puts a part of the page back as it was left: now, or as soon as the page is alive, and each time that one comes to
/// another entry while it stands.
pub fn put_back<T: DeserializeOwned + 'static>(name: &str, put: impl Fn(T) + 'static) {
    let put = move |left: &Value| {
        if let Ok(left) = typed(left) {
            untrack(|| put(left));
        }
    };
    let part = add(name, Act::Put(Box::new(put)));
    if is_served() {
        after_hydration(move || part.put(&settle()));
    } else if !is_moving() {
        part.put(&settle());
    }
}

/// How a part was left at the entry that one has come back to, for who has to know before anything is drawn. Nothing
/// where the server has drawn the page.
#[must_use]
pub fn kept<T: DeserializeOwned>(name: &str) -> Option<T> {
    let is_new = is_served() || is_moving();
    let left = if is_new { None } else { entries::kept(&settle(), name) };
    left.and_then(|left| typed(&left).ok())
}

fn add(name: &str, act: Act) -> Rc<Part> {
    let part = HERE.with_borrow_mut(|here| {
        here.last += 1;
        let part = Rc::new(Part { id: here.last, name: name.to_owned(), act });
        here.parts.push(Rc::clone(&part));
        part
    });
    let id = part.id;
    on_cleanup(move || HERE.with_borrow_mut(|here| here.parts.retain(|part| part.id != id)));
    part
}

impl Part {
    fn take(&self, key: &str) {
        if let Act::Take(take) = &self.act
            && let Some(left) = take()
        {
            entries::keep(key, &self.name, left);
        }
    }

    fn put(&self, key: &str) {
        if let Act::Put(put) = &self.act
            && let Some(left) = entries::kept(key, &self.name)
        {
            put(&left);
        }
    }
}

/// Keeps how all parts are left.
fn leave() {
    let (key, parts) = HERE.with_borrow(|here| (here.key.clone(), here.parts.clone()));
    for part in &parts {
        part.take(&key);
    }
}

/// Puts all parts back as they were left at the entry where the tab is now.
fn enter() {
    let key = settle();
    await_focus(entries::kept(&key, FOCUS).and_then(|names| typed(&names).ok()).unwrap_or_default());
    let parts = HERE.with_borrow(|here| here.parts.clone());
    for part in &parts {
        part.put(&key);
    }
}

/// The entry where the tab is, as the browser says; its key.
fn settle() -> String {
    let key = entries::key();
    HERE.with_borrow_mut(|here| here.key.clone_from(&key));
    key
}

fn keep_focus(element: &Element) {
    let key = HERE.with_borrow(|here| here.key.clone());
    entries::keep(&key, FOCUS, json!(names(element)));
}

/// Whether the router is on its way along a link: what it draws is drawn before there is an entry for it.
fn is_moving() -> bool {
    let Some(goal) = HERE.with_borrow(|here| here.location.clone()) else { return false };
    let shown = window().location();
    let search = |search: &str| search.trim_start_matches('?').to_owned();
    goal.pathname.get_untracked() != shown.pathname().unwrap_or_default()
        || search(&goal.search.get_untracked()) != search(&shown.search().unwrap_or_default())
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()
}

/// What was pressed that may lead away.
fn pressed(event: &Event) -> Option<Element> {
    target(event)?.closest("a[href], button").ok().flatten()
}
