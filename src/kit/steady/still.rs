//! A page on the server: nobody reads it yet.

use leptos::{html, prelude::*};

/// Does nothing.
pub const fn hold_page(_page: NodeRef<html::Main>, _line: NodeRef<html::Div>) {}

/// Never.
#[must_use]
pub const fn would_move(_place: &str) -> bool {
    false
}

/// Does nothing.
pub fn on_scrolled(_act: impl Fn() + Clone + 'static) {}
