//! Where a post is written.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    title_field::TitleField,
    unsent::Refusal,
    words_field::{TagsField, WordsField},
    write_form::sends,
};
use crate::{
    features::posts::{
        hook::{Publishing, use_publishing},
        model::Kind,
    },
    kit::{Button, Kind as Weight, LinkButton, Prose},
    shared::{id::PostId, script::apart},
};

/// What the page and the form are called, by what is written there.
#[must_use]
pub const fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Post => "New post",
        Kind::Question => "New question",
    }
}

/// The form with what it looks like below: a post or a question, its title, its words and its tags. What is typed stands
/// here again after the tab was closed.
#[component]
pub fn PostForm(
    /// What is written, as one says it.
    kind: RwSignal<Kind>,
    /// Which of the posts that are begun it is, where that is asked for.
    draft: Option<String>,
) -> impl IntoView {
    let is_asked = draft.is_some();
    let publishing = use_publishing(kind, draft);
    let Publishing { body, tags, .. } = publishing;
    let is_begun = Memo::new(move |_| !body.read().trim().is_empty());
    view! {
        <form
            method="post"
            action=Publishing::action()
            aria-label=move || heading(publishing.kind.get())
            class="flex flex-col gap-4"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                publishing.submit();
            }
            on:keydown=move |event| if sends(&event) { publishing.submit() }
        >
            <input type="hidden" name="id" value=PostId::new().to_string() />
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {move || publishing.refusal()}
            </p>
            <Refused publishing />
            <Waiting publishing />
            <div class="flex flex-wrap items-center justify-between gap-2">
                <fieldset class="flex gap-2">
                    <legend class="sr-only">"What it is"</legend>
                    <Choice publishing kind=Kind::Post words="Post" />
                    <Choice publishing kind=Kind::Question words="Question" />
                </fieldset>
                <Others publishing />
            </div>
            <TitleField value=publishing.title hint="A post can do without one." error=publishing.error("title") />
            <WordsField
                label="Text"
                name="body"
                id="body"
                value=body
                tall=true
                error=publishing.error("body")
                focused=is_asked
            />
            <TagsField value=tags error=publishing.error("tags") />
            <div class="flex flex-wrap items-center gap-3">
                <Button kind=Weight::Primary type_="submit" busy=Signal::derive(move || publishing.is_busy())>
                    {move || if publishing.kind.get() == Kind::Question { "Ask" } else { "Publish" }}
                </Button>
                <p role="status" class="text-sm text-muted">
                    {move || publishing.is_busy().then_some("Waiting for the server…")}
                </p>
                <Another publishing is_begun />
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

/// The way to what else is begun, where that is any other post.
#[component]
fn Others(publishing: Publishing) -> impl IntoView {
    let others = publishing.others();
    view! {
        <Show when=move || { others.get() > 0 }>
            <LinkButton href="/drafts">"Drafts (" {move || others.get()} ")"</LinkButton>
        </Show>
    }
}

/// Begins one more post, and keeps the one that is begun here.
#[component]
fn Another(
    publishing: Publishing,
    /// Whether anything is written here.
    is_begun: Memo<bool>,
) -> impl IntoView {
    let navigate = use_navigate();
    let begin = Callback::new(move |_: MouseEvent| navigate(&publishing.another(), NavigateOptions::default()));
    view! {
        <Show when=move || is_begun.get() && !publishing.is_busy()>
            <Button kind=Weight::Quiet class="noscript:hidden" on_click=begin>
                "Begin another"
            </Button>
        </Show>
    }
}

/// What was refused before and stands here, or waits beside what does: it can be given up, and what waits be sent again.
#[component]
fn Refused(publishing: Publishing) -> impl IntoView {
    move || match (publishing.set_aside.get(), publishing.refused.get()) {
        (Some((id, error)), _) => {
            let words = format!("What you wrote before was not published. {error} It is among your drafts.");
            let retry = Callback::new(move |()| publishing.retry(id));
            let discard = Callback::new(move |()| publishing.discard(id));
            view! { <Refusal words retry discard /> }.into_any()
        }
        (None, Some(id)) => view! {
            <div class="flex justify-end">
                <Button kind=Weight::Quiet on_click=move |_| publishing.discard(id)>
                    "Discard"
                </Button>
            </div>
        }
        .into_any(),
        (None, None) => ().into_any(),
    }
}

/// What waits for the server, and stands nowhere else until it is there.
#[component]
fn Waiting(publishing: Publishing) -> impl IntoView {
    let waiting = Memo::new(move |_| publishing.waiting());
    let line =
        |name: String| view! { <li class="truncate">{format!("“{}” waits to be published.", apart(&name))}</li> };
    view! {
        <Show when=move || !waiting.read().is_empty()>
            <ul aria-label="Waiting" class="flex flex-col gap-1 rounded-control bg-raised px-3 py-2 text-sm text-muted">
                {move || waiting.get().into_iter().map(line).collect_view()}
            </ul>
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
