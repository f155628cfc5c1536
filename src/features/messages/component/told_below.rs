//! What is told below a message: at once as it happens, and not again whenever the row of the message is drawn anew.

use leptos::prelude::*;

use crate::{features::messages::hook::Thread, shared::id::OperationId};

/// The role of what is told below a row of an operation that was `refused`: an alert in the first row that is drawn with it. To
/// be read whether or not there is one.
pub(super) fn role_below(
    thread: Thread,
    refused: impl Fn() -> Option<OperationId> + Send + Sync + 'static,
) -> Memo<Option<&'static str>> {
    let told = Memo::new(move |before: Option<&Option<(OperationId, bool)>>| {
        let before = before.copied().flatten();
        let now = refused();
        if let Some((id, _)) = before.filter(|(id, _)| Some(*id) != now) {
            // Should it be refused once more, that is news.
            thread.forget_refusal(id);
        }
        let id = now?;
        let stands = before.filter(|(told, _)| *told == id);
        Some(stands.unwrap_or_else(|| (id, thread.tells_refusal(id))))
    });
    Memo::new(move |_| matches!(told.get(), Some((_, true))).then_some("alert"))
}
