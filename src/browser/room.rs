//! Where what opens beside an element has room.

use leptos::prelude::{document, window};
use web_sys::{DomRect, Element};

/// Whether there is more room above the element than below it, and more to the right of its left edge than to the left of its
/// right one, within what would cut off what opens there; and how many pixels high the room above or below is.
#[must_use]
pub fn around(element: &Element) -> (bool, bool, f64) {
    let (own, frame) = (element.get_bounding_client_rect(), frame(element));
    let (over, under) = (own.top() - frame.top(), frame.bottom() - own.bottom());
    let right = frame.right() - own.left() > own.right() - frame.left();
    (over > under, right, over.max(under))
}

/// What the element stands in that shows nothing beyond its edges; else the page.
fn frame(element: &Element) -> DomRect {
    let mut around = element.parent_element();
    while let Some(parent) = around {
        if cuts_off(&parent) {
            return parent.get_bounding_client_rect();
        }
        around = parent.parent_element();
    }
    document().document_element().as_ref().unwrap_or(element).get_bounding_client_rect()
}

fn cuts_off(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    style.and_then(|style| style.get_property_value("overflow-x").ok()).is_some_and(|overflow| overflow != "visible")
}
