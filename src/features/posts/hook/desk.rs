//! What a tab has open of what one writes, wherever in the product one goes meanwhile (COM-1).
//!
//! Each post that is begun is kept under a name of its own, so that two tabs write two. The address names one where the list
//! leads to it; else it is the one that was written at this entry of the history, or the last that this tab had open; else a
//! new one begins.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use uuid::Uuid;

use super::writing::Writing;
use crate::{
    kit::{keep, kept},
    shared::id::OperationId,
};

/// Under which name an entry of the history keeps which post was written there.
const PART: &str = "post that is begun";

/// What lies before whoever writes.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// Under which name the post is kept that this tab has open.
    post: StoredValue<Option<String>>,
    /// The same of the form of a post that was shown last, for as long as that is.
    shown: StoredValue<Option<RwSignal<Option<String>>>>,
    /// The forms in threads that were shown, by the names under which their words are kept.
    forms: StoredValue<BTreeMap<String, Writing>>,
    /// What was refused and is given up soon, unless somebody goes back from that.
    pub(super) given_up: RwSignal<BTreeSet<OperationId>>,
}

/// Provides the desk to everything below; it lives as long as the owner that calls this.
pub fn provide_desk() {
    provide_context(Desk {
        post: StoredValue::new(None),
        shown: StoredValue::new(None),
        forms: StoredValue::default(),
        given_up: RwSignal::default(),
    });
}

/// The desk.
pub(super) fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// The form of the post that is kept under this name is shown, and the entry of the history remembers which that is.
    pub(super) fn show_post(self, row: RwSignal<Option<String>>) {
        self.shown.set_value(Some(row));
        keep(PART, move || row.try_get_untracked().flatten());
    }

    /// Whether the post of this name is written on the screen.
    pub(super) fn shows_post(self, key: &str) -> bool {
        let shown = self.shown.get_value().and_then(|row| row.try_get_untracked());
        shown.flatten().as_deref() == Some(key)
    }

    /// A form in a thread is shown.
    pub(super) fn show(self, key: String, form: Writing) {
        self.forms.update_value(|forms| _ = forms.insert(key, form));
    }

    /// The last form of this name, which may be gone.
    pub(super) fn form(self, key: &str) -> Option<Writing> {
        self.forms.with_value(|forms| forms.get(key).copied())
    }

    /// Has one post lie there, and tells under which name it is kept. To be called once the page is alive.
    pub(super) fn open(self, asked: Option<String>, new: impl FnOnce() -> String) -> String {
        let known = asked.filter(|key| is_name(key)).or_else(|| kept(PART)).or_else(|| self.post.get_value());
        let key = known.unwrap_or_else(new);
        self.post.set_value(Some(key.clone()));
        key
    }
}

/// Whether a post can be kept under this name: one without any is from when there was one alone.
fn is_name(key: &str) -> bool {
    key.is_empty() || key.parse::<Uuid>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tab_had_open_lies_there_again_unless_another_one_is_asked_for() {
        let app = Owner::new();
        app.with(|| {
            provide_desk();
            let desk = use_desk();
            let new = || "new".to_owned();
            assert_eq!(desk.open(None, new), "new");
            assert_eq!(desk.open(None, || "newer".to_owned()), "new");
            let listed = Uuid::from_u128(7).to_string();
            for asked in ["", &listed] {
                assert_eq!(desk.open(Some(asked.to_owned()), new), asked);
                assert_eq!(desk.open(None, new), asked);
            }
            assert_eq!(desk.open(Some("no name".to_owned()), new), listed);
        });
    }
}
