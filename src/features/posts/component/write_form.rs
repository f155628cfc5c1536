//! Where answers and comments are written.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use super::{preview::Preview, words_field::WordsField};
use crate::{
    features::posts::{
        hook::{BELOW_ANSWERS, OpenThread, Writing},
        model::{Entry, Parent},
        rpc::{WriteAnswer, WriteComment},
    },
    kit::{Button, Kind, LinkButton, focus_on},
    shared::{
        Error, Result,
        form::{self, use_refused},
        id::{AnswerId, CommentId},
    },
};

/// The id of the heading of [`AnswerForm`].
pub(super) const ANSWERING: &str = BELOW_ANSWERS;

/// Where an answer is written, with what it looks like below. Words that are not sent yet stand here again when one comes
/// back to the page, also after the tab was closed. Escape leads to its heading, where keys are no words.
#[component]
pub(super) fn AnswerForm(
    thread: OpenThread,
    /// Whether the question takes answers: where it does not the form is there for words that are begun.
    open: Memo<bool>,
) -> impl IntoView {
    let writing = thread.write_answer();
    let text = writing.body;
    let refusal = RwSignal::new(use_refused(WriteAnswer::url()).map(|refused| refused.error));
    let send = move || {
        if !open.get_untracked() {
            return;
        }
        let sent = thread.answer(text.get_untracked());
        end(sent.map(|_| ()), writing, refusal);
    };
    let is_hidden = move || !open.get() && text.read().trim().is_empty();
    view! {
        <div hidden=is_hidden>
            <form
                method="post"
                action=form::action(WriteAnswer::url(), &thread.page())
                aria-label="Your answer"
                class="flex flex-col gap-3"
                on:keydown=move |event| match event.key().as_str() {
                    "Escape" if !event.default_prevented() => _ = focus_on(&format!("#{ANSWERING}")),
                    _ if sends(&event) => send(),
                    _ => {}
                }
                on:submit=move |event: SubmitEvent| {
                    event.prevent_default();
                    send();
                }
            >
                <input type="hidden" name="post_id" value=thread.id.to_string() />
                <input type="hidden" name="id" value=AnswerId::new().to_string() />
                <WordsField
                    label="Your answer"
                    name="body"
                    id="answer"
                    value=text
                    tall=true
                    error=told(refusal)
                    label_hidden=true
                />
                <Preview text name="answer-preview" />
                <Button kind=Kind::Primary type_="submit" disabled=Signal::derive(move || !open.get()) class="self-start">
                    "Post answer"
                </Button>
            </form>
        </div>
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
    let writing = thread.write_comment(entry);
    let text = writing.body;
    let refusal = RwSignal::new(use_refused(WriteComment::url()).map(|refused| refused.error));
    let send = move || {
        let sent = thread.comment(on, reply_to, text.get_untracked());
        let written = sent.as_ref().ok().copied();
        end(sent.map(|_| ()), writing, refusal);
        if let Some(id) = written {
            thread.commenting.set(None);
            thread.focus(Entry::Comment(id));
        }
    };
    let answer = if let Parent::Answer(id) = on { id.to_string() } else { String::new() };
    let whom =
        reply_to.and_then(|id| thread.shown.with_untracked(|talk| Some(talk.comment(id)?.author.handle.clone())));
    let label = whom.map_or_else(|| "Comment".to_owned(), |whom| format!("Reply to @{whom}"));
    let (name, act) = (label.clone(), if reply_to.is_some() { "Reply" } else { "Comment" });
    view! {
        <form
            method="post"
            action=form::action(WriteComment::url(), &thread.page_with(entry))
            aria-label=name
            class="flex flex-col gap-2"
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
            <Preview text name="comment-preview" short=true />
            <div class="flex gap-2">
                <Button kind=Kind::Primary type_="submit">
                    {act}
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
fn end(sent: Result<()>, writing: Writing, refusal: RwSignal<Option<Error>>) {
    if sent.is_ok() {
        writing.end();
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
pub(super) fn sends(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.default_prevented()
}
