//! What hangs on a message, below its bubble.

use leptos::prelude::*;

use super::{preview_card::PreviewCard, reactions::Reactions, thread_line::ThreadLine};
use crate::{
    features::messages::{hook::Thread, state::Row},
    shared::{
        hydration::use_alive,
        id::{AccountId, MessageId},
    },
};

/// The page that it leads to, what people think of it, and what was said in its thread. Most messages have none of these,
/// so that they are looked for each by itself only where there is any.
#[component]
pub fn Attached(
    /// Where the message stands.
    thread: Thread,
    /// As it is drawn now.
    row: Signal<Row>,
    /// Which message.
    id: MessageId,
    /// Who said it.
    author: AccountId,
    /// Whether the viewer said it.
    mine: bool,
    /// Whether it is folded away while the viewer has its author blocked.
    folds: bool,
) -> impl IntoView {
    // Where no script brings the page to life there is a way to begin a thread.
    let is_alive = use_alive();
    let is_any = Memo::new(move |_| {
        let row = row.read();
        let Row::Message(line) = &*row else { return false };
        let message = &line.message;
        let has_any = message.preview.is_some() || !message.reactions.is_empty() || message.answers.is_some();
        has_any || (!is_alive.get() && thread.may_begin(&row))
    });
    move || {
        is_any.get().then(|| {
            view! {
                <PreviewCard thread row id author mine folds />
                <Reactions thread row id />
                <ThreadLine thread row id />
            }
        })
    }
}
