//! What is seen of a page in a browser.

use std::{cell::Cell, rc::Rc};

use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

use super::is_moved;
use crate::{browser::anchor::Anchor, shared::effect::Effect};

/// What people read: what keys lead to from one to the next.
const READ: &str = "main article, main [data-item]";
/// In what they write.
const FIELD: &str = "input, textarea";

/// Keeps what is seen of a page in its place, below a line that stays above it when it is scrolled, until the owner that
/// calls this is cleaned up.
pub fn hold_page(page: NodeRef<html::Main>, line: NodeRef<html::Div>) {
    let held = StoredValue::new_local(None::<Anchor>);
    Effect::new(move || {
        if let (Some(page), Some(line)) = (page.get(), line.get()) {
            held.try_set_value(Some(Anchor::new(&page.into(), &line.into())));
        }
    });
}

/// Whether something that is read, or in which one writes, would move if something came to stand where the selector finds
/// something: both are within the window, and the former is below. Never where that is not drawn.
#[must_use]
pub fn would_move(place: &str) -> bool {
    let place = document().query_selector(place).ok().flatten().filter(is_drawn);
    place.is_some_and(|place| !is_free_below(begins(&place)))
}

/// Whether nothing moves if all goes down from here on, so many pixels below the upper edge of the window.
pub(super) fn is_free_below(place: f64) -> bool {
    let Some(height) = height_of_window() else { return true };
    let written = document().active_element().filter(|element| element.matches(FIELD).unwrap_or_default());
    let read = all(READ).into_iter().chain(written).filter(is_drawn);
    !is_moved(place, read.map(|element| begins(&element)), height)
}

/// In pixels.
pub(super) fn height_of_window() -> Option<f64> {
    window().inner_height().ok()?.as_f64()
}

/// Acts in the frame after the page was scrolled, until the owner that calls this is cleaned up.
pub fn on_scrolled(act: impl Fn() + Clone + 'static) {
    let is_asked = Rc::new(Cell::new(false));
    let scrolled = window_event_listener_untyped("scroll", move |_| {
        if !is_asked.replace(true) {
            let (act, is_asked) = (act.clone(), Rc::clone(&is_asked));
            request_animation_frame(move || {
                is_asked.set(false);
                act();
            });
        }
    });
    on_cleanup(move || scrolled.remove());
}

/// All that a selector finds.
pub(super) fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

fn is_drawn(element: &Element) -> bool {
    element.get_bounding_client_rect().height() > 0.0
}

fn begins(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}
