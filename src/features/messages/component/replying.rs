//! Which message is answered by what is being written.

use leptos::{ev::MouseEvent, prelude::*};

use super::quoted::words_of;
use crate::{
    features::messages::hook::Thread,
    kit::{Icon, IconButton, Verbatim},
};

/// Stands above the field while what is written there answers a message, with the way to answer nothing in particular.
#[component]
pub fn Replying(thread: Thread) -> impl IntoView {
    let is_there = Memo::new(move |_| thread.answered.read().is_some() && thread.editing.message.read().is_none());
    let quote = Memo::new(move |_| thread.answered_quote());
    let name = Signal::derive(move || {
        let quote = quote.read();
        quote.as_ref().map_or_else(|| "an earlier message".to_owned(), |quote| thread.quoted_name(quote.author_id))
    });
    let words = move || quote.read().as_ref().map(words_of);
    let drop_it = move |_: MouseEvent| {
        thread.answer_nothing();
        thread.write();
    };
    view! {
        <Show when=move || is_there.get()>
            <div class="flex shrink-0 items-center gap-2 border-t border-line px-3 pt-2 pb-1 lg:px-6">
                <div role="status" class="min-w-0 grow border-s-2 border-accent ps-2 text-sm">
                    <p class="truncate font-semibold">"Replying to " <Verbatim words=name /></p>
                    <p dir="auto" class="truncate text-muted">
                        {words}
                    </p>
                </div>
                <IconButton label="Cancel reply" icon=Icon::Close on_click=drop_it />
            </div>
        </Show>
    }
}
