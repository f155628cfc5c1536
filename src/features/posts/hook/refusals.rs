//! What did not happen, said wherever one is by then.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::{client::use_client, features::posts::state::settling, kit::Toasts, shared::effect::Effect};

/// Says which votes, bookmarks and deletions were refused, and forgets them: what is shown is without them then. Words that
/// were refused stay where they were written: of them it is said once to who is elsewhere. Stands below the client.
pub fn follow_refusals() {
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    let pending = client.pending();
    Effect::new(move || {
        for (id, words) in pending.with(|pending| settling::undone(pending)) {
            client.discard(id);
            if let Some(toasts) = toasts {
                toasts.warn(words);
            }
        }
    });
    let told = StoredValue::new(BTreeSet::new());
    Effect::new(move || {
        let is_here = |place: &str| window().location().pathname().is_ok_and(|path| path.contains(place));
        pending.with(|pending| {
            for (id, words, place) in settling::unsaid(pending) {
                let is_news = told.try_update_value(|told| told.insert(id)) == Some(true);
                if let Some(toasts) = toasts.filter(|_| is_news && !is_here(place)) {
                    toasts.warn(words);
                }
            }
        });
    });
}
