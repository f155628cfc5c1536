//! What is being written and was not sent.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::shared::id::ConversationId;

/// The drafts of this tab, wherever in the product one goes meanwhile.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<HashMap<ConversationId, ArcRwSignal<String>>>);

/// Provides [`Drafts`] to everything below; they live as long as the owner that calls this.
pub fn provide_drafts() {
    provide_context(Drafts(StoredValue::default()));
}

impl Drafts {
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
}
