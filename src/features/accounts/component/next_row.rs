//! Where the focus goes when a row of a list has gone.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// How long the list may take to be drawn without the row that has gone: about ten seconds, as it may be read once more
/// meanwhile.
const FRAMES: u32 = 600;

/// A row has gone that stood at this place of the list with this id: the person goes on at the one that stands there once
/// the list has its new number of rows, or at the list where it was the last. Where no list is left they go on at the
/// element with the other id.
pub fn go_on(list: &'static str, place: usize, rows: usize, otherwise: &'static str) {
    look((list, otherwise), place, rows, FRAMES);
}

fn look(ids: (&'static str, &'static str), place: usize, rows: usize, frames: u32) {
    request_animation_frame(move || {
        let Some(list) = document().get_element_by_id(ids.0) else {
            document().get_element_by_id(ids.1).into_iter().for_each(focus);
            return;
        };
        if list.child_element_count() as usize != rows && frames > 0 {
            return look(ids, place, rows, frames - 1);
        }
        let next = list.query_selector(&format!("li:nth-child({}) button", place + 1));
        // The list first: a row that was drawn over with the next one had the focus already, and would say nothing.
        focus(list);
        if let Ok(Some(button)) = next {
            focus(button);
        }
    });
}

fn focus(element: Element) {
    // What cannot take the focus leaves it where it is.
    drop(element.unchecked_into::<HtmlElement>().focus());
}
