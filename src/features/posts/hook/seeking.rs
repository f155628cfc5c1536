//! The place in a thread that an address names.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{OpenThread, leaving::stands_again};
use crate::{
    features::posts::model::{Entry, Parent},
    shared::{effect::Effect, hydration::after_hydration},
};

/// Frames within which what an address names is scrolled to once it is drawn.
const FRAMES: u32 = 60;

impl OpenThread {
    /// Goes to the entry that the address names, unless one comes back to where one was. A comment that is folded is
    /// unfolded first.
    pub fn seek(self) {
        let hash = use_location().hash;
        let look = move |hash: &str| {
            let Some(entry) = Entry::of_anchor(hash.trim_start_matches('#')) else { return };
            if matches!(entry, Entry::Comment(_)) {
                self.uncover(entry);
            }
            show(entry.anchor(), FRAMES);
        };
        after_hydration(move || {
            Effect::new(move || {
                let hash = hash.get();
                if !is_returned(&hash) {
                    untrack(|| look(&hash));
                }
            });
        });
    }

    /// Gives the focus to an entry once it is drawn, so that whoever has just written or changed it goes on there.
    #[expect(clippy::unused_self, reason = "only where a thread is drawn there is an entry to seek")]
    pub fn focus(self, entry: Entry) {
        focus(entry.anchor(), FRAMES);
    }

    /// Unfolds the comments among which one stands, or all of them where it is not here yet.
    fn uncover(self, entry: Entry) {
        let parents = self.talk.with_untracked(|talk| {
            let answers = talk.answers.iter().map(|answer| Parent::Answer(answer.id));
            let known = self.parent_of(entry);
            let all = std::iter::once(Parent::Post(talk.post.id)).chain(answers);
            all.filter(|parent| known.is_none_or(|known| known == *parent)).collect::<Vec<_>>()
        });
        for parent in parents {
            self.unfold(parent);
        }
    }
}

/// Whether the tab is at the entry that names this place, and it was left there before: while the router is on its way
/// along a link the tab is at another one.
fn is_returned(hash: &str) -> bool {
    let shown = window().location().hash().unwrap_or_default();
    stands_again() && shown.trim_start_matches('#') == hash.trim_start_matches('#')
}

#[cfg(feature = "hydrate")]
fn show(id: String, frames: u32) {
    request_animation_frame(move || match document().get_element_by_id(&id) {
        Some(element) => element.scroll_into_view(),
        None if frames > 0 => show(id, frames - 1),
        None => {}
    });
}

#[cfg(feature = "hydrate")]
fn focus(id: String, frames: u32) {
    use leptos::{wasm_bindgen::JsCast, web_sys::HtmlElement};

    request_animation_frame(move || match document().get_element_by_id(&id) {
        Some(element) => drop(element.unchecked_into::<HtmlElement>().focus()),
        None if frames > 0 => focus(id, frames - 1),
        None => {}
    });
}

/// Nothing has the focus on the server.
#[cfg(not(feature = "hydrate"))]
fn focus(_id: String, _frames: u32) {}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
fn show(_id: String, _frames: u32) {}
