//! Where a message that stands there is edited.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};

use super::composer::{Held, sends};
use crate::{
    features::{accounts::hook::use_me, messages::hook::Thread},
    kit::{Icon, IconButton, Shape, TextArea, use_toasts, write_on},
    shared::Error,
};

/// Stands in the place of the composer while a message is edited: what is written there waits.
#[component]
pub fn Editor(thread: Thread) -> impl IntoView {
    let is_open = Memo::new(move |_| thread.editing.message.read().is_some());
    view! {
        <Show when=move || is_open.get()>
            <Field thread />
        </Show>
    }
}

/// What the message is to say. Enter saves where it sends, Escape leaves it as it is; what was changed can be had back
/// then.
#[component]
fn Field(thread: Thread) -> impl IntoView {
    let (text, toasts) = (thread.editing.text, use_toasts());
    let field = NodeRef::<html::Textarea>::new();
    field.on_load(move |_| write_on(field));
    let refusal = RwSignal::new(None::<Error>);
    let save = move || refusal.set(thread.save_edit().err());
    let me = use_me();
    let enter_sends = move || me.read_untracked().as_ref().is_none_or(|me| me.settings.enter_sends);
    let keys = Callback::new(move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        if event.key() == "Escape" {
            event.prevent_default();
            thread.give_up_edit(toasts);
        } else if sends(&event.key(), Held::with(&event), enter_sends()) {
            event.prevent_default();
            save();
        }
    });
    Effect::watch(move || text.get(), move |_, _, _| refusal.set(None), false);
    view! {
        <form
            aria-label="Edit a message"
            class="shrink-0 border-t border-line px-3 pt-1 pb-[max(0.5rem,env(safe-area-inset-bottom))] lg:px-6 lg:pb-3"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save();
            }
        >
            <p role="status" class="flex min-h-8 items-center gap-2 text-sm text-muted">
                "Editing a message"
            </p>
            <div class="flex items-end gap-2">
                <IconButton label="Cancel" icon=Icon::Close class="mb-0.5" on_click=move |_| thread.give_up_edit(toasts) />
                <TextArea
                    label="What it says"
                    name="edited"
                    id=if thread.is_thread() { "edited-reply" } else { "" }
                    label_hidden=true
                    shape=Shape::Bubble
                    value=text
                    error=Memo::new(move |_| refusal.read().as_ref().map(ToString::to_string))
                    on_keydown=keys
                    node_ref=field
                />
                <IconButton type_="submit" label="Save" icon=Icon::Check primary=true class="mb-0.5" />
            </div>
        </form>
    }
}
