//! Which message is answered by what is being written.

use leptos::{ev::MouseEvent, prelude::*};

use super::{folded::FOLDED, quoted::words_of};
use crate::{
    features::{accounts::hook::use_me, messages::hook::Thread},
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
    let (me, folds) = (use_me(), thread.folds());
    let words = move || {
        let quote = quote.read();
        let quote = quote.as_ref()?;
        let is_folded = folds && me.read().as_ref().is_some_and(|me| me.blocks(quote.author_id));
        Some(if is_folded { FOLDED.to_owned() } else { words_of(quote) })
    };
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
