//! What is asked about a message or the conversation.

use leptos::prelude::*;

use super::dialogs::{Above, chunk};
use crate::{features::messages::hook::Thread, kit::awaited};

/// One dialog at a time, each once somebody wants what it asks about.
#[component]
pub(super) fn Questions(thread: Thread) -> impl IntoView {
    let editing = thread.editing;
    let about_messages = [editing.reacting, editing.forwarding];
    let (day, picking) = (thread.jumping.day, editing.picking);
    let wanted = Memo::new(move |_| {
        let is_shown = editing.info.read().is_some() || editing.shown.read().is_some();
        is_shown || day.read().is_some() || picking.get() || about_messages.iter().any(|asked| asked.read().is_some())
    });
    let give_up = move || {
        for asked in about_messages {
            asked.set(None);
        }
        editing.info.set(None);
        editing.shown.set(None);
        day.set(None);
        picking.set(false);
    };
    chunk().ask_when_idle();
    let questions = Above::Questions(StoredValue::new(thread));
    awaited(chunk(), move || questions.draw(), wanted, give_up)
}
