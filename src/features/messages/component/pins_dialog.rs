//! All that is pinned in a conversation.

use leptos::{ev::MouseEvent, prelude::*};

use super::pinned_line::words;
use crate::{
    features::messages::{
        hook::{Thread, focus_on, focus_on_log},
        model::Pin,
    },
    kit::{Dialog, Icon, IconButton, Verbatim},
    shared::script::apart,
};

/// Each pinned message with the way to it, what was pinned last first; everybody may unpin each of them.
#[component]
pub fn PinsDialog(thread: Thread, open: RwSignal<bool>) -> impl IntoView {
    let none = Memo::new(move |_| thread.pins.read().is_empty());
    view! {
        <Dialog open title="Pinned messages">
            <Show when=move || open.get()>
                <Show
                    when=move || !none.get()
                    fallback=|| view! { <p class="text-muted">"Nothing is pinned here any more."</p> }
                >
                    <ol role="list" aria-label="Pinned messages" class="flex flex-col">
                        <For
                            each=move || thread.pins.get()
                            key=|pin| pin.id
                            children=move |pin: Pin| view! { <Pinned thread pin open /> }
                        />
                    </ol>
                </Show>
            </Show>
        </Dialog>
    }
}

#[component]
fn Pinned(thread: Thread, pin: Pin, open: RwSignal<bool>) -> impl IntoView {
    let (said, of) = (pin.clone(), pin.clone());
    let words = words(thread, move || Some(said.clone()));
    let name = Memo::new(move |_| {
        let quote = thread.pinned_quote(&of);
        quote.map(|quote| thread.quoted_name(quote.author_id)).unwrap_or_default()
    });
    let (by, at) = (pin.by, pin.at);
    let by = Signal::derive(move || thread.quoted_name(by));
    let label = Signal::derive(move || format!("Unpin: {}", apart(&words.read())));
    let unpinned = pin.clone();
    let go = move |_: MouseEvent| {
        open.set(false);
        thread.go_to_pin(&pin);
    };
    let log = thread.log();
    let unpin = move |_: MouseEvent| {
        thread.unpin(&unpinned);
        request_animation_frame(move || go_on(open, log));
    };
    view! {
        <li class="flex items-start gap-2 border-b border-line py-2 last:border-b-0">
            <button
                type="button"
                title="Go to this message"
                class="flex min-w-0 grow flex-col rounded-control px-2 py-1 text-start hover:bg-raised touch-target"
                on:click=go
            >
                <Verbatim words=name class="max-w-full truncate font-semibold" />
                <span dir="auto" class="line-clamp-3 max-w-full wrap-anywhere">
                    {words}
                </span>
                <span class="pt-0.5 text-xs text-muted">
                    "Pinned by " <Verbatim words=by /> ", " {move || thread.words(at)}
                </span>
            </button>
            <IconButton label icon=Icon::Close on_click=unpin />
        </li>
    }
}

/// Gives the focus of what was unpinned to what is still there; where nothing is, the list closes, and the conversation has
/// it.
fn go_on(open: RwSignal<bool>, log: &'static str) {
    if !focus_on("[aria-label='Pinned messages'] li button") && open.try_set(false).is_none() {
        request_animation_frame(move || _ = focus_on_log(log));
    }
}
