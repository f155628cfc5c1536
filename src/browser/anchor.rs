//! What is seen of the page stays where it is seen, while what stands above grows and shrinks.
//!
//! Some browsers do so by themselves, and some do not: here it is done in all of them, and `style/main.css` tells those that
//! do to leave it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::{
    prelude::{WindowListenerHandle, window, window_event_listener_untyped},
    web_sys::Element,
};

use super::scroll::Sizes;

/// Less than this nobody sees, in pixels.
const LEAST: f64 = 0.5;

/// Holds what is seen, for as long as it is held itself.
pub struct Anchor {
    _sizes: [Sizes; 2],
    scrolled: Option<WindowListenerHandle>,
}

/// What is seen first of the page, and how far below the beginning of that it stands.
struct Seen {
    element: Element,
    depth: f64,
}

impl Anchor {
    /// Holds what is seen of a page, below a line that stays above it when it is scrolled: where that grows while the page
    /// can be scrolled, it takes its room from what was scrolled past. At its very beginning nothing stands above a page.
    pub fn new(page: &Element, line: &Element) -> Self {
        let seen = Rc::new(RefCell::new(Seen::first_in(page)));
        let look = {
            let (seen, page) = (Rc::clone(&seen), page.clone());
            move || drop(seen.replace(Seen::first_in(&page)))
        };
        let scrolled = window_event_listener_untyped("scroll", move |_| look());
        let of_line = {
            let (line, known) = (line.clone(), Cell::new(height(line)));
            Sizes::new(move || {
                let now = height(&line);
                move_by(now - known.replace(now));
            })
        };
        of_line.observe(line);
        let of_page = {
            let page = page.clone();
            Sizes::new(move || {
                let moved = seen.borrow().moved_in(&page);
                if is_scrolled() {
                    move_by(moved);
                }
                drop(seen.replace(Seen::first_in(&page)));
            })
        };
        of_page.observe(page);
        Self { _sizes: [of_line, of_page], scrolled: Some(scrolled) }
    }
}

impl Drop for Anchor {
    fn drop(&mut self) {
        if let Some(scrolled) = self.scrolled.take() {
            scrolled.remove();
        }
    }
}

impl Seen {
    /// The first that begins within the window; where nothing does, the innermost that reaches into it.
    fn first_in(page: &Element) -> Self {
        let mut around = page.clone();
        loop {
            let children = around.children();
            let mut seen = (0..children.length()).filter_map(|place| children.item(place)).filter(is_seen);
            let Some(first) = seen.next() else { break };
            let begins = first.get_bounding_client_rect().top() >= 0.0;
            around = first;
            if begins {
                break;
            }
        }
        Self { depth: depth(&around, page), element: around }
    }

    /// How far it went down in its page since it was looked at; not at all where it is gone.
    fn moved_in(&self, page: &Element) -> f64 {
        if self.element.is_connected() { depth(&self.element, page) - self.depth } else { 0.0 }
    }
}

/// Whether something reaches into the window, or stands below it, and goes with the page when that is scrolled.
fn is_seen(element: &Element) -> bool {
    let edges = element.get_bounding_client_rect();
    let is_there = edges.height() > 0.0 && edges.bottom() > 0.0;
    let style = || window().get_computed_style(element).ok().flatten();
    let goes = || style().and_then(|style| style.get_property_value("position").ok());
    is_there && goes().is_none_or(|position| matches!(position.as_str(), "static" | "relative"))
}

fn depth(element: &Element, page: &Element) -> f64 {
    element.get_bounding_client_rect().top() - page.get_bounding_client_rect().top()
}

fn height(element: &Element) -> f64 {
    element.get_bounding_client_rect().height()
}

fn is_scrolled() -> bool {
    window().scroll_y().is_ok_and(|down| down > 0.0)
}

fn move_by(down: f64) {
    if down.abs() >= LEAST {
        window().scroll_by_with_x_and_y(0.0, down);
    }
}
