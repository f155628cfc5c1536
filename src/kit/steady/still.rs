//! A page on the server: nobody reads it yet.

use leptos::{
    html,
    prelude::*,
    web_sys::{Element, HtmlElement},
};

/// Does nothing.
pub const fn hold_page(_page: NodeRef<html::Main>, _line: NodeRef<html::Div>) {}

/// Never.
#[must_use]
pub const fn would_move(_place: &str) -> bool {
    false
}

/// Does nothing.
pub fn on_scrolled(_act: impl Fn() + Clone + 'static) {}

/// Does nothing.
pub const fn keep_rooms(_names: &[String]) {}

/// Does nothing.
pub const fn give_rooms_back() {}

/// Does nothing.
pub const fn give_back(_room: &HtmlElement) {}

/// Never.
#[must_use]
pub const fn has_more(_room: &Element) -> bool {
    false
}
