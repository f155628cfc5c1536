//! What of the content of a scroller takes the focus from one to the next.

use std::ops::Range;

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, EventTarget, HtmlElement},
};
use web_sys::FocusOptions;

/// By which attribute such an element is known.
const MARK: &str = "data-stop";

/// An element that takes the focus.
#[derive(Clone, PartialEq)]
pub struct Stop(HtmlElement);

impl Stop {
    /// What an event has happened to, where that is one itself.
    pub fn of(target: &EventTarget) -> Option<Self> {
        target.dyn_ref::<HtmlElement>().filter(|element| element.has_attribute(MARK)).cloned().map(Self)
    }

    /// Those in the children of an element, from top to bottom, one of each child at most.
    pub fn all_in(list: &Element) -> Vec<Self> {
        let (children, selector) = (list.children(), format!("[{MARK}]"));
        (0..children.length())
            .filter_map(|place| children.item(place)?.query_selector(&selector).ok()?)
            .filter_map(|found| found.dyn_into().ok().map(Self))
            .collect()
    }

    /// From where to where it reaches in the window, in pixels downwards.
    pub fn edges(&self) -> Range<f64> {
        let edges = self.0.get_bounding_client_rect();
        edges.top()..edges.bottom()
    }

    /// Gives it the focus, and leaves what is scrolled to where it is.
    pub fn focus(&self) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(self.0.focus_with_options(&options));
    }
}
