//! What is seen of the page stays where it is seen, while what stands above grows and shrinks.
//!
//! Some browsers do so by themselves, and some do not: here it is done in all of them, and `style/main.css` tells those that
//! do to leave it. `seen` is what is looked at for it.

mod seen;

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use leptos::{
    prelude::{WindowListenerHandle, document, window, window_event_listener_untyped},
    web_sys::Element,
};

use super::scroll::Sizes;
use seen::Seen;

/// Less than this nobody sees, in pixels.
const LEAST: f64 = 0.5;

thread_local! {
    /// The page that is held.
    static HELD: RefCell<Weak<Held>> = const { RefCell::new(Weak::new()) };
}

/// Holds what is seen, for as long as it is held itself.
pub struct Anchor {
    _sizes: [Sizes; 2],
    scrolled: Option<WindowListenerHandle>,
}

impl Anchor {
    /// Holds what is seen of a page, below a line that stays above it when it is scrolled: where that grows while the page
    /// is scrolled, it takes its room from what was scrolled past. At its very beginning nothing stands above a page: it goes
    /// down with the line.
    pub fn new(page: &Element, line: &Element) -> Self {
        let held = Rc::new(Held::new(page));
        HELD.set(Rc::downgrade(&held));
        let settle = {
            let held = Rc::clone(&held);
            move || held.settle()
        };
        // It is told before the sizes are, of what changed before it too.
        let scrolled = window_event_listener_untyped("scroll", move |_| settle());
        let of_line = {
            let (line, known) = (line.clone(), Cell::new(height(line)));
            Sizes::new(move || {
                let now = height(&line);
                let grown = now - known.replace(now);
                if is_scrolled() {
                    move_by(grown);
                }
            })
        };
        of_line.observe(line);
        let of_page = Sizes::new(move || held.settle());
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

/// Puts right what has moved; what is seen then is held from now on.
pub fn settle() {
    if let Some(held) = HELD.with_borrow(Weak::upgrade) {
        held.settle();
    }
}

/// Somebody was brought to a place of the page: what is seen there is held from now on, whatever has moved before.
pub fn hold_anew() {
    if let Some(held) = HELD.with_borrow(Weak::upgrade) {
        held.look();
    }
}

/// A page, and what was seen of it when one last looked.
struct Held {
    page: Element,
    seen: RefCell<Seen>,
    /// How far down it was scrolled then, in pixels.
    place: Cell<f64>,
}

impl Held {
    fn new(page: &Element) -> Self {
        Self { page: page.clone(), seen: RefCell::new(Seen::first_in(page)), place: Cell::new(place()) }
    }

    fn settle(&self) {
        let moved = self.seen.borrow().moved_in(&self.page);
        if is_scrolled() && !self.is_elsewhere() {
            move_by(moved + self.held_back(moved));
        }
        self.look();
    }

    fn look(&self) {
        drop(self.seen.replace(Seen::first_in(&self.page)));
        self.place.set(place());
    }

    /// Whether somebody has gone further since then than one scrolls while one reads: what is seen there is where it should be.
    fn is_elsewhere(&self) -> bool {
        let gone = place() - self.place.get();
        gone.abs() > height_of_window() && (gone > 0.0 || !is_at_end())
    }

    /// How far the browser has brought a page up by itself, in pixels, as what went up ends before where it was scrolled to.
    fn held_back(&self, moved: f64) -> f64 {
        if moved < 0.0 && is_at_end() { (self.place.get() - place()).max(0.0) } else { 0.0 }
    }
}

fn height(element: &Element) -> f64 {
    element.get_bounding_client_rect().height()
}

/// How far down the page is scrolled, in pixels.
fn place() -> f64 {
    window().scroll_y().unwrap_or_default()
}

fn is_scrolled() -> bool {
    place() > 0.0
}

fn is_at_end() -> bool {
    let end = document().document_element().map(|all| f64::from(all.scroll_height()));
    end.is_some_and(|end| place() + height_of_window() >= end - 1.0)
}

fn height_of_window() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

fn move_by(down: f64) {
    if down.abs() >= LEAST {
        window().scroll_by_with_x_and_y(0.0, down);
    }
}
