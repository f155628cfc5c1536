//! Rooms that are kept on the page of a browser, each by the style of its element.

use leptos::{
    prelude::request_animation_frame,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use super::live::{all, height_of_window, is_free_below};
use crate::{browser::anchor, kit::dom::has_focus};

/// A room that is kept.
const KEPT: &str = "data-kept-room";
/// One that is too small for what stands in it.
const MORE: &str = "data-more";
/// Less than this nobody sees, in pixels.
const LEAST: f64 = 1.0;
/// How far into the window a room reaches in which somebody reads, as a part of its height.
const READ: f64 = 1.0 / 3.0;

/// Keeps the rooms of these names as they are, where what is read below them would move with them: what stands in them is
/// about to say something else. One in which somebody acts is left to them; one in which somebody reads is not kept, for what
/// they read of it is held.
pub fn keep_rooms(names: &[String]) {
    // What came just before is put right by itself: a page that was shorter for that long was brought up by the browser.
    anchor::settle();
    for name in names {
        let rooms = all(&format!("[data-room=\"{name}\"]")).into_iter();
        for room in rooms.filter_map(|room| room.dyn_into::<HtmlElement>().ok()) {
            if !is_free(&room) && !has_focus(&room) && !is_read(&room) {
                let height = room.get_bounding_client_rect().height();
                fix(&room, height);
                request_animation_frame(move || settle(&room, height));
            }
        }
    }
}

/// Gives back the rooms that move nothing any more.
pub fn give_rooms_back() {
    let kept = all(&format!("[{KEPT}]")).into_iter().filter_map(|room| room.dyn_into::<HtmlElement>().ok());
    kept.filter(is_free).for_each(|room| give_back(&room));
}

/// Lets what stands in a room have as much as it needs.
pub fn give_back(room: &HtmlElement) {
    for property in ["height", "min-height", "overflow-y"] {
        drop(room.style().remove_property(property));
    }
    for attribute in [KEPT, MORE] {
        drop(room.remove_attribute(attribute));
    }
}

/// Whether there is more in a room than is seen.
pub fn has_more(room: &Element) -> bool {
    room.has_attribute(MORE)
}

/// Whether nothing that is read moves with the lower edge of a room.
fn is_free(room: &HtmlElement) -> bool {
    is_free_below(room.get_bounding_client_rect().bottom())
}

/// Whether somebody reads in a room: it begins above the window, and reaches well into that.
fn is_read(room: &HtmlElement) -> bool {
    let edges = room.get_bounding_client_rect();
    edges.top() < 0.0 && height_of_window().is_some_and(|height| edges.bottom() > height * READ)
}

/// What stands there says something else by now.
fn settle(room: &HtmlElement, height: f64) {
    // While it is kept, nothing that it says now is taken for something that has moved.
    anchor::settle();
    give_back(room);
    let needed = room.get_bounding_client_rect().height();
    if needed > height + LEAST {
        fix(room, height);
        drop(room.set_attribute(MORE, ""));
    } else if needed < height - LEAST {
        drop(room.style().set_property("min-height", &format!("{height}px")));
        drop(room.set_attribute(KEPT, ""));
    }
}

fn fix(room: &HtmlElement, height: f64) {
    drop(room.style().set_property("height", &format!("{height}px")));
    drop(room.style().set_property("overflow-y", "clip"));
    drop(room.set_attribute(KEPT, ""));
}
