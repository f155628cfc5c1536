//! What a message answers, above its words.

use std::sync::Arc;

use leptos::{ev::MouseEvent, prelude::*};

use super::folded::FOLDED;
use crate::{
    features::{
        accounts::hook::use_blocks,
        messages::{
            hook::Thread,
            model::Quote,
            state::{Line, Row},
        },
    },
    kit::Verbatim,
    shared::{hydration::use_alive, markdown::plain},
};

const PLACE: &str =
    "mb-1 block min-w-0 basis-full rounded-control border-s-2 border-accent py-0.5 ps-2 text-sm no-underline";

/// The name and the first words of the message that is answered, and the way to it; for keys the menu has that. Without
/// JavaScript it leads to the page of the history which ends with that message.
#[component]
pub fn Quoted(thread: Thread, row: Signal<Row>) -> impl IntoView {
    let answered = Memo::new(move |_| match &*row.read() {
        Row::Message(Line { message, quote, .. }) => message.reply_to.map(|_| quote.clone()),
        _ => None,
    });
    move || {
        answered.get().map(|quote| match quote {
            Some(quote) => view! { <Way thread quote /> }.into_any(),
            None => {
                view! { <p class=format!("{PLACE} text-muted italic")>"In reply to an earlier message"</p> }.into_any()
            }
        })
    }
}

#[component]
fn Way(thread: Thread, quote: Arc<Quote>) -> impl IntoView {
    let href = format!("/messages/{}?before={}", thread.id, quote.seq + 1);
    let (author, words, is_deleted) = (quote.author_id, words_of(&quote), quote.is_deleted());
    let (folds, blocked) = (thread.folds(), use_blocks(author));
    let shown = move || if folds && blocked.get() { FOLDED.to_owned() } else { words.clone() };
    let name = Signal::derive(move || thread.quoted_name(author));
    // Arrows lead from message to message where a script brings the page to life; Tab stops here where none does.
    let is_alive = use_alive();
    let go = move |event: MouseEvent| {
        event.prevent_default();
        thread.go_to(&quote);
    };
    view! {
        <a
            data-quote=""
            href=href
            tabindex=move || is_alive.get().then_some("-1")
            class=format!("{PLACE} text-text hover:underline")
            on:click=go
        >
            <span class="sr-only">"In reply to "</span>
            <Verbatim words=name class="block truncate font-semibold" />
            <span dir="auto" class="block truncate text-muted" class=("italic", is_deleted)>
                {shown}
            </span>
        </a>
    }
}

/// What is quoted of a message: its words without their signs, in one line.
pub(super) fn words_of(quote: &Quote) -> String {
    if quote.is_deleted() { "Deleted message".to_owned() } else { plain(&quote.body) }
}
