//! Whether the end of something comes near to what is seen of the page.

use js_sys::Array;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Watches an element for as long as it is held.
pub struct Nearing {
    observer: Option<IntersectionObserver>,
    element: Element,
    _tell: Closure<dyn Fn(Array)>,
}

impl Nearing {
    /// Tells each time that the element comes within so many pixels of what is seen, and once where it is there already.
    /// Where the browser cannot tell, nothing is told.
    pub fn new(element: Element, pixels: i32, tell: impl Fn() + 'static) -> Self {
        let tell = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let mut entries = entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok());
            if entries.next_back().is_some_and(|entry| entry.is_intersecting()) {
                tell();
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(&format!("{pixels}px 0px"));
        let observer = IntersectionObserver::new_with_options(tell.as_ref().unchecked_ref(), &options).ok();
        let nearing = Self { observer, element, _tell: tell };
        nearing.look_again();
        nearing
    }

    /// Tells once more where the element is there still.
    pub fn look_again(&self) {
        if let Some(observer) = &self.observer {
            observer.unobserve(&self.element);
            observer.observe(&self.element);
        }
    }
}

impl Drop for Nearing {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
