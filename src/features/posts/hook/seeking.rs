//! The place in a thread that an address names.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::{OpenThread, leaving::stands_again, opening::parent};
use crate::{
    features::posts::model::{Entry, Parent},
    kit::Further,
    shared::{effect::Effect, hydration::after_hydration},
};

/// Frames within which what an address names is scrolled to once it is here.
const FRAMES: u32 = 60;
/// Answers that are read at most to find one among them.
const MOST: usize = 300;

/// The id of the field in which one answers.
const ANSWER_FIELD: &str = "answer";

/// An entry that the address names and that is not shown yet.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sought {
    entry: Entry,
    /// What it stands on, where it is a comment and the address says that too.
    on: Option<Parent>,
    /// Whether the comments among which it stands were unfolded.
    is_uncovered: bool,
}

impl OpenThread {
    /// Goes to the entry that the address names, as soon as it is here, unless one comes back to where one was: answers are
    /// read on until it is, and a comment that is folded is unfolded first.
    pub fn seek(self) {
        let (hash, query) = (use_location().hash, use_query_map());
        let sought = RwSignal::new(None);
        after_hydration(move || {
            Effect::new(move || {
                let hash = hash.get();
                let is_answering = hash.trim_start_matches('#') == ANSWER_FIELD;
                if is_answering && !is_returned(&hash) {
                    focus(ANSWER_FIELD.to_owned(), FRAMES);
                }
                let entry = Entry::of_anchor(hash.trim_start_matches('#')).filter(|_| !is_returned(&hash));
                let on = query.with_untracked(|query| parent(Entry::of_anchor(&query.get("unfold")?)?));
                sought.set(entry.map(|entry| Sought { entry, on, is_uncovered: false }));
            });
            Effect::new(move || {
                let Some(before) = sought.get() else { return };
                let now = self.bring(before);
                if now != Some(before) {
                    sought.set(now);
                }
            });
        });
    }

    /// Shows an entry that is here, or has it come; what is sought from then on.
    fn bring(self, sought: Sought) -> Option<Sought> {
        self.talk.track();
        let entry = sought.entry;
        let is_comment = matches!(entry, Entry::Comment(_));
        let on = self.parent_of(entry).or(sought.on).filter(|_| is_comment);
        let answer = match (entry, on) {
            (Entry::Answer(id), _) | (_, Some(Parent::Answer(id))) => Some(id),
            _ => None,
        };
        let read = self.talk.with_untracked(|talk| talk.answers.len());
        if answer.is_some_and(|id| self.talk.with_untracked(|talk| talk.answer(id).is_none())) {
            if read < MOST && self.further() == Further::Waits {
                self.more_answers();
            }
            return Some(sought);
        }
        if is_comment && !sought.is_uncovered {
            self.uncover(on);
            return Some(Sought { is_uncovered: true, ..sought });
        }
        if !self.talk.with_untracked(|talk| talk.holds(entry)) {
            return Some(sought);
        }
        let around = answer.map(Entry::Answer);
        self.let_in(&[entry].into_iter().chain(around).collect::<Vec<_>>());
        show(entry.anchor(), FRAMES);
        None
    }

    /// Gives the focus to an entry once it is drawn, so that whoever has just written or changed it goes on there.
    #[expect(clippy::unused_self, reason = "only where a thread is drawn there is an entry to seek")]
    pub fn focus(self, entry: Entry) {
        focus(entry.anchor(), FRAMES);
    }

    /// Unfolds the comments on an entry, or all of them where it is not known on which one stands.
    fn uncover(self, on: Option<Parent>) {
        let parents = self.talk.with_untracked(|talk| {
            let answers = talk.answers.iter().map(|answer| Parent::Answer(answer.id));
            let all = std::iter::once(Parent::Post(talk.post.id)).chain(answers);
            all.filter(|parent| on.is_none_or(|on| on == *parent)).collect::<Vec<_>>()
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

/// Scrolls to what has this id and lights it up. Whoever goes on by keys goes on from there, unless they came back to where
/// they were.
#[cfg(feature = "hydrate")]
fn show(id: String, frames: u32) {
    request_animation_frame(move || match document().get_element_by_id(&id) {
        Some(element) => {
            element.scroll_into_view();
            crate::kit::hold_anew();
            drop(element.class_list().add_1("shown"));
            if !crate::kit::returns_focus() {
                focus(id, 0);
            }
        }
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
