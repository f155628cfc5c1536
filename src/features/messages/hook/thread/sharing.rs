//! What another application has shared with this one, once it is in its conversation.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::Thread;
use crate::{
    features::messages::state::{
        drafts::joined,
        sharing::{SHARED, address},
    },
    shared::{
        effect::Effect,
        hydration::{after_hydration, is_served},
        text::is_blank,
    },
};

impl Thread {
    /// Puts into the field what the address brings along, behind what is being written there, and takes it out of the
    /// address: a page that is loaded anew does not bring it again.
    pub fn take_shared(self) {
        let brought = use_query_map().with_untracked(|query| query.get(SHARED));
        let Some(words) = brought.filter(|words| !is_blank(words)) else { return };
        let navigate = use_navigate();
        let here = address(self.id, "");
        after_hydration(move || {
            navigate(&here, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        });
        // On a page of the server nothing is known of what is being written, and it may draw the field more than once.
        let before = if is_served() { String::new() } else { self.text.get_untracked() };
        self.text.set(joined(&before, &words));
        if is_blank(&before) {
            self.join_draft(words);
        } else {
            // Nobody may ever type here: it is kept as what is typed is.
            after_hydration(move || self.inbox().drafts().typed(self.id));
        }
    }

    /// What is being written here may have to be read first: then it comes to stand before these words, unless somebody has
    /// touched them.
    fn join_draft(self, words: String) {
        let drafts = self.inbox().drafts();
        Effect::new(move |is_over: Option<bool>| {
            if is_over == Some(true) {
                return true;
            }
            let are_read = drafts.are_read();
            if are_read && self.text.with_untracked(|text| *text == words) {
                untrack(|| drafts.put_behind(self.id, &words));
            }
            are_read
        });
    }
}
