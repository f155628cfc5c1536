//! What is being written and was not sent.

use std::collections::HashMap;

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use crate::browser::surroundings::ask_before_leaving;
use crate::shared::{id::ConversationId, text::is_blank};

/// The drafts of this tab, wherever in the product one goes meanwhile.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<HashMap<ConversationId, ArcRwSignal<String>>>);

/// Provides [`Drafts`] to everything below; they live as long as the owner that calls this. The browser asks before the
/// page goes away with any of them.
pub fn provide_drafts() {
    let drafts = Drafts(StoredValue::default());
    provide_context(drafts);
    ask_before_leaving(move || drafts.hold_words());
}

/// Only a page in a browser goes away.
#[cfg(not(feature = "hydrate"))]
fn ask_before_leaving(_unsaved: impl Fn() -> bool + 'static) {}

impl Drafts {
    /// Whether something was written that would be lost with this page.
    fn hold_words(self) -> bool {
        let words = self.0.try_with_value(|drafts| drafts.values().any(|text| !is_blank(&text.read_untracked())));
        words.unwrap_or_default()
    }

    /// What is being written in a conversation; empty before anything is.
    pub(super) fn of(self, id: ConversationId) -> ArcRwSignal<String> {
        self.0.try_update_value(|drafts| drafts.entry(id).or_default().clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_draft_outlives_the_screen_on_which_it_is_written() {
        let app = Owner::new();
        app.with(provide_drafts);
        let screen = |look: &dyn Fn(Drafts)| {
            let owner = app.child();
            owner.with(|| look(expect_context()));
            owner.cleanup();
        };
        let (ann, bob) = (ConversationId(Uuid::from_u128(1)), ConversationId(Uuid::from_u128(2)));
        screen(&|drafts| RwSignal::from(drafts.of(ann)).set("half a".to_owned()));
        screen(&|drafts| {
            assert_eq!(drafts.of(ann).get_untracked(), "half a");
            assert_eq!(drafts.of(bob).get_untracked(), "");
        });
    }

    #[test]
    fn words_that_were_not_sent_would_be_lost_and_blanks_would_not() {
        let app = Owner::new();
        let drafts = app.with(|| Drafts(StoredValue::default()));
        let (ann, bob) = (ConversationId(Uuid::from_u128(1)), ConversationId(Uuid::from_u128(2)));
        assert!(!drafts.hold_words());
        drafts.of(ann).set(" \n".to_owned());
        assert!(!drafts.hold_words());
        drafts.of(bob).set("half a".to_owned());
        assert!(drafts.hold_words());
        drafts.of(bob).set(String::new());
        assert!(!drafts.hold_words());
    }
}
