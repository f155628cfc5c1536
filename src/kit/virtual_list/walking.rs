//! What a pressed key does in a list: it leads from row to row, or as far as it leads on any page.

use leptos::{
    ev::KeyboardEvent,
    prelude::{Callable, Callback},
    web_sys::Element,
};

use super::{
    Scroll,
    keys::{self, Arrow, Step, Way},
};
use crate::browser::{scroll::Scroller, stops::Stop};

/// Where a key may lead.
pub struct Field<'a, K: 'static> {
    /// What is scrolled.
    pub scroller: &'a Scroller,
    /// What holds the rows that stand in the document.
    pub rows: &'a Element,
    /// Where it is asked to go.
    pub scroll: Scroll<K>,
    /// Goes to the end of all there is.
    pub to_end: Callback<()>,
}

impl<K: Copy + Eq + Send + Sync + 'static> Field<'_, K> {
    /// A key was pressed in the list. What stands in a row has its keys for itself.
    pub fn press(&self, event: &KeyboardEvent) {
        let Some(target) = event.target() else { return };
        let row = Stop::of(&target);
        let is_combined = event.ctrl_key() || event.alt_key() || event.meta_key();
        if is_combined || event.default_prevented() || !(row.is_some() || self.scroller.is(&target)) {
            return;
        }
        let (key, shift) = (event.key(), event.shift_key());
        if let Some(arrow) = Arrow::of(&key, shift) {
            event.prevent_default();
            self.step(arrow, row.as_ref());
        } else if let Some(way) = keys::way(&key, shift, self.scroller.height()) {
            event.prevent_default();
            // The row may leave the document on the way, and would take the focus with it.
            if row.is_some() {
                self.scroller.focus();
            }
            self.go(way);
        }
    }

    fn step(&self, arrow: Arrow, from: Option<&Stop>) {
        let stops = Stop::all_in(self.rows);
        let rows: Vec<_> = stops.iter().map(Stop::edges).collect();
        let at = from.and_then(|from| stops.iter().position(|stop| stop == from));
        let Step { to, down } = arrow.step(&rows, at, &self.scroller.edges());
        if let Some(stop) = to.and_then(|to| stops.get(to)) {
            stop.focus();
        }
        self.scroll.down(down);
    }

    fn go(&self, way: Way) {
        match way {
            Way::Start => self.scroll.to_start(),
            Way::End => self.to_end.run(()),
            Way::Down(pixels) => self.scroll.down(pixels),
        }
    }
}
