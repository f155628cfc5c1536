//! The way by keys to the field that finds a conversation, from any page of a member's.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::{kit::on_key, shared::effect::Effect};

/// The page on which the field stands.
const PAGE: &str = "/messages";
/// Frames within which the field has to be seen once its page is there.
const FRAMES: u32 = 20;

/// Whether somebody asked for the field and is not there yet.
#[derive(Clone, Copy)]
pub struct Finding(RwSignal<bool>);

/// Has Ctrl+K and ⌘+K lead to the field from everywhere below.
pub fn provide_finding() {
    let finding = Finding(RwSignal::new(false));
    provide_context(finding);
    let (navigate, path) = (use_navigate(), use_location().pathname);
    on_key(move |event| {
        let is_asked_for = asks(event);
        if is_asked_for {
            finding.0.set(true);
            if !is_about_messages(&path.read_untracked()) {
                navigate(PAGE, NavigateOptions::default());
            }
        }
        is_asked_for
    });
}

impl Finding {
    /// Gives the field the focus, with what stands in it to be typed over, whenever it is asked for. Where it is not seen
    /// beside what is open, as on a phone, one leaves that.
    pub fn lead_to(self, field: NodeRef<html::Input>) {
        let (navigate, path) = (use_navigate(), use_location().pathname);
        Effect::new(move || {
            let stands_alone = *path.read() == PAGE;
            if !self.0.get() || field.get().is_none() {
                return;
            }
            // Keys that are pressed within the same frame are meant for it, too.
            if is_seen(field) {
                return self.reach(field, 0);
            }
            let navigate = navigate.clone();
            request_animation_frame(move || {
                if stands_alone || is_seen(field) {
                    self.reach(field, FRAMES);
                } else {
                    navigate(PAGE, NavigateOptions::default());
                }
            });
        });
    }

    fn reach(self, field: NodeRef<html::Input>, frames: u32) {
        let Some(found) = field.try_get_untracked().flatten() else { return };
        if is_seen(field) {
            let _ = found.focus();
            found.select();
            self.0.try_set(false);
        } else if frames > 0 {
            request_animation_frame(move || self.reach(field, frames - 1));
        } else {
            // Whoever comes to the field later is not led there.
            self.0.try_set(false);
        }
    }
}

fn is_seen(field: NodeRef<html::Input>) -> bool {
    field.try_get_untracked().flatten().is_some_and(|field| field.offset_width() > 0)
}

fn asks(event: &KeyboardEvent) -> bool {
    let is_chord = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
    is_chord && is_k(&event.key(), &event.code())
}

/// By what the key says or, where that is no Latin letter, by its place.
fn is_k(key: &str, code: &str) -> bool {
    key.eq_ignore_ascii_case("k") || !key.is_ascii() && code == "KeyK"
}

fn is_about_messages(path: &str) -> bool {
    path.strip_prefix(PAGE).is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_found_under_any_letters() {
        assert!(is_k("k", "KeyK") && is_k("K", "KeyK"));
        assert!(is_k("k", "KeyV"), "another layout of the same letters");
        assert!(is_k("л", "KeyK"));
        assert!(!is_k("t", "KeyK") && !is_k("л", "KeyG"));
    }

    #[test]
    fn a_page_beside_the_list_is_known_by_its_address() {
        for (path, is_one) in [("/messages", true), ("/messages/new", true), ("/messagesque", false), ("/", false)] {
            assert_eq!(is_about_messages(path), is_one, "{path}");
        }
    }
}
