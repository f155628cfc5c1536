//! Where answers and comments are written.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::words_field::WordsField;
use crate::{
    features::posts::{
        hook::OpenThread,
        model::{Entry, Parent},
        rpc::{WriteAnswer, WriteComment},
    },
    kit::{Button, Kind, LinkButton, Prose},
    shared::{
        Error, Result,
        draft::{FormDraft, use_form_draft_of},
        form::{self, use_refused},
        id::{AnswerId, CommentId},
    },
};

/// Where an answer is written, with what it looks like below. Words that are not sent yet stand here again when one comes
/// back to the page.
#[component]
pub(super) fn AnswerForm(thread: OpenThread) -> impl IntoView {
    let draft = use_form_draft_of(WriteAnswer::url(), thread.id.0);
    let refused = use_refused(WriteAnswer::url());
    let typed = refused.as_ref().and_then(|refused| refused.typed("body").map(str::to_owned));
    let text = RwSignal::new(typed.or_else(|| draft.typed("body")).unwrap_or_default());
    let refusal = RwSignal::new(refused.map(|refused| refused.error));
    let send = move || {
        let sent = thread.answer(text.get_untracked());
        end(sent.map(|_| ()), text, refusal, draft);
    };
    let is_begun = Memo::new(move |_| !text.read().trim().is_empty());
    view! {
        <form
            method="post"
            action=form::action(WriteAnswer::url(), &thread.page())
            aria-label="Your answer"
            class="flex flex-col gap-3"
            on:input=move |event| draft.keep(&event)
            on:keydown=move |event| if sends(&event) { send() }
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                send();
            }
        >
            <input type="hidden" name="post_id" value=thread.id.to_string() />
            <input type="hidden" name="id" value=AnswerId::new().to_string() />
            <WordsField label="Your answer" name="body" id="answer" value=text tall=true error=told(refusal) />
            <Show when=move || is_begun.get()>
                <section aria-label="Preview" class="rounded-card border border-line p-3">
                    <Prose text linked=true name="preview" />
                </section>
            </Show>
            <Button kind=Kind::Primary type_="submit" class="self-start">
                "Post answer"
            </Button>
        </form>
    }
}

/// Where a comment is written on something, perhaps as a reply to another one.
#[component]
pub(super) fn CommentForm(
    thread: OpenThread,
    /// What it stands on.
    on: Parent,
    /// What the form was opened at.
    entry: Entry,
) -> impl IntoView {
    let reply_to = if let Entry::Comment(id) = entry { Some(id) } else { None };
    let draft = use_form_draft_of(WriteComment::url(), entry.id());
    let refused = use_refused(WriteComment::url());
    let typed = refused.as_ref().and_then(|refused| refused.typed("body").map(str::to_owned));
    let text = RwSignal::new(typed.or_else(|| draft.typed("body")).unwrap_or_default());
    let refusal = RwSignal::new(refused.map(|refused| refused.error));
    let send = move || {
        let sent = thread.comment(on, reply_to, text.get_untracked());
        let written = sent.as_ref().ok().copied();
        end(sent.map(|_| ()), text, refusal, draft);
        if let Some(id) = written {
            thread.commenting.set(None);
            thread.focus(Entry::Comment(id));
        }
    };
    let answer = if let Parent::Answer(id) = on { id.to_string() } else { String::new() };
    let whom =
        reply_to.and_then(|id| thread.shown.with_untracked(|talk| Some(talk.comment(id)?.author.handle.clone())));
    let label = whom.map_or_else(|| "Comment".to_owned(), |whom| format!("Reply to @{whom}"));
    let name = label.clone();
    view! {
        <form
            method="post"
            action=form::action(WriteComment::url(), &thread.page_with(entry))
            aria-label=name
            class="flex flex-col gap-2"
            on:input=move |event| draft.keep(&event)
            on:keydown=move |event| match event.key().as_str() {
                "Escape" if !event.default_prevented() => leave(thread, entry),
                _ if sends(&event) => send(),
                _ => {}
            }
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                send();
            }
        >
            <input type="hidden" name="post_id" value=thread.id.to_string() />
            <input type="hidden" name="answer_id" value=answer />
            <input type="hidden" name="reply_to" value=reply_to.map(|id| id.to_string()).unwrap_or_default() />
            <input type="hidden" name="id" value=CommentId::new().to_string() />
            <WordsField label name="body" id="comment" value=text error=told(refusal) focused=true />
            <div class="flex gap-2">
                <Button kind=Kind::Primary type_="submit">
                    "Comment"
                </Button>
                <LinkButton kind=Kind::Quiet href=thread.place_of(entry) on:click=move |event: MouseEvent| {
                    event.prevent_default();
                    leave(thread, entry);
                }>
                    "Cancel"
                </LinkButton>
            </div>
        </form>
    }
}

/// Leaves the form for what a comment was begun on.
fn leave(thread: OpenThread, entry: Entry) {
    thread.commenting.set(None);
    thread.focus(entry);
}

/// What was sent leaves the form; what was refused stays, with why.
fn end(sent: Result<()>, text: RwSignal<String>, refusal: RwSignal<Option<Error>>, draft: FormDraft) {
    if sent.is_ok() {
        text.set(String::new());
        draft.forget();
    }
    refusal.set(sent.err());
}

fn told(refusal: RwSignal<Option<Error>>) -> Signal<Option<String>> {
    Signal::derive(move || {
        refusal.read().as_ref().map(|error| match error {
            error if *error == Error::invalid("body", "required") => "Write something first.".to_owned(),
            error => error.to_string(),
        })
    })
}

/// Whether a key sends: Ctrl or ⌘ with Enter.
fn sends(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.default_prevented()
}
