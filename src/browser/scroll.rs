//! Scrolling in a scroller that rests on its end (a reversed column), and the sizes of what stands in it.

use std::ops::Range;

use leptos::{
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Element, EventTarget, HtmlDivElement},
};
use web_sys::ResizeObserver;

/// A scroller; distances are pixels from its end upwards.
pub struct Scroller(HtmlDivElement);

impl Scroller {
    /// The scroller of this element.
    pub fn new(element: HtmlDivElement) -> Self {
        Self(element)
    }

    /// From the end of the content to the lower edge of what is seen.
    pub fn place(&self) -> f64 {
        f64::from(-self.0.scroll_top()).max(0.0)
    }

    /// Moves what is seen upwards by so much.
    pub fn move_by(&self, up: f64) {
        if up.abs() >= 1.0 {
            self.0.scroll_by_with_x_and_y(0.0, -up);
        }
    }

    /// How high the content is, or what is seen where that is higher.
    pub fn length(&self) -> f64 {
        f64::from(self.0.scroll_height())
    }

    /// How high what is seen is.
    pub fn height(&self) -> f64 {
        f64::from(self.0.client_height())
    }

    /// From where to where what is seen reaches in the window, in pixels downwards.
    pub fn edges(&self) -> Range<f64> {
        let edges = self.0.get_bounding_client_rect();
        edges.top()..edges.bottom()
    }

    /// Whether an event has happened to it, and not to what stands in it.
    pub fn is(&self, target: &EventTarget) -> bool {
        let own: &EventTarget = self.0.as_ref();
        own == target
    }

    /// Gives it the focus.
    pub fn focus(&self) {
        drop(self.0.focus());
    }

    /// How wide it is.
    pub fn width(&self) -> f64 {
        f64::from(self.0.client_width())
    }

    /// The heights of an element's children, in order.
    pub fn heights(list: &Element) -> Vec<f64> {
        let children = list.children();
        (0..children.length())
            .filter_map(|place| children.item(place))
            .map(|child| child.get_bounding_client_rect().height())
            .collect()
    }
}

/// Tells when elements have another size, after layout and before the paint.
pub struct Sizes {
    observer: ResizeObserver,
    _tell: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Watches nothing yet.
    pub fn new(tell: impl FnMut() + 'static) -> Self {
        let tell = Closure::new(tell);
        let observer = ResizeObserver::new(tell.as_ref().unchecked_ref()).expect("every browser has it since 2020");
        Self { observer, _tell: tell }
    }

    /// Watches an element until it leaves the document; tells its first size too.
    pub fn observe(&self, element: &Element) {
        self.observer.observe(element);
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
