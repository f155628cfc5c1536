//! What has the focus, and has it again.

use std::cell::{Cell, RefCell};

use leptos::{
    prelude::{document, request_animation_frame},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use web_sys::FocusOptions;

use super::names::selector;
use crate::browser::surroundings::has_mouse;

/// What an element can be called by, the surest first; `data-key` is for what has none of the others of its own.
const NAMES: [&str; 5] = ["id", "data-key", "href", "name", "aria-label"];
/// What tells it from others that are called the same: the entry in which it stands, or the part of the page.
const AROUND: &str = "[aria-label], li[id], article[id]";

thread_local! {
    static GOAL: RefCell<Goal> = const { RefCell::new(Goal::Nothing) };
    /// Counts how often one has come back: only the last search goes on.
    static SEARCH: Cell<u32> = const { Cell::new(0) };
}

/// What had the focus when one left the page that one has come back to.
enum Goal {
    /// Nothing, or somebody has done something since.
    Nothing,
    /// What is called so, which does not stand there yet.
    Awaited(String),
    /// What has it again.
    Reached,
}

/// Whether something that had the focus when one left does not stand there yet, and is to have it.
#[must_use]
pub fn awaits_focus() -> bool {
    GOAL.with_borrow(|goal| matches!(goal, Goal::Awaited(_)))
}

/// Whether something is to have the focus again, or has it: what opens takes it from nobody then.
#[must_use]
pub fn returns_focus() -> bool {
    GOAL.with_borrow(|goal| !matches!(goal, Goal::Nothing))
}

/// What has to have the focus from now on, once [`return_focus`] finds it; where that is nothing it stays where it is.
pub fn await_focus(name: Option<String>) {
    GOAL.set(name.map_or(Goal::Nothing, Goal::Awaited));
}

/// Gives the focus to what is awaited as soon as it stands there, if it does within so many frames from now. Nothing is
/// scrolled by it: what scrolls is brought to where it was by itself.
pub fn return_focus(frames: u32) {
    SEARCH.set(SEARCH.get().wrapping_add(1));
    search(SEARCH.get(), frames);
}

fn search(number: u32, frames: u32) {
    request_animation_frame(move || {
        if number != SEARCH.get() {
            return;
        }
        let awaited = GOAL.with_borrow(|goal| if let Goal::Awaited(name) = goal { Some(name.clone()) } else { None });
        let Some(name) = awaited else { return };
        match find(&name) {
            Some(found) => {
                GOAL.set(Goal::Reached);
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                if has_mouse() || !is_field(&found) {
                    drop(found.focus_with_options(&options));
                }
            }
            None if frames == 0 => await_focus(None),
            None => search(number, frames - 1),
        }
    });
}

/// The name by which an element is found again; none for what is called by nothing.
pub fn name(element: &Element) -> Option<String> {
    let kind = element.local_name();
    let value = |attribute: &str| element.get_attribute(attribute).filter(|value| !value.is_empty());
    let (attribute, called) = NAMES.iter().find_map(|attribute| Some((*attribute, value(attribute)?)))?;
    let mut name = selector(&kind, attribute, &called);
    // Several buttons of a form may send the same field.
    if let Some(value) = value("value").filter(|_| kind == "button" && attribute == "name") {
        name.push_str(&selector("", "value", &value));
    }
    let around = element.parent_element().and_then(|parent| parent.closest(AROUND).ok().flatten());
    let around = around.and_then(|around| {
        let value = |attribute: &'static str| around.get_attribute(attribute).map(|value| (attribute, value));
        value("id").or_else(|| value("aria-label"))
    });
    Some(match around.filter(|_| attribute != "id") {
        Some((attribute, called)) => format!("{} {name}", selector("", attribute, &called)),
        None => name,
    })
}

/// What is called so and is drawn.
fn find(name: &str) -> Option<HtmlElement> {
    let found = document().query_selector(name).ok().flatten()?.dyn_into::<HtmlElement>().ok()?;
    (found.offset_width() > 0).then_some(found)
}

/// Whether the focus there brings up a keyboard on the screen.
fn is_field(element: &HtmlElement) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA")
}
