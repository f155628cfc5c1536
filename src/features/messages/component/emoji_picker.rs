//! Choosing an emoji for what is being written.

use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::Element,
};

use super::dialogs::{Above, chunk};
use crate::{
    features::messages::hook::{Emojis, Thread},
    kit::{Icon, IconButton, on_its_way},
};

/// The button beside the field. A page that no script brings to life has none.
#[component]
pub fn EmojiButton(
    /// Whether the emoji are open, both ways.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <IconButton
            label="Emoji"
            icon=Icon::Smile
            class="mb-0.5 still:hidden"
            on_click=move |_| open.update(|open| *open = !*open)
            {..}
            data-emoji-way=""
            aria-haspopup="dialog"
            aria-expanded=move || open.get().to_string()
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.prevent_default();
                    open.set(false);
                }
            }
        />
    }
}

/// The emoji above the field, while they are open. What is chosen comes to stand where the caret is; Escape and a step
/// outside close them.
#[component]
pub fn EmojiPanel(
    /// Where it is written.
    thread: Thread,
    /// What there is.
    emojis: Emojis,
    /// Whether they are open, both ways.
    open: RwSignal<bool>,
) -> impl IntoView {
    let choose = Callback::new(move |sign: String| {
        open.set(false);
        thread.insert(&sign);
    });
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            open.set(false);
            thread.write();
        }
    };
    let left = move |event: FocusEvent| {
        // What is taken out of the document loses the focus too, and may have ended by then.
        if !stays(&event) {
            let _ = open.try_set(false);
        }
    };
    view! {
        <Show when=move || open.get() && thread.editing.message.read().is_none()>
            <div
                role="dialog"
                aria-label="Emoji"
                tabindex="-1"
                data-emoji-way=""
                class="absolute end-3 bottom-1 z-20 w-[min(22rem,calc(100%-1.5rem))] rounded-card border border-line bg-surface p-3 lg:end-6"
                on:keydown=pressed
                on:focusout=left
            >
                {board(Above::Emoji(emojis, choose))}
            </div>
        </Show>
    }
}

/// The board, as soon as its chunk has come.
fn board(board: Above) -> AnyView {
    let draw = board.draw();
    draw().unwrap_or_else(|| {
        let chunk = chunk();
        chunk.ask();
        chunk.stand(board.draw(), |chunk| on_its_way(chunk).into_any())
    })
}

/// Whether the focus stays with the emoji or goes to their button, which closes them by itself.
fn stays(event: &FocusEvent) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
    to.is_some_and(|to| to.closest("[data-emoji-way]").ok().flatten().is_some())
}
