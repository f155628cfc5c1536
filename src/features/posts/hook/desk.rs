//! What a tab has open of what one writes, wherever in the product one goes meanwhile (COM-1).
//!
//! Each post that is begun is kept under a name of its own, so that two tabs write two. The address names one where the list
//! leads to it; else it is the one that was written at this entry of the history, or the last that this tab had open; else a
//! new one begins.

use std::collections::BTreeSet;

use leptos::prelude::*;
use uuid::Uuid;

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
    /// What was refused and is given up soon, unless somebody goes back from that.
    pub(super) given_up: RwSignal<BTreeSet<OperationId>>,
}

/// Provides the desk to everything below; it lives as long as the owner that calls this.
pub fn provide_desk() {
    provide_context(Desk { post: StoredValue::new(None), given_up: RwSignal::default() });
}

/// The desk.
pub(super) fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// Has the entry of the history remember from now on which post is written there: the one that is kept under this name.
    pub(super) fn remember(self, row: RwSignal<Option<String>>) {
        keep(PART, move || row.try_get_untracked().flatten());
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
