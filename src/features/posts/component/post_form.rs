//! Where a post is written.

use leptos::{html, prelude::*};

use super::words_field::{TagsField, WordsField};
use crate::{
    features::posts::{
        hook::{Publishing, use_publishing},
        model::{Kind, MAX_TITLE},
    },
    kit::{Button, Field, Kind as Weight, Prose},
    shared::{effect::Effect, id::PostId},
};

/// The form with what it looks like below: a post or a question, its title, its words and its tags. What is typed stands
/// here again after the tab was closed.
#[component]
pub fn PostForm(
    /// What is written unless one says otherwise.
    kind: Kind,
) -> impl IntoView {
    let publishing = use_publishing(kind);
    let Publishing { body, tags, .. } = publishing;
    let is_begun = Memo::new(move |_| !body.read().trim().is_empty());
    view! {
        <form
            method="post"
            action=Publishing::action()
            aria-label="New post"
            class="flex flex-col gap-4"
            on:submit=move |event| publishing.submit(&event)
        >
            <input type="hidden" name="id" value=PostId::new().to_string() />
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {move || publishing.refusal()}
            </p>
            <fieldset class="flex gap-2">
                <legend class="sr-only">"What it is"</legend>
                <Choice publishing kind=Kind::Post words="Post" />
                <Choice publishing kind=Kind::Question words="Question" />
            </fieldset>
            <Title publishing />
            <WordsField label="Text" name="body" id="body" value=body tall=true error=publishing.error("body") />
            <TagsField value=tags error=publishing.error("tags") />
            <div class="flex items-center gap-3">
                <Button kind=Weight::Primary type_="submit" busy=Signal::derive(move || publishing.is_busy())>
                    {move || if publishing.kind.get() == Kind::Question { "Ask" } else { "Publish" }}
                </Button>
                <p role="status" class="text-sm text-muted">
                    {move || publishing.is_busy().then_some("Waiting for the server…")}
                </p>
            </div>
        </form>
        <Show when=move || is_begun.get()>
            <section aria-label="Preview" class="flex flex-col gap-2">
                <h2 class="text-sm font-semibold text-muted">"Preview"</h2>
                <div class="rounded-card border border-line p-4">
                    <Prose text=body linked=true name="preview" />
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Choice(publishing: Publishing, kind: Kind, words: &'static str) -> impl IntoView {
    let is_chosen = move || publishing.kind.get() == kind;
    view! {
        <label class="inline-flex min-h-10 items-center gap-2 rounded-full border border-edge px-4 touch-target has-[:checked]:border-accent has-[:checked]:bg-accent-soft">
            <input
                type="radio"
                name="kind"
                value=kind.as_str()
                checked=is_chosen()
                prop:checked=is_chosen
                class="accent-accent"
                on:change=move |_| publishing.kind.set(kind)
            />
            {words}
        </label>
    }
}

#[component]
fn Title(publishing: Publishing) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let title = publishing.title;
    // What stands in it otherwise than by typing.
    Effect::new(move || {
        if let Some(field) = field.get().filter(|field| field.value() != *title.read()) {
            field.set_value(&title.read());
        }
    });
    view! {
        <Field
            label="Title"
            hint="A question needs one."
            name="title"
            value=title.get_untracked()
            maxlength=u32::try_from(MAX_TITLE).unwrap_or(u32::MAX)
            error=publishing.error("title")
            on_input=Callback::new(move |text| title.set(text))
            node_ref=field
        />
    }
}
