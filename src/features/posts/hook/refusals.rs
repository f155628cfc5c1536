//! What did not happen, said wherever one is by then.

use leptos::prelude::*;

use crate::{client::use_client, features::posts::state::settling, kit::Toasts, shared::effect::Effect};

/// Says which votes, bookmarks and deletions were refused, and forgets them: what is shown is without them then. Words that
/// were refused stay where they were written. Stands below the client.
pub fn follow_refusals() {
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    let pending = client.pending();
    Effect::new(move || {
        for (id, words, error) in pending.with(|pending| settling::undone(pending)) {
            client.discard(id);
            if let Some(toasts) = toasts {
                toasts.warn(format!("{words} {error}"));
            }
        }
    });
}
