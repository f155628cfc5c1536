//! What one does to a message that stands there.

use leptos::prelude::*;

use crate::{
    features::messages::{
        hook::Thread,
        state::{Line, Progress, Row, changing::Refusal},
    },
    kit::{Choice, Icon, Menu, Symbol, copy_words, use_toasts},
    shared::{hydration::after_hydration, id::MessageId},
};

/// Beside the bubble, for whoever points at the row or has the focus in it; a finger always finds it.
const PLACE: &str = "-my-2 shrink-0 opacity-0 transition-opacity duration-feedback group-hover/row:opacity-100 \
    group-focus-within/row:opacity-100 [@media(hover:none)]:opacity-100";

/// The menu of a message, while there is something to do with it.
#[component]
pub fn MessageActs(
    thread: Thread,
    row: Signal<Row>,
    id: MessageId,
    /// Whether the viewer said it.
    mine: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    // A page that no script brings to life offers nothing that needs one.
    let is_alive = RwSignal::new(false);
    after_hydration(move || is_alive.set(true));
    let is_there = Memo::new(move |_| is_alive.get() && has_words(&row.read()));
    let choices = move || -> Vec<Choice> {
        let choice =
            |label: &str, icon, act| Choice { label: label.to_owned(), icon, danger: icon == Icon::Trash, act };
        let copy = move |()| {
            if let Some(words) = thread.words_of(id) {
                copy_words(words, toasts);
            }
        };
        let all = [
            mine.then(|| choice("Edit", Icon::Edit, Callback::new(move |()| thread.edit(id)))),
            Some(choice("Copy text", Icon::Copy, Callback::new(copy))),
            mine.then(|| choice("Delete", Icon::Trash, Callback::new(move |()| thread.editing.deleting.set(Some(id))))),
        ];
        all.into_iter().flatten().collect()
    };
    view! {
        <Show when=move || is_there.get()>
            <Menu label="Message actions" choices=choices() class=PLACE />
        </Show>
    }
}

/// Whether it can be read: it was not deleted, nor refused and so has its own ways out.
fn has_words(row: &Row) -> bool {
    let Row::Message(Line { message, progress, .. }) = row else { return false };
    !message.is_deleted() && !matches!(progress, Some(Progress::Failed(_)))
}

/// That it says something else than at first, and the way to what it said.
#[component]
pub fn Edited(thread: Thread, row: Signal<Row>, id: MessageId) -> impl IntoView {
    let is_edited = Memo::new(move |_| matches!(&*row.read(), Row::Message(line) if line.message.is_edited()));
    view! {
        <Show when=move || is_edited.get()>
            <button
                type="button"
                aria-haspopup="dialog"
                title="Show what it said before"
                class="rounded-control underline-offset-2 hover:underline touch-target"
                on:click=move |_| thread.show_revisions(id)
            >
                "edited"
            </button>
        </Show>
    }
}

/// Why it was not changed, and what to do about it.
#[component]
pub fn RefusedChange(thread: Thread, row: Signal<Row>, id: MessageId) -> impl IntoView {
    let refusal = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.refusal.clone(),
        _ => None,
    });
    let class = "inline-flex min-h-8 items-center gap-1 rounded-full px-2 font-semibold text-accent hover:bg-raised touch-target";
    move || {
        refusal.get().map(|Refusal { body, error, .. }| {
            let (what, way_back) =
                if body.is_some() { ("Not changed. ", "Edit text") } else { ("Not deleted. ", "Leave it") };
            view! {
                <div role="alert" class="flex flex-wrap items-center justify-end gap-x-1 text-sm">
                    <span class="text-danger">{what} {error.to_string()}</span>
                    <button type="button" class=class on:click=move |_| thread.retry_change(id)>
                        <Symbol icon=Icon::Retry class="size-4" />
                        "Retry"
                    </button>
                    <button type="button" class=class on:click=move |_| thread.take_change_back(id)>
                        {way_back}
                    </button>
                </div>
            }
        })
    }
}
