//! What is pinned, on top of the conversation and at the messages themselves.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    dialogs::{Above, chunk},
    folded::FOLDED,
    quoted::words_of,
};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{hook::Thread, model::Pin},
    },
    kit::{Icon, Symbol, Verbatim, awaited},
    shared::{hydration::use_alive, id::MessageId},
};

/// What was pinned last, the way to it, and the way to all that is pinned; nothing where nothing is. Without JavaScript it
/// leads to the page of the history which ends with that message.
#[component]
pub fn PinnedLine(thread: Thread) -> impl IntoView {
    let newest = Memo::new(move |_| thread.pins.read().first().cloned());
    let is_any = Memo::new(move |_| newest.read().is_some());
    let open = RwSignal::new(false);
    let all = Above::Pins(StoredValue::new(thread), open);
    view! {
        // One line whatever was pinned last: what gives the focus back to it finds it.
        <Show when=move || is_any.get()>
            <Newest thread newest open />
        </Show>
        {awaited(chunk(), move || all.draw(), Memo::new(move |_| open.get()), move || open.set(false))}
    }
}

#[component]
fn Newest(thread: Thread, newest: Memo<Option<Pin>>, open: RwSignal<bool>) -> impl IntoView {
    let href = move || newest.read().as_ref().map(|pin| format!("/messages/{}?before={}", thread.id, pin.seq + 1));
    let words = words(thread, move || newest.get());
    let go = move |event: MouseEvent| {
        event.prevent_default();
        if let Some(pin) = newest.get_untracked() {
            thread.go_to_pin(&pin);
        }
    };
    let count = Memo::new(move |_| thread.pins.read().len());
    // A page that no script brings to life offers nothing that needs one.
    let is_alive = use_alive();
    view! {
        <div class="flex min-h-11 shrink-0 items-center gap-2 border-b border-line ps-4 pe-2 text-sm lg:ps-6 lg:pe-4">
            <Symbol icon=Icon::Pin class="size-4 shrink-0 text-muted" />
            <a
                data-pinned=""
                href=href
                class="min-w-0 grow truncate py-2 text-text no-underline hover:underline"
                on:click=go
            >
                <span class="font-semibold">"Pinned: "</span>
                <Verbatim words />
            </a>
            <button
                type="button"
                aria-haspopup="dialog"
                aria-label=move || counted(count.get())
                title="All pinned messages"
                class="inline-flex min-h-9 shrink-0 items-center rounded-full px-3 font-semibold text-accent tabular-nums hover:bg-raised touch-target"
                disabled=move || !is_alive.get()
                on:click=move |_| open.set(true)
            >
                {move || format!("{} pinned", count.get())}
            </button>
        </div>
    }
}

/// How many messages are pinned, in words that begin as the button does.
fn counted(pinned: usize) -> String {
    if pinned == 1 { "1 pinned message".to_owned() } else { format!("{pinned} pinned messages") }
}

/// What a pinned message says, in one line; of somebody whom the viewer blocked, in a group, only that.
pub(super) fn words(thread: Thread, pin: impl Fn() -> Option<Pin> + Send + Sync + 'static) -> Memo<String> {
    let (me, folds) = (use_me(), thread.folds());
    Memo::new(move |_| {
        let quote = pin().and_then(|pin| thread.pinned_quote(&pin));
        let Some(quote) = quote else { return "an earlier message".to_owned() };
        let is_folded = folds && me.read().as_ref().is_some_and(|me| me.blocks(quote.author_id));
        if is_folded { FOLDED.to_owned() } else { words_of(&quote) }
    })
}

/// That a message is pinned.
#[component]
pub fn PinnedMark(thread: Thread, id: MessageId) -> impl IntoView {
    let is_pinned = Memo::new(move |_| thread.is_pinned(id));
    view! {
        <Show when=move || is_pinned.get()>
            <span role="img" aria-label="Pinned" title="Pinned" class="inline-flex">
                <Symbol icon=Icon::Pin class="size-3" />
            </span>
        </Show>
    }
}
