//! The list on the server: nothing is scrolled and nothing is measured.

#![expect(clippy::unused_self, reason = "what watches in a browser needs itself")]

use leptos::{ev::KeyboardEvent, web_sys::HtmlDivElement};

use super::{Item, Parts};

/// Stands for what watches the list in a browser.
#[derive(Clone, Copy)]
pub struct Watch;

/// Does nothing.
pub fn attach<T: Item>(_parts: Parts<T>) -> Watch {
    Watch
}

impl Watch {
    /// Does nothing.
    pub fn scrolled(self) {}

    /// Does nothing.
    pub fn pressed(self, _event: &KeyboardEvent) {}

    /// Does nothing.
    pub fn observe(self, _row: &HtmlDivElement) {}
}
