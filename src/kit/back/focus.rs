//! What has the focus, and has it again.

use std::cell::{Cell, RefCell};

use leptos::{
    prelude::{document, request_animation_frame},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use web_sys::FocusOptions;

use super::names::selector;
use crate::{browser::surroundings::has_mouse, kit::dom::is_lost};

/// What an element can be called by, the surest first; `data-key` is for what has none of the others of its own.
const NAMES: [&str; 5] = ["id", "data-key", "href", "name", "aria-label"];
/// An entry of a list: where what had the focus is gone, the entry in which it stood has it, or one beside that.
const ENTRY: &str = "[data-key]";
/// Frames within which what had the focus has to stand there, once an entry does that can have it instead.
const PATIENCE: u32 = 20;
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
    /// What is called so, which does not stand there yet; behind it, the entries that have it instead where it is gone.
    Awaited(Vec<String>),
    /// What has it again may lose it yet, as the page follows, and is to have it once more then.
    Held,
    /// What has it again.
    Reached,
}

/// Whether something that had the focus when one left is to have it: it does not stand there yet, or may lose it yet.
#[must_use]
pub fn awaits_focus() -> bool {
    GOAL.with_borrow(|goal| matches!(goal, Goal::Awaited(_) | Goal::Held))
}

/// Whether something is to have the focus again, or has it: what opens takes it from nobody then.
#[must_use]
pub fn returns_focus() -> bool {
    GOAL.with_borrow(|goal| !matches!(goal, Goal::Nothing))
}

/// What has to have the focus from now on, once [`return_focus`] finds it, and what instead where that is gone; where there is
/// neither it stays where it is.
pub fn await_focus(names: Vec<String>) {
    GOAL.set(if names.is_empty() { Goal::Nothing } else { Goal::Awaited(names) });
}

/// Gives the focus to what is awaited as soon as it stands there, if it does within so many frames from now. Nothing is
/// scrolled by it: what scrolls is brought to where it was by itself.
pub fn return_focus(frames: u32) {
    SEARCH.set(SEARCH.get().wrapping_add(1));
    search(SEARCH.get(), frames, PATIENCE);
}

fn search(number: u32, frames: u32, patience: u32) {
    request_animation_frame(move || {
        if number != SEARCH.get() {
            return;
        }
        let awaited = GOAL.with_borrow(|goal| if let Goal::Awaited(names) = goal { Some(names.clone()) } else { None });
        let Some(names) = awaited else { return };
        let first = names.first().and_then(|name| find(name));
        let is_gone = first.is_none();
        let found = first.or_else(|| names.iter().skip(1).find_map(|name| find(name)));
        match found {
            Some(_) if is_gone && patience > 0 && frames > 0 => search(number, frames - 1, patience - 1),
            Some(found) => {
                let takes_it = has_mouse() || !is_field(&found);
                GOAL.set(if takes_it { Goal::Held } else { Goal::Reached });
                if takes_it {
                    give(&found);
                    stay(number, frames, found, names);
                }
            }
            None if frames == 0 => await_focus(Vec::new()),
            None => search(number, frames - 1, patience),
        }
    });
}

/// Gives the focus to an element, or to the first thing in it that can be pressed where it takes none itself.
fn give(found: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    drop(found.focus_with_options(&options));
    let is_taken = document().active_element().is_some_and(|active| active == **found);
    let within = if is_taken { None } else { found.query_selector("a[href], button").ok().flatten() };
    if let Some(within) = within.and_then(|within| within.dyn_into::<HtmlElement>().ok()) {
        drop(within.focus_with_options(&options));
    }
}

/// Looks for so many frames whether what has the focus loses it all the same. What has come meanwhile moves it in its list:
/// then it has the focus again; or takes it out: then what stands beside it has.
fn stay(number: u32, frames: u32, reached: HtmlElement, names: Vec<String>) {
    request_animation_frame(move || {
        let is_here = number == SEARCH.get() && GOAL.with_borrow(|goal| matches!(goal, Goal::Held));
        if !is_here {
            return;
        }
        if frames == 0 {
            return GOAL.set(Goal::Reached);
        }
        if reached.is_connected() {
            if is_lost() {
                give(&reached);
            }
            return stay(number, frames - 1, reached, names);
        }
        await_focus(names);
        search(number, PATIENCE, PATIENCE);
    });
}

/// The names by which an element is found again, and what stands there instead where it is gone: the entry around it, the one
/// behind that, and the one before. None for what is called by nothing.
pub fn names(element: &Element) -> Vec<String> {
    let Some(own) = name(element) else { return Vec::new() };
    let entry = element.closest(ENTRY).ok().flatten();
    let is_entry = |element: &Element| element.matches(ENTRY).unwrap_or_default();
    let beside = |entry: &Element| [entry.next_element_sibling(), entry.previous_element_sibling()];
    let around = entry.iter().flat_map(|entry| std::iter::once(Some(entry.clone())).chain(beside(entry)));
    let instead = around.flatten().filter(is_entry).filter_map(|entry| name(&entry)).filter(|name| *name != own);
    std::iter::once(own.clone()).chain(instead).collect()
}

/// The name by which an element is found again; none for what is called by nothing.
fn name(element: &Element) -> Option<String> {
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

/// Whether the focus there brings up a keyboard on a screen that is touched.
fn is_field(element: &HtmlElement) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA")
}
