//! Keys that work wherever on the page one is.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast};

use crate::shared::effect::Effect;

/// Tells of each key that nothing on the page has taken, as long as the owner of this lives; not while a question has to
/// be answered first. A key that was of use does nothing else.
pub fn on_key(is_of_use: impl Fn(&KeyboardEvent) -> bool + Clone + 'static) {
    Effect::new(move || {
        let is_of_use = is_of_use.clone();
        let listening = window_event_listener_untyped("keydown", move |event| {
            // What fills a form in for somebody presses keys that are none.
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let is_taken = event.default_prevented() || event.is_composing() || is_asked();
            if !is_taken && is_of_use(event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listening.remove());
    });
}

/// Whether a key is that of a small Latin letter: by what is on it, or by its place where what is on it is of another script.
pub(super) fn is_key(letter: char, key: &str, code: &str) -> bool {
    let mut on_it = key.chars();
    match (on_it.next(), on_it.next()) {
        (Some(one), None) if one.is_alphabetic() && !is_latin(one) => {
            code.strip_prefix("Key").is_some_and(|place| place.chars().eq(letter.to_uppercase()))
        }
        (Some(one), None) => one.to_lowercase().eq([letter]),
        _ => false,
    }
}

/// The blocks of Latin letters that stand on keyboards.
const fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Whether somebody writes in what has the focus.
pub(super) fn is_typed_in() -> bool {
    const FIELDS: &str = "input, textarea, select, [contenteditable]";
    document().active_element().is_some_and(|element| element.matches(FIELDS).unwrap_or_default())
}

/// Whether a question stands before the page.
fn is_asked() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_found_by_what_is_on_its_key_and_by_its_place_where_that_is_of_another_script() {
        for (key, code) in [("z", "KeyZ"), ("Z", "KeyZ"), ("z", "KeyY"), ("z", "KeyW"), ("я", "KeyZ"), ("ζ", "KeyZ")]
        {
            assert!(is_key('z', key, code), "{key} at {code}");
        }
        // A French keyboard, a German one, a French one of another make, a Dvorak, a Russian one, and no letters.
        for (key, code) in [
            ("w", "KeyZ"),
            ("y", "KeyZ"),
            ("à", "KeyZ"),
            (";", "KeyZ"),
            ("н", "KeyY"),
            ("Dead", "KeyZ"),
            ("Process", "KeyZ"),
            ("", ""),
        ] {
            assert!(!is_key('z', key, code), "{key} at {code}");
        }
    }
}
