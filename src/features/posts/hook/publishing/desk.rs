//! Which of the posts that are begun a tab writes (COM-1).
//!
//! Each is kept under a name of its own, so that two tabs write two. The address names one where the list leads to it; else
//! it is the one that was written at this entry of the history, or the last that this tab had open; else a new one begins.

use leptos::prelude::*;
use uuid::Uuid;

use crate::kit::{keep, kept};

/// Under which name an entry of the history keeps which post was written there.
const PART: &str = "post that is begun";

/// The post that a tab has open, wherever in the product one goes meanwhile.
#[derive(Clone, Copy)]
pub(super) struct Desk(StoredValue<Option<String>>);

/// Provides the desk to everything below; it lives as long as the owner that calls this.
pub fn provide_desk() {
    provide_context(Desk(StoredValue::new(None)));
}

/// The desk, which an entry of the history remembers from now on; `row` tells what lies there.
pub(super) fn use_desk(row: RwSignal<Option<String>>) -> Desk {
    keep(PART, move || row.try_get_untracked().flatten());
    expect_context()
}

impl Desk {
    /// Has one post lie there, and tells under which name it is kept. To be called once the page is alive.
    pub(super) fn open(self, asked: Option<String>, new: impl FnOnce() -> String) -> String {
        let known = asked.filter(|key| is_name(key)).or_else(|| kept(PART)).or_else(|| self.0.get_value());
        let key = known.unwrap_or_else(new);
        self.0.set_value(Some(key.clone()));
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
            let desk = use_desk(RwSignal::new(None));
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
